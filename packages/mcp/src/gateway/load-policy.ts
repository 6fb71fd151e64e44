import { CapabilitySystem, ConfigurationError, PolicyLoadError } from "@capfence/core";
import type { SettingsReading } from "./config/read-settings.ts";
import { SettingsError } from "./config/settings-error.ts";

/**
 * Loads a policy to the end; `named` is where the configuration names it, if it does. Throws `PolicyLoadError` for
 * what is wrong inside of it; where the file cannot be read at all, `SettingsError` with that place, or else
 * `ConfigurationError`.
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
    if (isInside) throw error;
    const relative = named === undefined ? "" : ", relative to this file";
    const message = `${error.message}; name one that can be read${relative}; capfence init makes one`;
    if (named === undefined) throw new ConfigurationError(message, { cause: error });
    throw new SettingsError([{ ...named, message }]);
  }
  await policy.ready();
  return policy;
}
