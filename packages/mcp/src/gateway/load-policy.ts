import { CapabilitySystem, ConfigurationError, PolicyLoadError } from "@capfence/core";
import type { SettingsReading } from "./config/read-settings.ts";
import { SettingsError } from "./config/settings-error.ts";

/**
 * Loads a policy to the end; `named` is where the configuration names it, if it does. Throws `PolicyLoadError` for
 * what is wrong inside of it, and `SettingsError` with that place where the file cannot be read at all.
 */
export async function loadPolicy(
  path: string,
  named?: SettingsReading["policyAt"],
): Promise<CapabilitySystem> {
  const policy = new CapabilitySystem();
  try {
    policy.loadPolicy(path);
  } catch (error) {
    const isInside = error instanceof PolicyLoadError || !(error instanceof ConfigurationError);
    if (named === undefined || isInside) throw error;
    const hint = "name a file that is there, relative to this one; capfence init makes a policy";
    throw new SettingsError([{ ...named, message: `${error.message}; ${hint}` }]);
  }
  await policy.ready();
  return policy;
}
