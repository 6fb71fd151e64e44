import { type AuditEntry, CapFenceError, readRecord } from "@capfence/core";
import {
  proveRecord,
  type ProvenText,
  readTlogProof,
  readVerifierKey,
  type RecordProof,
  type VerifierKey,
  verifyReceipt,
  writeReceipt,
} from "@capfence/core/tlog";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { firstEntry } from "../log/first-entry.ts";
import type { Entries, FoundDecision } from "./find-decision.ts";
import { findingWords } from "./finding-words.ts";

/** What a receipt is made with, beside the log. */
export interface ReceiptMeans {
  /** Checkpoints kept elsewhere: signed notes. */
  readonly checkpoints: readonly string[];
  /** Whose signatures the receipt must have; by default what its log says. */
  readonly keys: readonly VerifierKey[] | undefined;
}

/** A receipt, or why there can be none yet. */
export type MadeReceipt =
  | {
      readonly kind: "made";
      readonly text: string;
      /** How many records the decision's checkpoint is over. */
      readonly size: number;
      /** The public keys that prove it. */
      readonly keys: readonly VerifierKey[];
      /** Whether the outcome is in it too. */
      readonly hasOutcome: boolean;
    }
  | { readonly kind: "not_signed" | "no_checkpoint" };

/** Proves a decision and its outcome from a log. Throws `CommandFailure` for a log that contradicts its checkpoints. */
export async function makeReceipt(
  log: Entries,
  { entry, outcome }: FoundDecision,
  { checkpoints, keys }: ReceiptMeans,
): Promise<MadeReceipt> {
  const store = { entries: (writer: string, from?: number) => log.entries(writer, from) };
  const prove = async (
    { writer, seq }: AuditEntry,
    kept: readonly string[],
  ): Promise<(ProvenText & { readonly size: number }) | undefined> =>
    proofIn(await proveRecord(store, { writer, seq, checkpoints: kept }));
  const signed =
    keys ?? (await keysOf(log, [entry, ...(outcome === undefined ? [] : [outcome.entry])]));
  const end = outcome && (await prove(outcome.entry, checkpoints));
  // One checkpoint for both, so that they are proved to be in one history.
  const head = end && readTlogProof(end.proof)?.checkpoint;
  const decision = await prove(
    entry,
    head === undefined || outcome?.entry.writer !== entry.writer ? checkpoints : [head],
  );
  if (decision === undefined) return { kind: signed.length === 0 ? "not_signed" : "no_checkpoint" };
  const text = writeReceipt(end === undefined ? { decision } : { decision, outcome: end });
  const { size } = decision;
  return {
    kind: "made",
    text,
    size,
    keys: provingKeys(text, signed),
    hasOutcome: end !== undefined,
  };
}

function proofIn(made: RecordProof): (ProvenText & { readonly size: number }) | undefined {
  if (made.kind === "proof") return made;
  if (made.kind === "no_checkpoint") return undefined;
  throw damaged(made.kind === "damaged" ? made.reason : "a record is missing");
}

/** The keys that prove a receipt; a receipt that nobody could check is not given to anybody. */
function provingKeys(text: string, keys: readonly VerifierKey[]): readonly VerifierKey[] {
  if (keys.length === 0) throw damaged("it has a checkpoint, but says of no key that it signs");
  const finding = verifyReceipt(text, { keys });
  if (finding.kind !== "proved") throw damaged(findingWords(finding));
  const alone = keys.filter((key) => verifyReceipt(text, { keys: [key] }).kind === "proved");
  return alone.length > 0 ? alone.slice(0, 1) : keys;
}

/** The keys that the writers of these entries say that they sign with. */
async function keysOf(
  log: Entries,
  entries: readonly AuditEntry[],
): Promise<readonly VerifierKey[]> {
  const writers = new Set(entries.map(({ writer }) => writer));
  const texts = new Set<string>();
  for (const writer of writers) {
    const first = await firstEntry(log.entries(writer));
    const record = first && readRecord(first);
    if (record?.kind === "open" && typeof record.key === "string") texts.add(record.key);
  }
  try {
    return [...texts].map(readVerifierKey);
  } catch (error) {
    if (error instanceof CapFenceError) throw damaged("a writer names a key that is none");
    throw error;
  }
}

function damaged(reason: string): CommandFailure {
  return new CommandFailure(
    EXIT.damaged,
    `the log is damaged, so that it can prove nothing: ${reason}; capfence verify says where`,
  );
}
