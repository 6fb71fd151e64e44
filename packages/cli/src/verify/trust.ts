import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { CapFenceError } from "@capfence/core";
import { readSigning, SIGNING_KEY } from "@capfence/core/signing";
import { readVerifierKey, type VerifierKey, writeVerifierKey } from "@capfence/core/tlog";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { readFormerKeys } from "../keys/former-keys.ts";
import { readTextFile } from "../read-text-file.ts";
import { shortPath } from "../short-path.ts";
import type { Terminal } from "../terminal.ts";

/** The keys that count, and who says that they do. */
export interface Trust {
  /** Undefined where every log is believed the key that it names. */
  readonly keys: readonly VerifierKey[] | undefined;
  readonly from: "options" | "state folder" | "log";
  /** The file of the key in the state folder. */
  readonly file?: string;
}

const LONGEST_FILE = 1024 * 1024;

/** The keys that options give, each as its text or the name of a file, or else the one that belongs to the log. */
export function readTrust(
  given: readonly string[],
  log: string | undefined,
  { stateFolder }: Terminal,
): Trust {
  if (given.length > 0) return { keys: given.flatMap(readKeys), from: "options" };
  const file = join(stateFolder, SIGNING_KEY);
  if (log === undefined || !existsSync(file) || !isIn(stateFolder, log))
    return { keys: undefined, from: "log" };
  const keys = [readSigning(file).signer.verifier, ...readFormerKeys(file)];
  return { keys, from: "state folder", file: shortPath(file) };
}

/** A trust as JSON. */
export function trustAsJson({ keys, from }: Trust): object {
  return keys === undefined ? { from } : { from, keys: keys.map(writeVerifierKey) };
}

function readKeys(given: string): readonly VerifierKey[] {
  try {
    return [readVerifierKey(given)];
  } catch (error) {
    if (!(error instanceof CapFenceError)) throw error;
  }
  if (!existsSync(given))
    throw new CommandFailure(
      EXIT.unusable,
      `"${given}" is neither a public key (<name>+<id>+<key>) nor a file with one`,
    );
  const text = readTextFile("key", given, { limit: LONGEST_FILE });
  if (text.startsWith("PRIVATE+KEY+")) return [readSigning(given).signer.verifier];
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0)
    throw new CommandFailure(EXIT.unusable, `there is no key in the file "${given}"`);
  return lines.map(readVerifierKey);
}

function isIn(folder: string, file: string): boolean {
  try {
    return realpathSync(dirname(file)) === realpathSync(folder);
  } catch {
    // What is not there is told when it is opened.
    return false;
  }
}
