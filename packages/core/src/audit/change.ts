import type { ApprovalTransition } from "../approvals/request.ts";
import type { AuditEntry } from "./entry.ts";
import type { RecordDraft } from "./record.ts";

/** Records to append, and the change of an approval they go with: all of it happens, or none. */
export interface Change {
  readonly transition?: ApprovalTransition;
  readonly records: readonly RecordDraft[];
}

/** The entries a change became, or undefined where its transition no longer applied; then nothing was appended. */
export type CommitResult = readonly AuditEntry[] | undefined;
