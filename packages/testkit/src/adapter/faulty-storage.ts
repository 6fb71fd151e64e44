import {
  type ApprovalRequest,
  type AuditEntry,
  type AuditRecord,
  type Commit,
  MemoryStorage,
  readRecord,
  type StorageEngine,
} from "@capfence/core";

/** A memory store that can be told to fail. */
export class FaultyStorage implements StorageEngine {
  readonly synchronous = true;
  readonly #inner = new MemoryStorage("testkit");
  /** Which records cannot be stored, nor anything with them. */
  refuses: (record: AuditRecord) => boolean = () => false;

  get location(): string {
    return this.#inner.location;
  }

  commit({ transitions, entries }: Commit): void {
    this.#inner.commit({
      transitions,
      entries: (applied) => {
        const made = entries(applied);
        if (made.some((entry) => this.refuses(readRecord(entry)))) throw new Error("disk full");
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

  request(id: string): ApprovalRequest | undefined {
    return this.#inner.request(id);
  }

  newestRequest(digest: string): ApprovalRequest | undefined {
    return this.#inner.newestRequest(digest);
  }

  requests(): readonly ApprovalRequest[] {
    return this.#inner.requests();
  }

  close(): void {
    this.#inner.close();
  }
}
