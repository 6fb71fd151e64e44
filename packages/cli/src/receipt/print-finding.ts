import type { ProvedRecord, ReceiptFinding } from "@capfence/core/tlog";
import { printable } from "../printable.ts";
import { printLine, styled } from "../terminal.ts";
import { showTime } from "../timestamp.ts";
import { findingWords, type UnprovedReceipt } from "./finding-words.ts";
import { receiptLines, type ReceiptView, toolInvoked } from "./receipt-lines.ts";
import { replayNotes, UNKNOWN_POLICY } from "./replay-command.ts";

type Proved = Extract<ReceiptFinding, { kind: "proved" }>;

/** A finding of a receipt, or of the policy that it was compared with. */
export type ComparedFinding =
  | Proved
  | UnprovedReceipt
  | { readonly kind: "other_policy"; readonly policy: string };

function wordsOf(finding: Exclude<ComparedFinding, Proved>): string {
  if (finding.kind !== "other_policy") return findingWords(finding);
  return `the policy "${finding.policy}" is not the one that decided`;
}

/** Prints what a receipt proves, and what proves it. */
export function printProved(
  { decision, outcome }: Proved,
  { policy, replay }: Pick<ReceiptView, "policy" | "replay">,
  output: NodeJS.WritableStream,
): void {
  const parts = outcome === undefined ? "This decision is" : "This decision and its outcome are";
  printLine(
    output,
    styled(output, "green", `✓ Proved. ${parts} in the log ${printable(decision.origin)}.`),
  );
  const view = { decision: decision.record, outcome: outcome?.record, policy, replay };
  for (const line of receiptLines(view, output)) printLine(output, line);
  if (policy === undefined && decision.record.policyDigest !== "")
    printLine(
      output,
      `${UNKNOWN_POLICY} stands for the file of the policy with this digest; --policy FILE checks that it is`,
    );
  for (const note of replayNotes(decision.record)) printLine(output, note);
  for (const line of proofLines("decision", decision)) printLine(output, line);
  if (outcome !== undefined)
    for (const line of proofLines("outcome", outcome)) printLine(output, line);
  else if (decision.record.authorized)
    printLine(output, "the receipt holds no outcome; whether the log has one, it does not say");
  if (decision.witnesses.length === 0)
    printLine(
      output,
      "no witness vouches for it: whoever holds the log's key could have written it anew before",
    );
}

/** What proves a record. */
function proofLines(part: string, proved: ProvedRecord<unknown>): readonly string[] {
  const { index, size, origin, signer, signedAt, witnesses } = proved;
  const at = signedAt === undefined ? "" : ` at ${printable(signedAt)}`;
  return [
    `the ${part} is record ${index + 1} of ${size} of ${printable(origin)}, signed by ${printable(signer)}${at}`,
    ...witnesses.map(
      ({ name, time }) =>
        `witness ${printable(name)} signed for these ${size} records at ${showMoment(time)}`,
    ),
  ];
}

/** A time in seconds since the Unix epoch; a witness may claim any. */
function showMoment(time: number): string {
  const moment = new Date(time * 1000);
  return Number.isNaN(moment.getTime()) ? String(time) : `${showTime(moment.toISOString())} UTC`;
}

/** Prints why a receipt proves nothing, and nothing of the receipt itself: it is not known to be true. */
export function printUnproved(
  finding: Exclude<ComparedFinding, Proved>,
  errors: NodeJS.WritableStream,
): void {
  printLine(errors, styled(errors, "red", `✗ Not proved. ${printable(wordsOf(finding))}`));
}

/** A finding as JSON. */
export function findingAsJson(finding: ComparedFinding, replay: string): object {
  const { kind, ...details } = finding;
  if (finding.kind !== "proved") return { finding: kind, ...details, message: wordsOf(finding) };
  const invoked = toolInvoked(finding.decision.record, finding.outcome?.record);
  return { finding: kind, toolInvoked: invoked, ...details, replay };
}
