import { CapabilitySystem } from "@capfence/core";

/** Loads a policy, and what its conditions need before they can judge. */
export async function loadSystem(file: string): Promise<CapabilitySystem> {
  const system = new CapabilitySystem().loadPolicy(file);
  await system.ready();
  return system;
}
