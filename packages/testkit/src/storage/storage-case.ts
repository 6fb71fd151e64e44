import type { StorageEngine } from "@capfence/core";

/** A storage engine, and how the suite gets at it. */
export interface StorageEngineSuite {
  readonly name: string;
  /** Opens a new, empty place. */
  readonly open: () => StorageEngine | Promise<StorageEngine>;
  /** Opens the place of an engine that may still be open; left out where nothing outlives an engine. */
  readonly reopen?: (engine: StorageEngine) => StorageEngine | Promise<StorageEngine>;
}

/** One sentence about every storage engine, and the test of it. Engines of a case are closed after it. */
export interface StorageCase {
  readonly name: string;
  readonly run: (open: () => Promise<StorageEngine>) => Promise<void>;
  /** How long it may take, in milliseconds, where that is more than usual. */
  readonly timeout?: number;
}

/** One sentence about engines whose place outlives them. */
export interface DurableStorageCase {
  readonly name: string;
  readonly run: (
    open: () => Promise<StorageEngine>,
    reopen: (engine: StorageEngine) => Promise<StorageEngine>,
  ) => Promise<void>;
}
