import type { ApprovalTransition } from "../approvals/request.ts";
import type { MaybePromise } from "../approvals/store.ts";
import type { AuditEntry } from "./chain.ts";
import type { RecordDraft } from "./record.ts";

/** Records to append, and the change of an approval they go with: all of it happens, or none. */
export interface Change {
  readonly transition?: ApprovalTransition;
  readonly records: readonly RecordDraft[];
}

/** The entries a change became, or undefined where its transition no longer applied; then nothing was appended. */
export type CommitResult = readonly AuditEntry[] | undefined;

/** Where the log is kept (a port). */
export interface AuditStore {
  /** Names the place, so that two stores on one place can be told from two places. */
  readonly location: string;
  /** Whether no method ever returns a promise. */
  readonly synchronous: boolean;
  /**
   * Appends changes in one transaction that is durable when it returns, linking each record to the head
   * it finds there, also against other processes. Throws if it cannot, and then nothing is stored.
   */
  commit(changes: readonly Change[]): MaybePromise<readonly CommitResult[]>;
  /** The entries from sequence number `from` (default 1) on, in order, as they are stored. */
  entries(from?: number): Iterable<AuditEntry> | AsyncIterable<AuditEntry>;
}
