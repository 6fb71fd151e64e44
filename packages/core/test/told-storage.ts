import type { ApprovalRequest } from "../src/approvals/request.ts";
import type { AuditEntry } from "../src/audit/entry.ts";
import { readRecord } from "../src/audit/read-record.ts";
import type { AuditRecord } from "../src/audit/record.ts";
import type { Commit } from "../src/audit/store.ts";
import type { StorageEngine } from "../src/storage/engine.ts";
import { MemoryStorage } from "../src/storage/memory.ts";

/** A memory store that fails, and looks the other way, as it is told to. */
export class ToldStorage implements StorageEngine {
  readonly synchronous = true;
  readonly #inner = new MemoryStorage("told");
  /** Which records cannot be stored, nor anything with them. */
  refuses: (record: AuditRecord) => boolean = () => false;
  /** Called before each request is read by its digest; may throw. */
  beforeReading: () => void = () => undefined;

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
    const newest = this.#inner.newestRequest(digest);
    this.beforeReading();
    return newest;
  }

  requests(): readonly ApprovalRequest[] {
    return this.#inner.requests();
  }

  close(): void {
    this.#inner.close();
  }
}
