import { randomBytes, randomUUID } from "node:crypto";
import { linkSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError } from "@capfence/core";

const LENGTH = 32;

/**
 * The key that seals what clients bring back, in a private file of the state folder: gateways that share the folder,
 * and one that is started again, know each other's seals. Throws `ConfigurationError`.
 */
export function openStateKey(folder: string): Uint8Array {
  const file = join(folder, "mcp-state.key");
  try {
    const known = readKey(file);
    if (known !== undefined) return known;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    makeKey(file);
    return readKey(file) as Uint8Array;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError(
      `cannot use the key "${file}": ${reason}; CAPFENCE_HOME names the folder that it is kept in`,
      { cause },
    );
  }
}

function readKey(file: string): Uint8Array | undefined {
  const status = lstatSync(file, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  const owner = process.getuid?.();
  if (owner !== undefined && (status.uid !== owner || (status.mode & 0o077) !== 0))
    throw new RangeError("others may use it; remove it, and a new one is made");
  const key = status.isFile() ? readFileSync(file) : undefined;
  if (key?.length !== LENGTH)
    throw new RangeError("it is no key; remove it, and a new one is made");
  return new Uint8Array(key);
}

/** Makes it whole or not at all; where another process was quicker, its key is the one. */
function makeKey(file: string): void {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, randomBytes(LENGTH), { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
}
