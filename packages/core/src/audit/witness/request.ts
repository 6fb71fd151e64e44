import { fromBase64, toBase64 } from "../../encoding/base64.ts";
import { type Hash, HASH_LENGTH } from "../merkle/hash.ts";
import { readSignedCheckpoint, type SignedCheckpoint } from "../note/signed-checkpoint.ts";

/** What a log asks of a witness: to sign a checkpoint that extends the one of `oldSize`. */
export interface AddCheckpoint extends SignedCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Hash[];
  /** The checkpoint as the log sent it. */
  readonly text: string;
}

/** A proof for the largest tree there can be is no longer. */
const MOST_HASHES = 63;

/** The body of an `add-checkpoint` request (C2SP tlog-witness). */
export function writeAddCheckpoint({
  oldSize,
  proof,
  text,
}: Pick<AddCheckpoint, "oldSize" | "proof" | "text">): string {
  return `${[`old ${oldSize}`, ...proof.map(toBase64)].join("\n")}\n\n${text}`;
}

/** Reads the body of an `add-checkpoint` request (C2SP tlog-witness); undefined for one that is not well formed. */
export function readAddCheckpoint(body: string): AddCheckpoint | undefined {
  const end = body.indexOf("\n\n");
  if (end === -1) return undefined;
  const [first = "", ...lines] = body.slice(0, end).split("\n");
  const [, count = ""] = /^old (0|[1-9]\d*)$/.exec(first) ?? [];
  const oldSize = count === "" ? Number.NaN : Number(count);
  const proof = lines.map(fromBase64).filter((hash) => hash?.length === HASH_LENGTH);
  const text = body.slice(end + 2);
  const signed = readSignedCheckpoint(text);
  if (!Number.isSafeInteger(oldSize) || signed === undefined) return undefined;
  if (lines.length > MOST_HASHES || proof.length !== lines.length) return undefined;
  return { oldSize, proof: proof as readonly Hash[], ...signed, text };
}
