import type { AuditEntry } from "../src/audit/entry.ts";
import type { Commit } from "../src/audit/store.ts";
import type { StateKind, StateVersion } from "../src/state/version.ts";
import type { StorageEngine } from "../src/storage/engine.ts";
import { MemoryStorage } from "../src/storage/memory.ts";

/** A memory store that makes its callers wait, as a database on another machine does. */
export class WaitingStorage implements StorageEngine {
  readonly location = "waiting";
  readonly synchronous = false;
  readonly #inner = new MemoryStorage();

  commit(commit: Commit): Promise<void> {
    return later(() => this.#inner.commit(commit));
  }

  openings(): Promise<readonly AuditEntry[]> {
    return later(() => this.#inner.openings());
  }

  head(writer: string): Promise<AuditEntry | undefined> {
    return later(() => this.#inner.head(writer));
  }

  async *entries(writer?: string, from?: number): AsyncGenerator<AuditEntry> {
    yield* this.#inner.entries(writer, from);
  }

  latest(kind: StateKind, id: string): Promise<StateVersion | undefined> {
    return later(() => this.#inner.latest(kind, id));
  }

  latestOf(kind: StateKind, key: string): Promise<StateVersion | undefined> {
    return later(() => this.#inner.latestOf(kind, key));
  }

  before(kind: StateKind, id: string, time: number): Promise<StateVersion | undefined> {
    return later(() => this.#inner.before(kind, id, time));
  }

  all(kind: StateKind): Promise<readonly StateVersion[]> {
    return later(() => this.#inner.all(kind));
  }

  close(): Promise<void> {
    return later(() => this.#inner.close());
  }
}

async function later<Value>(give: () => Value): Promise<Value> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  return give();
}
