import type { AuditEntry } from "../audit/entry.ts";
import type { Commit } from "../audit/store.ts";
import { AuditError } from "../errors.ts";
import type { StateKind, StateVersion } from "../state/version.ts";
import type { StorageEngine } from "./engine.ts";
import { MemoryState } from "./memory-state.ts";

/** Keeps everything in memory: for tests, and for hosts that have nowhere else. Nothing survives the process. */
export class MemoryStorage implements StorageEngine {
  readonly location: string;
  readonly synchronous = true;
  readonly #entries: AuditEntry[] = [];
  readonly #writers = new Map<string, AuditEntry[]>();
  readonly #state = new MemoryState();
  /** Woken at the next commit. */
  readonly #waiting = new Set<() => void>();
  #closed = false;

  /** `name` tells one memory store from another where they are compared. */
  constructor(name = "default") {
    this.location = `memory:${name}`;
  }

  commit({ insertions }: Commit): void {
    if (this.#closed) throw new AuditError("the storage is closed");
    const { versions, entries } = insertions(this.#state);
    // Both are looked at as a whole before anything of them is kept.
    const insertable = this.#insertable(entries);
    this.#state.add(versions);
    for (const entry of insertable) {
      this.#entries.push(entry);
      const log = this.#writers.get(entry.writer);
      if (log === undefined) this.#writers.set(entry.writer, [entry]);
      else log.push(entry);
    }
    for (const wake of this.#waiting) wake();
  }

  openings(): readonly AuditEntry[] {
    return [...this.#writers.values()].flatMap(([first]) => first ?? []);
  }

  head(writer: string): AuditEntry | undefined {
    return this.#writers.get(writer)?.at(-1);
  }

  *entries(writer?: string, from = 1): Generator<AuditEntry> {
    const entries = writer === undefined ? this.#entries : (this.#writers.get(writer) ?? []);
    for (const entry of entries) if (entry.seq >= from) yield entry;
  }

  latest(kind: StateKind, id: string): StateVersion | undefined {
    return this.#state.latest(kind, id);
  }

  latestOf(kind: StateKind, key: string): StateVersion | undefined {
    return this.#state.latestOf(kind, key);
  }

  before(kind: StateKind, id: string, time: number): StateVersion | undefined {
    return this.#state.before(kind, id, time);
  }

  all(kind: StateKind, since: number = Number.NEGATIVE_INFINITY): readonly StateVersion[] {
    return this.#state.all(kind, since);
  }

  changed(signal: AbortSignal): Promise<void> {
    // Whoever waits for a change would ask again and again, and nothing else would have its turn.
    if (this.#closed) return Promise.reject(new AuditError("the storage is closed"));
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener("abort", wake);
      if (signal.aborted) wake();
    });
  }

  close(): void {
    this.#closed = true;
    for (const wake of this.#waiting) wake();
  }

  /** The entries, if every one is the next of its writer. */
  #insertable(entries: readonly AuditEntry[]): readonly AuditEntry[] {
    const sizes = new Map<string, number>();
    for (const { writer, seq } of entries) {
      const size = sizes.get(writer) ?? this.#writers.get(writer)?.length ?? 0;
      if (seq !== size + 1)
        throw new AuditError(`writer ${writer} has ${size} entries; entry ${seq} cannot follow`);
      sizes.set(writer, seq);
    }
    return entries;
  }
}
