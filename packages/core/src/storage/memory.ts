import { type ApprovalRequest, applyTransition } from "../approvals/request.ts";
import { type AuditEntry, type AuditHead, EMPTY_HEAD, linkEntry } from "../audit/chain.ts";
import type { Change, CommitResult } from "../audit/store.ts";
import { freezeJsonObject } from "../encoding/json.ts";
import { AuditError } from "../errors.ts";
import type { StorageEngine } from "./engine.ts";

/** Keeps everything in memory: for tests, and for hosts that have nowhere else. Nothing survives the process. */
export class MemoryStorage implements StorageEngine {
  readonly location: string;
  readonly synchronous = true;
  readonly #entries: AuditEntry[] = [];
  readonly #requests = new Map<string, ApprovalRequest>();
  #closed = false;

  /** `name` tells one memory store from another where they are compared. */
  constructor(name = "default") {
    this.location = `memory:${name}`;
  }

  commit(changes: readonly Change[]): readonly CommitResult[] {
    if (this.#closed) throw new AuditError("the storage is closed");
    const length = this.#entries.length;
    const replaced: (readonly [id: string, before: ApprovalRequest | undefined])[] = [];
    try {
      return changes.map((change) => this.#apply(change, replaced));
    } catch (error) {
      this.#entries.length = length;
      for (const [id, before] of replaced.toReversed())
        if (before === undefined) this.#requests.delete(id);
        else this.#requests.set(id, before);
      throw error;
    }
  }

  *entries(from = 1): Generator<AuditEntry> {
    for (const entry of this.#entries) if (entry.seq >= from) yield entry;
  }

  request(id: string): ApprovalRequest | undefined {
    return this.#requests.get(id);
  }

  newestRequest(digest: string): ApprovalRequest | undefined {
    return [...this.#requests.values()].findLast((request) => request.digest === digest);
  }

  requests(): readonly ApprovalRequest[] {
    return [...this.#requests.values()];
  }

  close(): void {
    this.#closed = true;
  }

  #apply(
    { transition, records }: Change,
    replaced: (readonly [string, ApprovalRequest | undefined])[],
  ): CommitResult {
    if (transition !== undefined) {
      const current =
        transition.type === "request"
          ? this.newestRequest(transition.request.digest)
          : this.request(transition.id);
      const next = applyTransition(current, transition);
      if (next === undefined) return undefined;
      replaced.push([next.id, this.#requests.get(next.id)]);
      // Frozen, since callers are given the very object that is kept.
      const kept = {
        ...next,
        context: freezeJsonObject(next.context),
        payload: freezeJsonObject(next.payload),
      };
      this.#requests.set(next.id, Object.freeze(kept));
    }
    return records.map((record) => {
      const head: AuditHead = this.#entries.at(-1) ?? EMPTY_HEAD;
      const entry = linkEntry(head, record);
      this.#entries.push(entry);
      return entry;
    });
  }
}
