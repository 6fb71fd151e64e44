import type { AuditEntry, MaybePromise, StorageEngine } from "@capfence/core";

/** A database that can be measured: CapFence's storage on it, and the same tables without CapFence. */
export interface AuditedEngine {
  readonly name: string;
  /** How many callers ask at once. */
  readonly callers: readonly number[];
  /** Makes two new databases in a folder. */
  open(folder: string): MaybePromise<OpenedEngine>;
}

/** Two databases of one kind, with equal tables and settings. */
export interface OpenedEngine {
  readonly storage: StorageEngine;
  /** Inserts rows into the other database, in one durable transaction, as a program would that has nothing else to do. */
  readonly insert: (rows: readonly AuditEntry[]) => MaybePromise<void>;
  close(): MaybePromise<void>;
}
