import { isJsonObject, type Json } from "../encoding/json.ts";
import { parseJson } from "../encoding/strict-json.ts";
import { AuditError, ConfigurationError } from "../errors.ts";
import type { AuditEntry } from "./chain.ts";
import { CommitQueue } from "./commit-queue.ts";
import { type AuditRecord, RECORD_LIMITS } from "./record.ts";
import type { AuditStore, Change, CommitResult } from "./store.ts";
import { type VerificationReport, verifyEntries } from "./verify.ts";

/**
 * The tamper-evident audit trail: an append-only log in which every record carries the hash of the one before.
 *
 * Once an append has failed it stays closed, and everything that must be recorded is refused,
 * until a new trail is opened on the store.
 */
export class ImmutableAuditTrail {
  #store: AuditStore | undefined;
  #queue: CommitQueue | undefined;
  #failure: unknown;

  /** Without a store, it takes that of the runtime it is given to. */
  constructor(options: { readonly store?: AuditStore } = {}) {
    if (options.store !== undefined) this.attach(options.store);
  }

  /** The store, once there is one. */
  get attached(): AuditStore | undefined {
    return this.#store;
  }

  /** Gives the trail its store. Throws `ConfigurationError` if it has one in another place. */
  attach(store: AuditStore): void {
    if (this.#store === undefined) {
      this.#store = store;
      this.#queue = new CommitQueue(store);
    } else if (this.#store.location !== store.location)
      throw new ConfigurationError(
        `the audit trail is kept in "${this.#store.location}" and cannot move to "${store.location}"`,
      );
  }

  /** Appends a change; resolves once it is durable. Throws `AuditError` if it cannot be. */
  async append(change: Change): Promise<CommitResult> {
    this.#refuseIfClosed();
    try {
      return complete(change, await this.#opened(this.#queue).submit(change));
    } catch (cause) {
      throw this.#close(cause);
    }
  }

  /** As {@link append}, at once. Throws `ConfigurationError` where the store has to wait. */
  appendSync(change: Change): CommitResult {
    this.#refuseIfClosed();
    const store = this.#opened(this.#store);
    if (!store.synchronous)
      throw new ConfigurationError(
        `the store "${store.location}" is asynchronous; use execute instead of executeSync`,
      );
    try {
      const results = store.commit([change]);
      if (results instanceof Promise) throw new TypeError("a synchronous store returned a promise");
      return complete(change, results[0]);
    } catch (cause) {
      throw this.#close(cause);
    }
  }

  /** The stored entries in order, from sequence number `from` (default 1) on. */
  entries(from?: number): Iterable<AuditEntry> | AsyncIterable<AuditEntry> {
    return this.#opened(this.#store).entries(from);
  }

  /** The stored records in order. Throws `AuditError` at the first entry that is not a record; `verify` names all. */
  async *records(from?: number): AsyncGenerator<AuditRecord> {
    for await (const entry of this.entries(from)) yield readRecord(entry);
  }

  /** Reads the whole log and says what, if anything, is wrong with it and where. */
  verify(): Promise<VerificationReport> {
    return verifyEntries(this.entries());
  }

  #refuseIfClosed(): void {
    if (this.#failure !== undefined)
      throw new AuditError(
        "the audit trail is closed after an append failed; open it anew to go on",
        {
          cause: this.#failure,
        },
      );
  }

  #close(cause: unknown): AuditError {
    this.#failure ??= cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new AuditError(`cannot append to the audit trail: ${reason}`, { cause });
  }

  #opened<Part>(part: Part | undefined): Part {
    if (part === undefined)
      throw new ConfigurationError(
        "the audit trail has no store yet; pass { store } or give it to an ActionRuntime",
      );
    return part;
  }
}

/** A store's answer to a change. Throws if it left records out: they would be missing without anybody noticing. */
function complete({ transition, records }: Change, result: CommitResult): CommitResult {
  const count = result?.length ?? (transition === undefined ? 0 : records.length);
  if (count === records.length) return result;
  throw new TypeError(`the store kept ${count} of ${records.length} records`);
}

/** The record in an entry. Throws `AuditError` if it is not one. */
export function readRecord(entry: AuditEntry): AuditRecord {
  let value: Json;
  try {
    value = parseJson(entry.text, RECORD_LIMITS);
  } catch (cause) {
    throw new AuditError(`entry ${entry.seq} is not a record`, { cause });
  }
  const kind = isJsonObject(value) ? value["kind"] : undefined;
  if (kind !== "decision" && kind !== "outcome" && kind !== "approval")
    throw new AuditError(`entry ${entry.seq} is not a record`);
  return value as unknown as AuditRecord;
}
