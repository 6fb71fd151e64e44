import { writeVerifierKey } from "@capfence/core/tlog";
import { printable } from "../printable.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import type { FoundDecision } from "./find-decision.ts";
import type { MadeReceipt } from "./make-receipt.ts";
import { receiptLines, type ReceiptView, toolInvoked } from "./receipt-lines.ts";
import { replayNotes, UNKNOWN_POLICY } from "./replay-command.ts";
import { shellFile, shellWord } from "./shell-word.ts";

/** Prints a receipt, and how what was written of it is checked. */
export function printReceipt(
  view: ReceiptView,
  made: MadeReceipt,
  file: string | undefined,
  { output }: Terminal,
): void {
  for (const line of receiptLines(view, output)) printLine(output, line);
  if (view.policy === undefined && view.decision.policyDigest !== "")
    printLine(
      output,
      `${UNKNOWN_POLICY} stands for the file of the policy with this digest; --policy FILE names it`,
    );
  for (const note of replayNotes(view.decision)) printLine(output, note);
  if (made.kind !== "made" || file === undefined) return;
  const parts = made.hasOutcome ? "the decision and its outcome" : "the decision";
  printLine(output, "");
  printLine(
    output,
    styled(output, "green", `✓ wrote ${printable(file)}, which proves ${parts}; to check it:`),
  );
  const keys = made.keys.map((key) => `--key ${shellWord(writeVerifierKey(key)) ?? "KEY"}`);
  printLine(output, `capfence verify-receipt ${shellFile(file) ?? "FILE"} ${keys.join(" ")}`);
  printLine(output, "whoever checks it must have the key from elsewhere than with the receipt");
}

/** Says why no receipt was written, or what is not in it. */
export function printShortcomings(
  { outcome, outcomeCount }: FoundDecision,
  made: MadeReceipt,
  { errors }: Terminal,
): void {
  if (made.kind === "not_signed")
    printLine(
      errors,
      "no receipt was written: this log is not signed, so nothing of it can be proved; make a key with capfence keys init and give the runtime its signer",
    );
  if (made.kind === "no_checkpoint")
    printLine(
      errors,
      "no receipt was written: no checkpoint covers the decision yet; one is made when the runtime closes, or within 10 seconds while it runs, but never by one that was killed",
    );
  if (made.kind === "made" && outcome !== undefined && !made.hasOutcome)
    printLine(
      errors,
      "the outcome is not in the receipt: no checkpoint covers it yet; make the receipt again once the runtime is closed or 10 seconds have passed",
    );
  if (outcomeCount > 1)
    printLine(errors, `${outcomeCount} outcomes are recorded of this decision; this is the first`);
}

/** A receipt as JSON. */
export function receiptAsJson(
  { entry, outcome }: FoundDecision,
  view: ReceiptView,
  made: MadeReceipt,
  file: string | undefined,
): object {
  const { decision, policy, replay } = view;
  return {
    ...(file === undefined ? {} : { file }),
    result: made.kind,
    id: decision.id,
    writer: entry.writer,
    seq: entry.seq,
    toolInvoked: toolInvoked(decision, outcome?.record),
    decision,
    ...(outcome === undefined ? {} : { outcome: outcome.record }),
    ...(made.kind === "made"
      ? { size: made.size, hasOutcome: made.hasOutcome, keys: made.keys.map(writeVerifierKey) }
      : {}),
    ...(policy === undefined ? {} : { policy }),
    replay,
  };
}
