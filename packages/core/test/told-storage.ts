import type { AuditEntry } from "../src/audit/entry.ts";
import { readRecord } from "../src/audit/read-record.ts";
import type { AuditRecord } from "../src/audit/record.ts";
import type { Commit } from "../src/audit/store.ts";
import type { StateKind, StateVersion } from "../src/state/version.ts";
import type { StorageEngine } from "../src/storage/engine.ts";
import { MemoryStorage } from "../src/storage/memory.ts";

/** A memory store that fails, and looks the other way, as it is told to. */
export class ToldStorage implements StorageEngine {
  readonly synchronous = true;
  readonly #inner = new MemoryStorage("told");
  /** Which records cannot be stored, nor anything with them. */
  refuses: (record: AuditRecord) => boolean = () => false;
  /** Called before each request is read by its digest, and each block of a token by its id; may throw. */
  beforeReading: () => void = () => undefined;

  get location(): string {
    return this.#inner.location;
  }

  commit({ reads, insertions }: Commit): void {
    this.#inner.commit({
      reads,
      insertions: (state) => {
        const made = insertions(state);
        if (made.entries.some((entry) => this.refuses(readRecord(entry))))
          throw new Error("disk full");
        return made;
      },
    });
  }

  openings(): readonly AuditEntry[] {
    return this.#inner.openings();
  }

  head(writer: string): AuditEntry | undefined {
    return this.#inner.head(writer);
  }

  entries(writer?: string, from?: number): Iterable<AuditEntry> {
    return this.#inner.entries(writer, from);
  }

  latest(kind: StateKind, id: string): StateVersion | undefined {
    if (kind === "token") this.beforeReading();
    return this.#inner.latest(kind, id);
  }

  latestOf(kind: StateKind, key: string): StateVersion | undefined {
    const latest = this.#inner.latestOf(kind, key);
    this.beforeReading();
    return latest;
  }

  before(kind: StateKind, id: string, time: number): StateVersion | undefined {
    return this.#inner.before(kind, id, time);
  }

  all(kind: StateKind): readonly StateVersion[] {
    return this.#inner.all(kind);
  }

  close(): void {
    this.#inner.close();
  }
}
