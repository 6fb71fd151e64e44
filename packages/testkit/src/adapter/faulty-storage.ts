import type {
  ApprovalRequest,
  AuditEntry,
  Change,
  CommitResult,
  StorageEngine,
} from "@capfence/core";
import { MemoryStorage } from "@capfence/core";

/** A memory store that can be told to fail. */
export class FaultyStorage implements StorageEngine {
  readonly synchronous = true;
  readonly #inner: StorageEngine = new MemoryStorage("testkit");
  /** Which changes cannot be stored. */
  refuses: (change: Change) => boolean = () => false;

  get location(): string {
    return this.#inner.location;
  }

  commit(changes: readonly Change[]): readonly CommitResult[] {
    if (changes.some((change) => this.refuses(change))) throw new Error("disk full");
    return this.#inner.commit(changes) as readonly CommitResult[];
  }

  entries(from?: number): Iterable<AuditEntry> {
    return this.#inner.entries(from) as Iterable<AuditEntry>;
  }

  request(id: string): ApprovalRequest | undefined {
    return this.#inner.request(id) as ApprovalRequest | undefined;
  }

  newestRequest(digest: string): ApprovalRequest | undefined {
    return this.#inner.newestRequest(digest) as ApprovalRequest | undefined;
  }

  requests(): readonly ApprovalRequest[] {
    return this.#inner.requests() as readonly ApprovalRequest[];
  }

  close(): void {
    void this.#inner.close();
  }
}
