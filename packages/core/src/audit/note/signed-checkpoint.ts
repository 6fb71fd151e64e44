import { type Checkpoint, readCheckpoint } from "./checkpoint.ts";
import { readNote, type SignedNote } from "../../encoding/note/note.ts";
import type { VerifierKey } from "../../encoding/note/note-key.ts";

/** A checkpoint, with the note that carries it and its signatures. */
export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: SignedNote;
}

/** Reads a text as the note of a checkpoint; undefined for one that is none. Its signatures are not checked yet. */
export function readSignedCheckpoint(text: string): SignedCheckpoint | undefined {
  const note = readNote(text);
  const checkpoint = note && readCheckpoint(note.text);
  return checkpoint && { checkpoint, note };
}

/** Whether a key may sign for a log: for the origin of its name, and for those below it, `name/...`. */
export function signsFor({ name }: Pick<VerifierKey, "name">, origin: string): boolean {
  return origin === name || origin.startsWith(`${name}/`);
}

/** The writer of the log with an origin, `<key name>/<writer>`. */
export function writerOf(origin: string): string {
  return origin.slice(origin.lastIndexOf("/") + 1);
}
