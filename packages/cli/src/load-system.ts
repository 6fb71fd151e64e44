import { CapabilitySystem } from "@capfence/core";

/** Loads a policy, ready to judge. */
export async function loadSystem(file: string): Promise<CapabilitySystem> {
  return new CapabilitySystem().loadPolicy(file);
}
