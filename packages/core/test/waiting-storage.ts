import type { ApprovalRequest } from "../src/approvals/request.ts";
import type { AuditEntry } from "../src/audit/entry.ts";
import type { Commit } from "../src/audit/store.ts";
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

  request(id: string): Promise<ApprovalRequest | undefined> {
    return later(() => this.#inner.request(id));
  }

  newestRequest(digest: string): Promise<ApprovalRequest | undefined> {
    return later(() => this.#inner.newestRequest(digest));
  }

  requests(): Promise<readonly ApprovalRequest[]> {
    return later(() => this.#inner.requests());
  }

  close(): Promise<void> {
    return later(() => this.#inner.close());
  }
}

async function later<Value>(give: () => Value): Promise<Value> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  return give();
}
