import { AuditError } from "../errors.ts";
import type { StateReader } from "../state/store.ts";
import type { StateKind, StateVersion } from "../state/version.ts";

/** Versions of what changes, in memory. */
export class MemoryState implements StateReader {
  readonly #things = new Map<string, StateVersion[]>();
  /** The id of the thing that was begun last with a key. */
  readonly #newest = new Map<string, string>();

  /** Adds all versions, or throws `AuditError` and adds none where one is not the next of its thing. */
  add(versions: readonly StateVersion[]): void {
    const counts = new Map<string, number>();
    for (const { kind, id, version } of versions) {
      const thing = `${kind} ${id}`;
      const count = counts.get(thing) ?? this.#things.get(thing)?.length ?? 0;
      if (version !== count + 1)
        throw new AuditError(`${thing} has ${count} versions; version ${version} cannot follow`);
      counts.set(thing, version);
    }
    for (const one of versions) {
      const { kind, id, version, key } = one;
      // Frozen, since callers are given the very object that is kept.
      const kept = Object.freeze({ ...one });
      const thing = this.#things.get(`${kind} ${id}`);
      if (thing === undefined) this.#things.set(`${kind} ${id}`, [kept]);
      else thing.push(kept);
      if (version === 1) this.#newest.set(`${kind} ${key}`, id);
    }
  }

  latest(kind: StateKind, id: string): StateVersion | undefined {
    return this.#things.get(`${kind} ${id}`)?.at(-1);
  }

  latestOf(kind: StateKind, key: string): StateVersion | undefined {
    const id = this.#newest.get(`${kind} ${key}`);
    return id === undefined ? undefined : this.latest(kind, id);
  }

  before(kind: StateKind, id: string, time: number): StateVersion | undefined {
    const versions = this.#things.get(`${kind} ${id}`) ?? [];
    // Times never go back, so that the place can be found without looking at every one.
    let [low, high] = [0, versions.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((versions[middle]?.time ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return versions[low - 1];
  }

  all(kind: StateKind, since: number = Number.NEGATIVE_INFINITY): readonly StateVersion[] {
    return [...this.#things.values()].flatMap((versions) => {
      const last = versions.at(-1);
      return last?.kind === kind && last.time >= since ? [last] : [];
    });
  }
}
