import { fromBase64 } from "../../encoding/base64.ts";
import { type Hash, HASH_LENGTH } from "../merkle/hash.ts";
import { type Checkpoint, readCheckpoint } from "../note/checkpoint.ts";
import { readNote, type SignedNote } from "../note/note.ts";

/** What a log asks of a witness: to sign a checkpoint that extends the one of `oldSize`. */
export interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Hash[];
  readonly checkpoint: Checkpoint;
  readonly note: SignedNote;
  /** The checkpoint as the log sent it. */
  readonly text: string;
}

/** A proof for the largest tree there can be is no longer. */
const MOST_HASHES = 63;

/** Reads the body of an `add-checkpoint` request (C2SP tlog-witness); undefined for one that is not well formed. */
export function readAddCheckpoint(body: string): AddCheckpoint | undefined {
  const end = body.indexOf("\n\n");
  if (end === -1) return undefined;
  const [first = "", ...lines] = body.slice(0, end).split("\n");
  const [, count = ""] = /^old (0|[1-9]\d*)$/.exec(first) ?? [];
  const oldSize = count === "" ? Number.NaN : Number(count);
  const proof = lines.map(fromBase64).filter((hash) => hash?.length === HASH_LENGTH);
  const text = body.slice(end + 2);
  const note = readNote(text);
  const checkpoint = note && readCheckpoint(note.text);
  if (!Number.isSafeInteger(oldSize) || note === undefined || checkpoint === undefined)
    return undefined;
  if (lines.length > MOST_HASHES || proof.length !== lines.length) return undefined;
  return { oldSize, proof: proof as readonly Hash[], checkpoint, note, text };
}
