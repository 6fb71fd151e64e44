import { ConfigurationError } from "../../errors.ts";
import type { VerifierKey } from "../../encoding/note/note-key.ts";
import {
  type TlogProofFinding,
  type TlogProofTrust,
  verifyTlogProof,
  type WitnessSeen,
} from "../proof/verify-tlog-proof.ts";
import type { DecisionRecord, OutcomeRecord } from "../record.ts";
import { readReceipt, type ReceiptPart } from "./receipt.ts";

/** Whom the reader of a receipt trusts. */
export interface ReceiptTrust extends Omit<TlogProofTrust, "key"> {
  /** The keys of the log, any of which may have signed; several where one took the place of another. */
  readonly keys: readonly VerifierKey[];
}

/** A record that is proved to be in a log, and by whom. */
export interface ProvedRecord<Record_> {
  readonly record: Record_;
  readonly origin: string;
  /** Its place in the log, from 0. */
  readonly index: number;
  /** How many records the checkpoint is over. */
  readonly size: number;
  /** The name of the log's key. */
  readonly signer: string;
  /** When the log says that it signed the checkpoint, RFC 3339. */
  readonly signedAt?: string;
  /** The known witnesses that signed. */
  readonly witnesses: readonly WitnessSeen[];
}

/** The parts of a receipt. */
export type ReceiptPartName = "decision" | "outcome";

/** Why a part of a receipt is not proved. */
export type ReceiptFlaw =
  | Exclude<TlogProofFinding, { kind: "proved" | "not_a_proof" }>
  /** The record says of itself that it is in another log, or at another place. */
  | { readonly kind: "misplaced"; readonly origin: string; readonly index: number }
  /** The outcome is that of another decision. */
  | { readonly kind: "other_decision"; readonly decision: string };

/** What a receipt proves, or why it proves nothing. */
export type ReceiptFinding =
  | {
      readonly kind: "proved";
      readonly decision: ProvedRecord<DecisionRecord>;
      /** Missing where the receipt has none; whether there is one, it does not say then. */
      readonly outcome?: ProvedRecord<OutcomeRecord>;
    }
  /** The text is not a receipt. */
  | { readonly kind: "not_a_receipt" }
  | (ReceiptFlaw & { readonly part: ReceiptPartName });

/**
 * Checks a receipt with nothing but the keys: that the log held the decision, and the outcome where there is one. Both
 * must be proved, or neither is. Never throws for what is in the receipt; throws `ConfigurationError` for a trust that
 * means nothing.
 */
export function verifyReceipt(text: string, trust: ReceiptTrust): ReceiptFinding {
  if (trust.keys.length === 0)
    throw new ConfigurationError("a receipt cannot vouch for itself; name the key of the log");
  // Also a text that is no receipt must not hide that nothing could have been proved.
  for (const key of trust.keys) verifyTlogProof("", new Uint8Array(), { ...trust, key });
  const receipt = readReceipt(text);
  if (receipt === undefined) return { kind: "not_a_receipt" };
  const decision = prove(receipt.decision, trust);
  if (decision.kind !== "proved") return { ...decision, part: "decision" };
  const { outcome: part } = receipt;
  if (part === undefined) return { kind: "proved", decision: decision.proved };
  const outcome = prove(part, trust);
  if (outcome.kind !== "proved") return { ...outcome, part: "outcome" };
  if (part.record.decision !== receipt.decision.record.id)
    return { kind: "other_decision", decision: part.record.decision, part: "outcome" };
  return { kind: "proved", decision: decision.proved, outcome: outcome.proved };
}

type PartFinding<Record_> =
  | { readonly kind: "proved"; readonly proved: ProvedRecord<Record_> }
  | ReceiptFlaw;

function prove<Record_ extends { readonly writer: string; readonly seq: number }>(
  { proof, read, leaf, record }: ReceiptPart<Record_>,
  { keys, ...others }: ReceiptTrust,
): PartFinding<Record_> {
  const findings = keys.map((key) => verifyTlogProof(proof, leaf, { ...others, key }));
  // Where no key proves it, the one that is of this log says why.
  const finding =
    findings.find(({ kind }) => kind === "proved") ??
    findings.find(({ kind }) => kind !== "other_log") ??
    findings[0];
  if (finding === undefined || finding.kind === "not_a_proof")
    throw new TypeError("what was read as a proof is none");
  if (finding.kind !== "proved") return finding;
  const { origin, index, size, signer, witnesses } = finding;
  if (!origin.endsWith(`/${record.writer}`) || index !== record.seq - 1)
    return { kind: "misplaced", origin, index };
  const signedAt = timeIn(read.signed.checkpoint.extensions);
  const proved = { record, origin, index, size, signer, witnesses };
  return { kind: "proved", proved: signedAt === undefined ? proved : { ...proved, signedAt } };
}

/** The time that a checkpoint carries. */
function timeIn(extensions: readonly string[]): string | undefined {
  const [, time] = extensions.flatMap(
    (line) => /^time (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)$/.exec(line) ?? [],
  );
  return time;
}
