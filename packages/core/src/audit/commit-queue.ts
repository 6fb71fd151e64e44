import type { AuditStore, Change, CommitResult } from "./store.ts";

interface Waiting {
  readonly change: Change;
  readonly resolve: (result: CommitResult) => void;
  readonly reject: (reason: unknown) => void;
}

/** Commits changes in the order they are submitted; callers that wait at the same time share one transaction. */
export class CommitQueue {
  readonly #store: AuditStore;
  #waiting: Waiting[] = [];
  #running = false;

  constructor(store: AuditStore) {
    this.#store = store;
  }

  /** Resolves once the change is durable; rejects, with all that shared its transaction or waited behind it, if it cannot be. */
  submit(change: Change): Promise<CommitResult> {
    const submitted = new Promise<CommitResult>((resolve, reject) => {
      this.#waiting.push({ change, resolve, reject });
    });
    if (!this.#running) {
      this.#running = true;
      // One microtask later, so that calls made in the same turn go together.
      queueMicrotask(() => void this.#drain());
    }
    return submitted;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        const results = await this.#store.commit(batch.map((waiting) => waiting.change));
        for (const [index, waiting] of batch.entries()) waiting.resolve(results[index]);
      } catch (error) {
        // What came in meanwhile was meant to follow a batch that is not there.
        const followers = this.#waiting;
        this.#waiting = [];
        for (const waiting of [...batch, ...followers]) waiting.reject(error);
      }
    }
    this.#running = false;
  }
}
