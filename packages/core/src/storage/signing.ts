import {
  isFile,
  randomIdentifier,
  readTextFile,
  requirePrivateFile,
  writeNewPrivateFile,
} from "#platform";
import { generateSignerKey, readSignerKey, type SignerKey } from "../encoding/note/note-key.ts";
import { ConfigurationError, messageOf } from "../errors.ts";

/** The name of the key's file in the state folder. */
export const SIGNING_KEY = "signing.key";

/** More than any key, or any number of successions, takes. */
const LONGEST_FILE = 1024 * 1024;

/** A key that signs, and the notes by which the keys before it name their successors, oldest first. */
export interface Signing {
  readonly signer: SignerKey;
  readonly succession?: readonly string[];
}

/** Reads the key in a file, which is made where there is none. Throws `ConfigurationError` for a file that others may use. */
export function openSigning(path: string): Signing {
  // Where another process was quicker, its key is the one.
  if (!isFile(path)) createSigning(path, `capfence.local/${randomIdentifier().slice(0, 8)}`);
  return readSigning(path);
}

/**
 * Makes a key and the file it is in, readable by its owner alone; false where there is a file already.
 * Throws `ConfigurationError` where the file cannot be made, or for a name that keys cannot have.
 */
export function createSigning(path: string, name: string): boolean {
  const key = generateSignerKey(name);
  try {
    return writeNewPrivateFile(path, `${key}\n`);
  } catch (cause) {
    throw new ConfigurationError(`cannot write the key "${path}": ${messageOf(cause)}`, { cause });
  }
}

/** Reads the key in a file. Throws `ConfigurationError` where there is none, or others may use it. */
export function readSigning(path: string): Signing {
  try {
    if (!isFile(path)) throw new RangeError("there is none; make one with capfence keys init");
    requirePrivateFile(path);
    const signer = readSignerKey(readTextFile(path, LONGEST_FILE));
    const successions = successionFile(path);
    if (!isFile(successions)) return { signer };
    return { signer, succession: readSuccession(readTextFile(successions, LONGEST_FILE)) };
  } catch (cause) {
    throw new ConfigurationError(`cannot read the key "${path}": ${messageOf(cause)}`, { cause });
  }
}

/** Where the notes of earlier keys are kept, beside the key: JSON, a list of texts. */
export function successionFile(path: string): string {
  return `${path}.succession`;
}

function readSuccession(text: string): readonly string[] {
  const value: unknown = JSON.parse(text);
  if (Array.isArray(value) && value.every((note) => typeof note === "string")) return value;
  throw new RangeError("the file of its succession is not a list of notes");
}
