import {
  type ApprovalRequest,
  applyTransition,
  type ApprovalTransition,
} from "../approvals/request.ts";
import type { AuditEntry } from "../audit/entry.ts";
import type { Commit } from "../audit/store.ts";
import { freezeJsonObject } from "../encoding/json.ts";
import { AuditError } from "../errors.ts";
import type { StorageEngine } from "./engine.ts";

/** Keeps everything in memory: for tests, and for hosts that have nowhere else. Nothing survives the process. */
export class MemoryStorage implements StorageEngine {
  readonly location: string;
  readonly synchronous = true;
  readonly #entries: AuditEntry[] = [];
  readonly #writers = new Map<string, AuditEntry[]>();
  readonly #requests = new Map<string, ApprovalRequest>();
  #closed = false;

  /** `name` tells one memory store from another where they are compared. */
  constructor(name = "default") {
    this.location = `memory:${name}`;
  }

  commit({ transitions, entries }: Commit): void {
    if (this.#closed) throw new AuditError("the storage is closed");
    const before = transitions.length === 0 ? undefined : new Map(this.#requests);
    try {
      for (const entry of this.#insertable(entries(transitions.map((one) => this.#apply(one))))) {
        this.#entries.push(entry);
        const log = this.#writers.get(entry.writer);
        if (log === undefined) this.#writers.set(entry.writer, [entry]);
        else log.push(entry);
      }
    } catch (error) {
      if (before !== undefined) {
        this.#requests.clear();
        for (const [id, request] of before) this.#requests.set(id, request);
      }
      throw error;
    }
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

  #apply(transition: ApprovalTransition): boolean {
    const current =
      transition.type === "request"
        ? this.newestRequest(transition.request.digest)
        : this.request(transition.id);
    const next = applyTransition(current, transition);
    if (next === undefined) return false;
    // Frozen, since callers are given the very object that is kept.
    const kept = {
      ...next,
      context: freezeJsonObject(next.context),
      payload: freezeJsonObject(next.payload),
    };
    this.#requests.set(next.id, Object.freeze(kept));
    return true;
  }
}
