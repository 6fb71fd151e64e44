import {
  AuditError,
  type StateKind,
  type StateReader,
  type StateReads,
  type StateVersion,
} from "@capfence/core";
import type { SqlRow } from "./sql-client.ts";
import { readVersion } from "./state-rows.ts";

/** What was fetched of all that a commit asked for. */
export class FetchedState implements StateReader {
  /** The newest version of each thing that was asked for, or that none is there. */
  readonly #latest = new Map<string, StateVersion | undefined>();
  readonly #latestOf = new Map<string, StateVersion | undefined>();
  /** Versions of each thing around the times that were asked for, oldest first. */
  readonly #history = new Map<string, StateVersion[]>();

  /** `rows` are what the statement for reading state gives: what they were asked for as, and a version. */
  constructor(reads: StateReads, rows: readonly SqlRow[]) {
    for (const [kind, id] of reads.ids) this.#latest.set(`${kind} ${id}`, undefined);
    for (const [kind, key] of reads.keys) this.#latestOf.set(`${kind} ${key}`, undefined);
    for (const [kind, id] of reads.times) this.#history.set(`${kind} ${id}`, []);
    for (const [as, ...columns] of rows) this.#keep(String(as), readVersion(columns));
    for (const [thing, versions] of this.#history)
      this.#history.set(
        thing,
        versions.toSorted((one, other) => one.version - other.version),
      );
  }

  latest(kind: StateKind, id: string): StateVersion | undefined {
    const thing = `${kind} ${id}`;
    if (!this.#latest.has(thing)) throw unasked("the newest version", kind, id);
    return this.#latest.get(thing);
  }

  latestOf(kind: StateKind, key: string): StateVersion | undefined {
    const asked = `${kind} ${key}`;
    if (!this.#latestOf.has(asked)) throw unasked("the last with the key", kind, key);
    return this.#latestOf.get(asked);
  }

  /** Throws `AuditError` for a time that is too far from the one that was asked for. */
  before(kind: StateKind, id: string, time: number): StateVersion | undefined {
    const versions = this.#history.get(`${kind} ${id}`);
    if (versions === undefined) throw unasked("earlier versions", kind, id);
    const place = versions.findLastIndex((one) => one.time <= time);
    const found = versions[place];
    const next = versions[place + 1];
    // Nothing that was not fetched may lie between; the newest always was.
    if (next === undefined || next.version === (found?.version ?? 0) + 1) return found;
    throw new AuditError(
      `what the ${kind} ${JSON.stringify(id)} was at ${time} was not fetched: a commit waited too long, or a clock was set meanwhile`,
    );
  }

  #keep(as: string, version: StateVersion): void {
    const { kind, id, key } = version;
    const thing = `${kind} ${id}`;
    if (as === "time") this.#history.get(thing)?.push(version);
    else {
      this.#latest.set(thing, version);
      if (as === "key") this.#latestOf.set(`${kind} ${key}`, version);
    }
  }
}

function unasked(what: string, kind: StateKind, name: string): TypeError {
  return new TypeError(
    `a commit reads ${what} of the ${kind} ${JSON.stringify(name)} without asking for it in its reads`,
  );
}
