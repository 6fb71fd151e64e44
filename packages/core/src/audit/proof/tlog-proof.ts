import { fromBase64, toBase64 } from "../../encoding/base64.ts";
import { isCount } from "../merkle/count.ts";
import { type Hash, HASH_LENGTH } from "../merkle/hash.ts";
import { readSignedCheckpoint, type SignedCheckpoint } from "../note/signed-checkpoint.ts";
import { RECORD_LIMITS } from "../record.ts";

/** A proof that a leaf is in a log, which whoever knows the log's key can check without the log (C2SP tlog-proof). */
export interface TlogProof {
  /** Where the leaf stands, from 0. */
  readonly index: number;
  /** The audit path, from the leaf's sibling up. */
  readonly hashes: readonly Hash[];
  /** The signed checkpoint that the path leads to, as text. */
  readonly checkpoint: string;
  /** Data of the application beside it; nothing vouches for it. */
  readonly extra?: Uint8Array;
}

/** A proof as it was read, with its checkpoint taken apart. */
export interface ReadTlogProof extends TlogProof {
  readonly signed: SignedCheckpoint;
}

const HEADER = "c2sp.org/tlog-proof@v1";
/**
 * A proof is read before anything in it is trusted. Its extra data may be the longest record, every character of which
 * takes three bytes, or four characters of base64.
 */
const LONGEST_PROOF = 4 * RECORD_LIMITS.size + 1024 * 1024;
/** No path in a tree of 2^63 leaves is longer. */
const MOST_HASHES = 63;

/** A proof as the text of a `.tlog-proof` file. Throws `RangeError` for one that could not be read back. */
export function writeTlogProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  const head = [
    HEADER,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...hashes.map(toBase64),
  ];
  const text = `${head.join("\n")}\n\n${checkpoint}`;
  if (readTlogProof(text) === undefined)
    throw new RangeError(
      "this cannot be written as a proof: it takes an index, hashes of 32 bytes and the note of a checkpoint",
    );
  return text;
}

/** Reads the text of a `.tlog-proof` file; undefined for one that is not exactly as it is written. Nothing in it is trusted yet. */
export function readTlogProof(text: string): ReadTlogProof | undefined {
  const end = text.indexOf("\n\n");
  if (text.length > LONGEST_PROOF || end === -1) return undefined;
  const [header, ...lines] = text.slice(0, end).split("\n");
  const extraLine = lines[0]?.startsWith("extra ") === true ? lines.shift() : undefined;
  const extra = extraLine === undefined ? undefined : fromBase64(extraLine.slice("extra ".length));
  // Where there is no extra data there is no line for it.
  if (header !== HEADER || (extraLine !== undefined && !extra?.length)) return undefined;
  const [indexLine = "", ...encoded] = lines;
  const [, count = ""] = /^index (0|[1-9]\d*)$/.exec(indexLine) ?? [];
  const index = count === "" ? Number.NaN : Number(count);
  if (!isCount(index) || encoded.length > MOST_HASHES) return undefined;
  const hashes = encoded.map(fromBase64).filter((hash) => hash?.length === HASH_LENGTH);
  const checkpoint = text.slice(end + 2);
  const signed = readSignedCheckpoint(checkpoint);
  if (hashes.length !== encoded.length || signed === undefined) return undefined;
  const proof = { index, hashes: hashes as readonly Hash[], checkpoint, signed };
  return extra === undefined ? proof : { ...proof, extra };
}
