import type { ApprovalRequest } from "../src/approvals/request.ts";
import type { AuditEntry } from "../src/audit/chain.ts";
import type { Change, CommitResult } from "../src/audit/store.ts";
import type { StorageEngine } from "../src/storage/engine.ts";
import { MemoryStorage } from "../src/storage/memory.ts";

/** A memory store that fails, and looks the other way, as it is told to. */
export class ToldStorage implements StorageEngine {
  readonly synchronous = true;
  readonly #inner = new MemoryStorage("told");
  /** Which changes cannot be stored. */
  refuses: (change: Change) => boolean = () => false;
  /** Called before each request is read by its digest; may throw. */
  beforeReading: () => void = () => undefined;

  get location(): string {
    return this.#inner.location;
  }

  commit(changes: readonly Change[]): readonly CommitResult[] {
    if (changes.some((change) => this.refuses(change))) throw new Error("disk full");
    return this.#inner.commit(changes);
  }

  entries(from?: number): Iterable<AuditEntry> {
    return this.#inner.entries(from);
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
