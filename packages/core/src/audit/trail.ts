import { randomIdentifier, warn } from "#platform";
import { AuditError, ConfigurationError, messageOf } from "../errors.ts";
import { type MaybePromise, recovering, whenReady } from "../maybe-promise.ts";
import type { Anchor } from "./anchor.ts";
import type { Change, CommitResult } from "./change.ts";
import { CommitQueue } from "./commit-queue.ts";
import type { AuditEntry } from "./entry.ts";
import { readRecord } from "./read-record.ts";
import type { AuditRecord } from "./record.ts";
import type { Redactor } from "./redaction/redactor.ts";
import type { AuditStore } from "./store.ts";
import type { VerificationReport } from "./verify/report.ts";
import { verifyLog, type VerifyOptions } from "./verify/verify-log.ts";
import { type LogOptions, OpenLog } from "./writer/open-log.ts";

/** How a trail is written. */
export interface AuditOptions extends LogOptions {
  /** Hides what must not be stored. */
  readonly redactor?: Redactor;
}

/** What a trail is made of. */
export interface TrailOptions extends AuditOptions {
  /** Where the log is kept; by default the storage of the runtime that the trail is given to. */
  readonly store?: AuditStore;
}

/**
 * The tamper-evident audit trail: an append-only log of its own in which every record carries the hash of the one
 * before, and whose tree is signed again and again.
 *
 * Once an append has failed it stays closed, and everything that must be recorded is refused,
 * until a new trail is opened on the store.
 */
export class ImmutableAuditTrail {
  readonly #options: TrailOptions;
  #store: AuditStore | undefined;
  #queue: CommitQueue | undefined;
  #opening: MaybePromise<OpenLog> | undefined;
  /** Why nothing can be appended any more. */
  #failure: unknown;
  /** Whether that is more than that it was closed: then what waits already is not appended either. */
  #failed = false;

  /** Without a store, it takes that of the runtime it is given to. */
  constructor(options: TrailOptions = {}) {
    this.#options = options;
    if (options.store !== undefined) this.attach(options.store);
  }

  /** Hides what must not be stored, in what is recorded of calls. */
  get redactor(): Redactor | undefined {
    return this.#options.redactor;
  }

  /** The store, once there is one. */
  get attached(): AuditStore | undefined {
    return this.#store;
  }

  /** Whether it records nothing any more: it was closed, or an append has failed. */
  get isClosed(): boolean {
    return this.#failure !== undefined;
  }

