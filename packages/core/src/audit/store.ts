import type { ApprovalTransition } from "../approvals/request.ts";
import type { MaybePromise } from "../maybe-promise.ts";
import type { AuditEntry } from "./entry.ts";

/** What is to be made durable at once: changes of approvals, and the entries that go with those that apply. */
export interface Commit {
  readonly transitions: readonly ApprovalTransition[];
  /**
   * To be called once, inside the transaction, with which of the transitions applied, in their order;
   * gives the entries to insert.
   */
  readonly entries: (applied: readonly boolean[]) => readonly AuditEntry[];
}

/** Where logs are kept, one for every writer (a port). */
export interface AuditStore {
  /** Names the place, so that two stores on one place can be told from two places. */
  readonly location: string;
  /** Whether no method ever returns a promise. */
  readonly synchronous: boolean;
  /**
   * Applies the transitions in order and inserts the entries, in one transaction that is durable when it returns.
   * Throws if it cannot, also where a writer has an entry in that place already, and then nothing is stored.
   */
  commit(commit: Commit): MaybePromise<void>;
  /** The first entry of every writer, in the order in which they came. */
  openings(): MaybePromise<readonly AuditEntry[]>;
  /** The last entry of a writer. */
  head(writer: string): MaybePromise<AuditEntry | undefined>;
  /** All entries in the order in which they came; or those of one writer in order, from `from` (default 1) on. */
  entries(writer?: string, from?: number): Iterable<AuditEntry> | AsyncIterable<AuditEntry>;
  /**
   * Resolves when something may have been appended since it was called, also by another process, or when `signal`
   * aborts. Where it is missing, whoever follows a log looks now and then.
   */
  changed?(signal: AbortSignal): Promise<void>;
}

/** What verification needs of a store: it never writes. */
export type ReadableStore = Pick<AuditStore, "openings" | "entries">;
