import type { Transition } from "../approvals/transition.ts";
import type { AuditEntry } from "./entry.ts";
import type { RecordDraft } from "./record.ts";

/** Records to append, and what changes with them: all of it happens, or none. */
export interface Change {
  readonly transitions?: readonly Transition[];
  readonly records: readonly RecordDraft[];
}

/** The entries a change became, or undefined where one of its transitions did not apply; then nothing was appended. */
export type CommitResult = readonly AuditEntry[] | undefined;
