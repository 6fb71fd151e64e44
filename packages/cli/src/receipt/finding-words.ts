import type { ReceiptFinding } from "@capfence/core/tlog";

/** Why a receipt is not proved. */
export type UnprovedReceipt = Exclude<ReceiptFinding, { kind: "proved" }>;

/** A finding in words for people. */
export function findingWords(finding: UnprovedReceipt): string {
  if (finding.kind === "not_a_receipt")
    return "this is not a receipt: not a proof with the record that it is about, or changed so that it is none";
  return `${reasonOf(finding)} (the ${finding.part})`;
}

function reasonOf(finding: Exclude<UnprovedReceipt, { kind: "not_a_receipt" }>): string {
  switch (finding.kind) {
    case "other_log":
      return `it is of the log "${finding.origin}", for which the key "${finding.key}" does not sign`;
    case "not_signed":
      return `the key "${finding.key}" has not signed its checkpoint; another key of that name may have`;
    case "bad_signature":
      return `a signature in the name of "${finding.key}" is wrong`;
    case "too_few_witnesses":
      return `${finding.witnesses.length} of the witnesses have signed its checkpoint, and ${finding.needed} must have`;
    case "not_included":
      return `the record is not in the log at place ${finding.index + 1} of ${finding.size}: one of the two was changed`;
    case "misplaced":
      return `the record says of itself that it stands elsewhere than at place ${finding.index + 1} of "${finding.origin}"`;
    case "other_decision":
      return `the outcome is that of another decision, "${finding.decision}"`;
  }
}