  /** Gives the trail its store. Throws `ConfigurationError` if it has one in another place. */
  attach(store: AuditStore): void {
    if (this.#store === undefined) {
      this.#store = store;
      this.#queue = new CommitQueue((changes) => this.#commit(changes));
    } else if (this.#store.location !== store.location)
      throw new ConfigurationError(
        `the audit trail is kept in "${this.#store.location}" and cannot move to "${store.location}"`,
      );
  }

  /**
   * Compares the log with its anchors and begins a new part of it. The first append does so too; a program that wants
   * to fail at its start calls this. Throws `AuditError` where the log is smaller than an anchor knows it, or another.
   */
  async open(): Promise<void> {
    this.#refuseIfClosed();
    try {
      await this.#opened();
    } catch (cause) {
      throw this.#close(cause);
    }
  }

  /**
   * Appends a change; resolves once it is durable. Throws `AuditError` if it cannot be. With `hurry: false` it goes with
   * the next append, or by itself after 10 milliseconds: for what nothing waits for. {@link appendSync} goes before it.
   */
  async append(change: Change, options?: { readonly hurry?: boolean }): Promise<CommitResult> {
    this.#refuseIfClosed();
    try {
      return await attached(this.#queue).submit(change, options);
    } catch (cause) {
      throw this.#close(cause);
    }
  }

  /** As {@link append}, at once. Throws `ConfigurationError` where the store or an anchor has to wait. */
  appendSync(change: Change): CommitResult {
    this.#refuseIfClosed();
    const store = attached(this.#store);
    if (!store.synchronous)
      throw new ConfigurationError(
        `the store "${store.location}" is asynchronous; use execute instead of executeSync`,
      );
    const log = this.#openedSync();
    try {
      const results = log.commit([change]);
      if (results instanceof Promise) throw new TypeError("a synchronous store returned a promise");
      return results[0];
    } catch (cause) {
      throw this.#close(cause);
    }
  }

  /** The stored entries of all writers in the order in which they came. */
  entries(): Iterable<AuditEntry> | AsyncIterable<AuditEntry> {
    return attached(this.#store).entries();
  }

  /** The stored records of all writers. Throws `AuditError` at the first entry that is not a record; `verify` names all. */
  async *records(): AsyncGenerator<AuditRecord> {
    for await (const entry of this.entries()) yield readRecord(entry);
  }

  /** Reads all logs in the store and says what, if anything, is wrong with them and where. */
  verify(options: VerifyOptions = {}): Promise<VerificationReport> {
    return verifyLog(attached(this.#store), options);
  }

  /**
   * Says that nothing follows, signs the last checkpoint, and waits for the anchors to have it; nothing can be
   * appended afterwards. Throws `AuditError` if that cannot be recorded.
   */
  async close(): Promise<void> {
    const isOpen = this.#failure === undefined;
    this.#failure ??= new AuditError("it was closed");
    const queue = this.#queue;
    try {
      // What was asked for before may be what opens the log.
      if (queue?.isBusy === true && this.#opening === undefined)
        await queue.submit({ records: [] });
      if (queue === undefined || this.#opening === undefined) return;
      const log = await this.#opening;
      if (isOpen) await queue.submit(log.closing());
      await log.release();
    } catch (cause) {
      throw appendFailure(cause);
    }
  }

  #opened(): MaybePromise<OpenLog> {
    if (this.#opening !== undefined) return this.#opening;
    const opening = OpenLog.open(attached(this.#store), randomWriter(), {
      ...this.#options,
      clock: this.#options.clock ?? Date.now,
      // A failure closes the trail; whoever appends next is told.
      wake: () => void this.append({ records: [] }).catch(() => undefined),
      anchorFailed: (error, anchor) => {
        if (anchor.required === true) this.#latch(error);
        try {
          (this.#options.onAnchorFailure ?? warnOf)(error, anchor);
        } catch {
          // The record is durable whatever becomes of the telling.
        }
      },
    });
    // Once it is there, nobody has to wait for it again.
    this.#opening =
      opening instanceof Promise ? opening.then((log) => (this.#opening = log)) : opening;
    return this.#opening;
  }

  #openedSync(): OpenLog {
    let log: MaybePromise<OpenLog>;
    try {
      log = this.#opened();
    } catch (cause) {
      throw this.#close(cause);
    }
    if (!(log instanceof Promise)) return log;
    throw new ConfigurationError("an anchor has to be waited for; await auditTrail.open() first");
  }

  #refuseIfClosed(): void {
    if (this.#failure === undefined) return;
    throw new AuditError(
      `the audit trail is closed and records nothing any more; open it anew to go on (${messageOf(this.#failure)})`,
      { cause: this.#failure },
    );
  }

  /** Latches at once: whoever asks before the failure has reached its caller must not be let through. */
  #commit(changes: readonly Change[]): MaybePromise<readonly CommitResult[]> {
    return recovering(
      () => {
        this.#refuseIfFailed();
        return whenReady(this.#opened(), (log) => {
          this.#refuseIfFailed();
          return log.commit(changes);
        });
      },
      (cause) => {
        this.#latch(cause);
        throw cause;
      },
    );
  }

  #refuseIfFailed(): void {
    if (this.#failed) throw this.#failure;
  }

  #latch(cause: unknown): void {
    this.#failure ??= cause;
    this.#failed = true;
  }

  #close(cause: unknown): AuditError {
    this.#latch(cause);
    return appendFailure(cause);
  }
}

function warnOf(error: unknown, anchor: Anchor): void {
  warn(`the anchor "${anchor.name}" could not keep a checkpoint: ${messageOf(error)}`);
}

function appendFailure(cause: unknown): AuditError {
  return new AuditError(`cannot append to the audit trail: ${messageOf(cause)}`, { cause });
}

function attached<Part>(part: Part | undefined): Part {
  if (part !== undefined) return part;
  throw new ConfigurationError(
    "the audit trail has no store yet; pass { store } or give it to an ActionRuntime",
  );
}

/** 60 random bits among 64, in hex. */
function randomWriter(): string {
  return randomIdentifier().replaceAll("-", "").slice(0, 16);
}
