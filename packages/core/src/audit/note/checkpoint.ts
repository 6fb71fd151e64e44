import { fromBase64, toBase64 } from "../../encoding/base64.ts";
import { type Hash, HASH_LENGTH } from "../merkle/hash.ts";

/** The state of a log: how many records it has, and the root of the tree over them (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Which log this is of; the name of its key. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  /** Lines that say more, such as when. */
  readonly extensions: readonly string[];
}

/** A checkpoint as the text of a note. */
export function writeCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  return [origin, String(size), toBase64(root), ...extensions, ""].join("\n");
}

/** Reads the text of a note as a checkpoint; undefined where it is none. */
export function readCheckpoint(text: string): Checkpoint | undefined {
  if (!text.endsWith("\n")) return undefined;
  const [origin = "", count = "", encoded = "", ...extensions] = text.slice(0, -1).split("\n");
  const root = fromBase64(encoded);
  const size = Number(count);
  if (origin === "" || !/^(?:0|[1-9]\d*)$/.test(count) || !Number.isSafeInteger(size))
    return undefined;
  if (root?.length !== HASH_LENGTH || extensions.includes("")) return undefined;
  return { origin, size, root, extensions };
}

/** The extension line that says when a checkpoint was made, RFC 3339; with it, that is signed as well. */
export function timeLine(time: string): string {
  return `time ${time}`;
}
