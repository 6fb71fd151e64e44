import type { MaybePromise } from "../maybe-promise.ts";
import type { StateReader, StateReads } from "../state/store.ts";
import type { StateVersion } from "../state/version.ts";
import type { AuditEntry } from "./entry.ts";

/** What is to be made durable at once: versions of what changes, and the entries that record it. */
export interface Commit {
  /** All that `insertions` reads; where it is empty, nothing has to be read or locked. */
  readonly reads: StateReads;
  /**
   * To be called once, inside the transaction, with what stands there; gives what to insert. Nobody else may change
   * what it reads until that is committed.
   */
  readonly insertions: (state: StateReader) => Insertions;
}

/** What one commit inserts. */
export interface Insertions {
  readonly versions: readonly StateVersion[];
  readonly entries: readonly AuditEntry[];
}

/** Where logs are kept, one for every writer (a port). */
export interface AuditStore {
  /** Names the place, so that two stores on one place can be told from two places. */
  readonly location: string;
  /** Whether no method ever returns a promise. */
  readonly synchronous: boolean;
  /**
   * Inserts versions and entries in one transaction that is durable when it returns. Throws if it cannot, also where
   * a writer has an entry, or a thing a version, in that place already, and then nothing is stored.
   */
  commit(commit: Commit): MaybePromise<void>;
  /** The first entry of every writer, in the order in which they came. */
  openings(): MaybePromise<readonly AuditEntry[]>;
  /** The last entry of a writer. */
  head(writer: string): MaybePromise<AuditEntry | undefined>;
  /** All entries in the order in which they came; or those of one writer in order, from `from` (default 1) on. */
  entries(writer?: string, from?: number): Iterable<AuditEntry> | AsyncIterable<AuditEntry>;
  /**
   * Resolves when something may have been committed since it was called, also by another process, or when `signal`
   * aborts. Where it is missing, whoever follows a log looks now and then.
   */
  changed?(signal: AbortSignal): Promise<void>;
}

/** What verification needs of a store: it never writes. */
export type ReadableStore = Pick<AuditStore, "openings" | "entries">;
