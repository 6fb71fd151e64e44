import type { StateReader } from "./store.ts";
import type { StateKind, StateVersion } from "./version.ts";

/** Versions that are to be added, seen as if they had been: what is changed next builds upon them. */
export class StateOverlay implements StateReader {
  readonly #below: StateReader;
  readonly #added: StateVersion[] = [];

  constructor(below: StateReader) {
    this.#below = below;
  }

  /** The versions to add, in order. */
  get added(): readonly StateVersion[] {
    return this.#added;
  }

  /** Adds versions; they must follow those that are there. */
  add(versions: readonly StateVersion[]): void {
    this.#added.push(...versions);
  }

  latest(kind: StateKind, id: string): StateVersion | undefined {
    const own = this.#added.findLast((one) => one.kind === kind && one.id === id);
    return own ?? this.#below.latest(kind, id);
  }

  latestOf(kind: StateKind, key: string): StateVersion | undefined {
    const begun = this.#added.findLast(
      (one) => one.kind === kind && one.key === key && one.version === 1,
    );
    if (begun !== undefined) return this.latest(kind, begun.id);
    const below = this.#below.latestOf(kind, key);
    return below && this.latest(kind, below.id);
  }

  before(kind: StateKind, id: string, time: number): StateVersion | undefined {
    const own = this.#added.findLast(
      (one) => one.kind === kind && one.id === id && one.time <= time,
    );
    return own ?? this.#below.before(kind, id, time);
  }
}
