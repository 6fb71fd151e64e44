import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigurationError } from "@capfence/core";
import { defaultSettings } from "./default-settings.ts";
import { exposureFault } from "./exposure.ts";
import type { SettingsOverrides, SettingsReading } from "./read-settings.ts";

/** More than any configuration has. */
const LARGEST = 1024 * 1024;

/** Where the settings of a gateway come from. */
export interface SettingsPlace {
  /** The configuration; without one, everything is said outside of it. */
  readonly config?: string;
  /** The policy, where it is said outside of the configuration. */
  readonly policy?: string;
  /** What else is said outside of it. */
  readonly override: SettingsOverrides;
  readonly environment: NodeJS.ProcessEnv;
}

/** Reads settings anew each time it is asked, and from which files. */
export interface SettingsReader {
  readonly read: () => SettingsReading;
  readonly files: readonly string[];
}

/** What reads the settings of a gateway. Throws `ConfigurationError` where there is neither configuration nor policy. */
export async function settingsReader({
  config,
  policy,
  override,
  environment,
}: SettingsPlace): Promise<SettingsReader> {
  const named = policy === undefined ? {} : { policy: resolve(policy) };
  if (config === undefined) {
    if (named.policy === undefined)
      throw new ConfigurationError(
        "there is no policy; name one with --policy FILE, or a configuration with --config FILE",
      );
    const { policy: file } = named;
    const read = (): SettingsReading => {
      const settings = override(defaultSettings(file));
      const fault = exposureFault(settings);
      if (fault !== undefined) throw new ConfigurationError(fault);
      return { settings, warnings: [] };
    };
    return { read, files: [] };
  }
  // A gateway that is told everything on the command line starts quicker without it.
  const { readSettings } = await import("./read-settings.ts");
  const file = resolve(config);
  return {
    read: () => readSettings(textOf(file), { file, environment, override, ...named }),
    files: [file],
  };
}

function textOf(file: string): string {
  try {
    const status = statSync(file);
    if (!status.isFile()) throw new RangeError("it is not a file");
    if (status.size > LARGEST) throw new RangeError(`it is larger than ${LARGEST} bytes`);
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "there is no such file" : message;
    throw new ConfigurationError(`cannot read the configuration "${file}": ${reason}`, { cause });
  }
}
