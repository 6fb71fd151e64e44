import type { Hash } from "../merkle/hash.ts";
import { type Checkpoint, readCheckpoint, timeLine } from "../note/checkpoint.ts";
import { checkNote, readNote, type SignedNote } from "../../encoding/note/note.ts";
import type { VerifierKey } from "../../encoding/note/note-key.ts";
import type { CheckpointRecord } from "../record.ts";

/** What a checkpoint's record says. */
export interface CheckpointCheck {
  /** The root over all records before it; undefined for a record that is not of its place, or says more than its note. */
  readonly root: Hash | undefined;
  /** Why its signature does not count, if it does not; to check it takes as long as reading many records. */
  readonly whyUnsigned: () => string | undefined;
}

/** Where a checkpoint's record stands. */
export interface CheckpointPlace {
  readonly writer: string;
  /** How many records there are before it. */
  readonly size: number;
  /** The key of the writer, if there is one that is trusted. */
  readonly key: VerifierKey | undefined;
}

/** A checkpoint's record has these members and no others, or something could be added to it that nothing covers. */
const MEMBERS = ["kind", "note", "prev", "seq", "time", "v", "writer"];

/** Of what is no checkpoint at all, nobody asks for a signature. */
const NONE: CheckpointCheck = { root: undefined, whyUnsigned: () => undefined };

/** Checks a checkpoint's record on its own, without the tree. */
export function checkCheckpoint(record: CheckpointRecord, place: CheckpointPlace): CheckpointCheck {
  const text: unknown = record.note;
  if (typeof text !== "string" || Object.keys(record).toSorted().join() !== MEMBERS.join())
    return NONE;
  // A note that has lost its signatures is no note any more, but still a checkpoint.
  const note = readNote(text) ?? { text: text.replace(/\n\n$/u, "\n"), signatures: [] };
  const checkpoint = readCheckpoint(note.text);
  if (checkpoint === undefined) return NONE;
  const { size, root, extensions, origin } = checkpoint;
  const isOfPlace =
    size === place.size &&
    origin.endsWith(`/${place.writer}`) &&
    extensions.join("\n") === timeLine(record.time);
  return {
    root: isOfPlace ? root : undefined,
    whyUnsigned: () => whyUnsigned(note, checkpoint, place),
  };
}

function whyUnsigned(
  note: SignedNote,
  { origin }: Checkpoint,
  { key, writer }: CheckpointPlace,
): string | undefined {
  if (note.signatures.length === 0) return "has no signature";
  if (key === undefined) return "is signed by no key that is trusted";
  switch (checkNote(note, key)) {
    case "signed":
      return origin === `${key.name}/${writer}` ? undefined : `is of "${origin}"`;
    case "unsigned":
      return `has no signature of ${key.name}`;
    case "bad":
      return `has a signature that is not that of ${key.name}`;
  }
}
