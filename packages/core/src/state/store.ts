import type { MaybePromise } from "../maybe-promise.ts";
import type { StateKind, StateVersion } from "./version.ts";

/** Where things that change are kept (a port): each change adds a version through the audit store's `commit`. */
export interface StateStore {
  /** The newest version of one thing. */
  latest(kind: StateKind, id: string): MaybePromise<StateVersion | undefined>;
  /** The newest version of the thing with this key that was begun last. */
  latestOf(kind: StateKind, key: string): MaybePromise<StateVersion | undefined>;
  /** The newest version of one thing among those made at `time` or before. */
  before(kind: StateKind, id: string, time: number): MaybePromise<StateVersion | undefined>;
  /** The newest versions of all things of a kind in the order in which they were begun, of those changed at `since` or later. */
  all(kind: StateKind, since?: number): MaybePromise<readonly StateVersion[]>;
}

/** As {@link StateStore}, inside a transaction: what is read there stays so until it is committed. */
export interface StateReader {
  latest(kind: StateKind, id: string): StateVersion | undefined;
  latestOf(kind: StateKind, key: string): StateVersion | undefined;
  before(kind: StateKind, id: string, time: number): StateVersion | undefined;
}

/** What a commit asks a {@link StateReader} for: a store may lock it, and fetch it all at once. */
export interface StateReads {
  /** For `latest`. */
  readonly ids: readonly (readonly [kind: StateKind, id: string])[];
  /** For `latestOf`. */
  readonly keys: readonly (readonly [kind: StateKind, key: string])[];
  /**
   * For `before`. What is asked for inside the transaction is this time, or one up to some seconds later, or, where
   * versions are newer than the clock says, the time `window` milliseconds before the newest.
   */
  readonly times: readonly (readonly [kind: StateKind, id: string, time: number, window: number])[];
}

/** Nothing is read. */
export const NO_READS: StateReads = { ids: [], keys: [], times: [] };
