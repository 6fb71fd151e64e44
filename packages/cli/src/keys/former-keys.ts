import { existsSync } from "node:fs";
import { readVerifierKey, type VerifierKey } from "@capfence/core/tlog";
import { readTextFile } from "../read-text-file.ts";

const LONGEST_FILE = 1024 * 1024;

/** Where the public keys are kept, one a line, that a key has taken the place of. */
export function formerKeysFile(keyFile: string): string {
  return `${keyFile}.former`;
}

/** The public keys that the key in a file has taken the place of, oldest first. */
export function readFormerKeys(keyFile: string): readonly VerifierKey[] {
  const file = formerKeysFile(keyFile);
  if (!existsSync(file)) return [];
  const lines = readTextFile("former keys", file, { limit: LONGEST_FILE }).split("\n");
  return lines.filter((line) => line !== "").map(readVerifierKey);
}
