import type { DecisionRecord, OutcomeRecord } from "../record.ts";
import type { RecordProof } from "../proof/prove-record.ts";
import { readTlogProof, type ReadTlogProof, writeTlogProof } from "../proof/tlog-proof.ts";
import { readDecision, readOutcome } from "./receipt-record.ts";

/** A record with the proof of it, as `proveRecord` gives them. */
export type ProvenText = Pick<Extract<RecordProof, { kind: "proof" }>, "record" | "proof">;

/** What a receipt is of. */
export interface ReceiptParts {
  readonly decision: ProvenText;
  /** What became of the tool, where that is recorded. */
  readonly outcome?: ProvenText;
}

/** A part of a receipt as it was read; nothing of it is proved yet. */
export interface ReceiptPart<Record_> {
  /** The text of the proof. */
  readonly proof: string;
  readonly read: ReadTlogProof;
  /** The bytes that the proof is about. */
  readonly leaf: Uint8Array;
  readonly record: Record_;
}

/** A receipt as it was read; nothing of it is proved yet. */
export interface Receipt {
  readonly decision: ReceiptPart<DecisionRecord>;
  readonly outcome?: ReceiptPart<OutcomeRecord>;
}

/** Ends the record in a proof's extra data; no record has one, as JSON escapes it. */
const LINE_FEED = 10;
const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * A receipt as the text of one `.tlog-proof` file: the proof of the decision, whose extra data is the decision's record
 * and, after a line feed, the proof of the outcome, whose extra data is the outcome's record.
 */
export function writeReceipt({ decision, outcome }: ReceiptParts): string {
  const rest = outcome === undefined ? "" : `\n${withExtra(outcome.proof, outcome.record)}`;
  return withExtra(decision.proof, decision.record + rest);
}

/** Reads the text of a receipt; undefined for anything else, also the proof of a record that it does not carry. */
export function readReceipt(text: string): Receipt | undefined {
  const read = readTlogProof(text);
  if (read?.extra === undefined) return undefined;
  const end = read.extra.indexOf(LINE_FEED);
  const leaf = end === -1 ? read.extra : read.extra.subarray(0, end);
  const record = readDecision(leaf);
  if (record === undefined) return undefined;
  const decision = { proof: text, read, leaf, record };
  if (end === -1) return { decision };
  const outcome = readOutcomePart(UTF8.decode(read.extra.subarray(end + 1)));
  return outcome && { decision, outcome };
}

function readOutcomePart(proof: string): ReceiptPart<OutcomeRecord> | undefined {
  const read = readTlogProof(proof);
  const record = read?.extra && readOutcome(read.extra);
  return read?.extra && record && { proof, read, leaf: read.extra, record };
}

function withExtra(proof: string, extra: string): string {
  const read = readTlogProof(proof);
  if (read === undefined) throw new RangeError("a receipt is made of proofs, and this is none");
  const { index, hashes, checkpoint } = read;
  return writeTlogProof({ index, hashes, checkpoint, extra: new TextEncoder().encode(extra) });
}
