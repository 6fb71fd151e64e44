import { CapFenceError } from "../../errors.ts";
import { checkNote, readNote, type SignedNote } from "../../encoding/note/note.ts";
import {
  readVerifierKey,
  type VerifierKey,
  writeVerifierKey,
} from "../../encoding/note/note-key.ts";
import { signsFor } from "../note/signed-checkpoint.ts";

const SUCCESSION = "capfence key succession";

/** The text of the note by which a key names its successor. */
export function successionText(successor: VerifierKey): string {
  return `${SUCCESSION}\n${writeVerifierKey(successor)}\n`;
}

/** The keys whose checkpoints count. */
export class TrustedKeys {
  readonly #keys: readonly VerifierKey[] | undefined;

  /** Without keys, every log is believed to be signed by the key that it names itself. */
  constructor(keys?: readonly VerifierKey[]) {
    this.#keys = keys;
  }

  /** The key of a writer, by what its open record says: undefined where it is not trusted. */
  keyOf(key: string, succession: readonly string[] = []): VerifierKey | undefined {
    const named = readKey(key);
    if (named === undefined || this.#keys === undefined) return named;
    // A key is listed once, however often it is named.
    const trusted = new Map(this.#keys.map((one) => [writeVerifierKey(one), one]));
    for (const note of succession) {
      const successor = successorIn(note, trusted.values());
      if (successor !== undefined) trusted.set(writeVerifierKey(successor), successor);
    }
    return trusted.get(writeVerifierKey(named));
  }

  /** The key that a note from outside is signed with, by the name in its origin; every key must be given for that. */
  forOrigin(origin: string): readonly VerifierKey[] {
    return (this.#keys ?? []).filter((key) => signsFor(key, origin));
  }
}

function successorIn(text: string, trusted: Iterable<VerifierKey>): VerifierKey | undefined {
  const note = readNote(text);
  if (note === undefined || !isSignedByAny(note, trusted)) return undefined;
  const [title, key = "", end] = note.text.split("\n");
  return title === SUCCESSION && end === "" ? readKey(key) : undefined;
}

function isSignedByAny(note: SignedNote, keys: Iterable<VerifierKey>): boolean {
  for (const key of keys) if (checkNote(note, key) === "signed") return true;
  return false;
}

function readKey(text: unknown): VerifierKey | undefined {
  if (typeof text !== "string") return undefined;
  try {
    return readVerifierKey(text);
  } catch (error) {
    if (error instanceof CapFenceError) return undefined;
    throw error;
  }
}
