import { describeProblem } from "@capfence/core";
import {
  readSettings,
  type ReadSettingsOptions,
  type SettingsReading,
} from "../../src/gateway/config/read-settings.ts";
import { SettingsError } from "../../src/gateway/config/settings-error.ts";

/** Reads a configuration as if it stood in `/etc/capfence/gate.yaml`. */
export function reading(
  text: string,
  environment: NodeJS.ProcessEnv = {},
  options: Partial<ReadSettingsOptions> = {},
): SettingsReading {
  return readSettings(text, { file: "/etc/capfence/gate.yaml", environment, ...options });
}

/** What is wrong with a configuration, each as `line:column: key: message`. */
export function problemsOf(text: string, environment: NodeJS.ProcessEnv = {}): readonly string[] {
  try {
    reading(text, environment);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map((one) =>
      describeProblem(one).replace("/etc/capfence/gate.yaml:", ""),
    );
  }
}
