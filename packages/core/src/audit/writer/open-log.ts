import { AuditError } from "../../errors.ts";
import { type MaybePromise, whenReady } from "../../maybe-promise.ts";
import type { Anchor, PublishedCheckpoint } from "../anchor.ts";
import type { Change, CommitResult } from "../change.ts";
import type { AuditEntry } from "../entry.ts";
import { type Hash, leafHash } from "../merkle/hash.ts";
import { proveConsistency } from "../merkle/prove.ts";
import { type SignerKey, writeVerifierKey } from "../../encoding/note/note-key.ts";
import type { RecordDraft } from "../record.ts";
import type { AuditStore } from "../store.ts";
import { type AnchorFailure, CheckpointPublisher } from "./checkpoint-publisher.ts";
import { findLosses, type Loss } from "./find-losses.ts";
import { LogWriter, type MadeCheckpoint } from "./log-writer.ts";
import { PreparedCommit } from "./prepared-commit.ts";
import { type ContinuedLog, readRoster, type Roster } from "./roster.ts";
import { timeText } from "../../encoding/time-text.ts";

/** When a checkpoint is made, besides with the first commit and at the close. */
export interface CheckpointInterval {
  /** As soon as so many records have none; by default 256. */
  readonly records?: number;
  /** As soon as a record has waited so long for one; by default 10. */
  readonly seconds?: number;
}

/** How a log is written. */
export interface LogOptions {
  /** Signs checkpoints; without it there are none, and the log can only show that its parts fit. */
  readonly signer?: SignerKey;
  /** Notes by which earlier keys name their successors, oldest first. */
  readonly succession?: readonly string[];
  readonly checkpointEvery?: CheckpointInterval;
  /** Where checkpoints are kept outside the log. */
  readonly anchors?: readonly Anchor[];
  /** Told of an anchor that could not keep a checkpoint, by default with a warning of the process; one that is `required` closes the trail as well. */
  readonly onAnchorFailure?: AnchorFailure;
  /** Opens a log that is smaller than an anchor knows it, or another, and records that. */
  readonly acceptLoss?: boolean;
  /** The sealed log that this one goes on from; its writer is named by the first record, and anchors may forget it. */
  readonly continues?: ContinuedLog;
  /** Milliseconds since the Unix epoch. */
  readonly clock?: () => number;
}

const RECORDS = 256;
const SECONDS = 10;

/** The log of one writer while it is open: what is committed, when it is signed, and who is told. */
export class OpenLog {
  readonly #store: AuditStore;
  readonly #writer: LogWriter;
  readonly #options: LogOptions & LogHooks;
  readonly #publisher: CheckpointPublisher;
  readonly #covers: PublishedCheckpoint["covers"];
  readonly #wake: () => void;
  #first: readonly RecordDraft[];
  #due = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  private constructor(
    store: AuditStore,
    writer: string,
    { roster, losses }: { readonly roster: Roster; readonly losses: readonly Loss[] },
    options: LogOptions & LogHooks,
  ) {
    this.#store = store;
    this.#options = options;
    this.#writer = new LogWriter(writer, options.signer);
    this.#publisher = new CheckpointPublisher(options.anchors ?? [], options.anchorFailed);
    this.#covers = [...roster.covers, ...losses.map(({ origin, size }) => ({ origin, size }))];
    this.#wake = options.wake;
    const { signer, succession } = options;
    this.#first = [
      {
        kind: "open",
        time: this.#now(),
        ...(signer === undefined ? {} : { key: writeVerifierKey(signer.verifier) }),
        ...(succession === undefined ? {} : { succession }),
        roster: roster.entries,
        ...(losses.length === 0
          ? {}
          : { acceptedLoss: losses.map(({ origin, size, found }) => ({ origin, size, found })) }),
      },
    ];
  }

  /** Throws `AuditError` where an anchor knows more of the store than is there, and that is not accepted. */
  static open(
    store: AuditStore,
    writer: string,
    options: LogOptions & LogHooks,
  ): MaybePromise<OpenLog> {
    const { anchors = [], continues } = options;
    return whenReady(findLosses(store, anchors, continues?.store), (losses) => {
      if (losses.length > 0 && options.acceptLoss !== true) throw lossError(losses);
      return whenReady(
        readRoster(store, continues),
        (roster) => new OpenLog(store, writer, { roster, losses }, options),
      );
    });
  }

  /** Makes changes durable, in one transaction; gives what became of each. */
  commit(changes: readonly Change[]): MaybePromise<readonly CommitResult[]> {
    const commit = new PreparedCommit(this.#writer, changes, {
      first: this.#first,
      checkpointDue: () => this.#isCheckpointDue(),
      now: () => this.#now(),
    });
    return whenReady(this.#store.commit(commit), () => {
      const { results, checkpoint } = commit;
      this.#first = [];
      if (checkpoint !== undefined) this.#publish(checkpoint);
      this.#setTimer();
      return results;
    });
  }

  /** The last record; the commit that takes it makes a checkpoint. */
  closing(): Change {
    this.#due = true;
    return { records: [{ kind: "close", time: this.#now() }] };
  }

  /** Resolves once the anchors have what was committed, or could not take it. */
  async release(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#publisher.close();
  }

  #isCheckpointDue(): boolean {
    const { uncovered } = this.#writer;
    return (
      uncovered > 0 &&
      (this.#due || uncovered >= (this.#options.checkpointEvery?.records ?? RECORDS))
    );
  }

  #publish(checkpoint: MadeCheckpoint): void {
    this.#due = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { writer } = this.#writer;
    this.#publisher.publish({
      ...checkpoint,
      proveFrom: (size) =>
        proveConsistency(size, checkpoint.size, leavesOf(this.#store.entries(writer))),
      ...(this.#covers === undefined || this.#covers.length === 0 ? {} : { covers: this.#covers }),
    });
  }

  /** A record that nothing follows must not wait for ever. */
  #setTimer(): void {
    if (this.#timer !== undefined || this.#writer.uncovered === 0) return;
    const seconds = this.#options.checkpointEvery?.seconds ?? SECONDS;
    const timer = setTimeout(() => {
      this.#timer = undefined;
      this.#due = true;
      this.#wake();
    }, seconds * 1000);
    // A process must be able to end before.
    (timer as { readonly unref?: () => void }).unref?.();
    this.#timer = timer;
  }

  #now(): string {
    return timeText(this.#options.clock());
  }
}

/** What an open log asks of its trail. */
export interface LogHooks {
  readonly clock: () => number;
  /** Called when a checkpoint is due and nobody may be about to commit. */
  readonly wake: () => void;
  readonly anchorFailed: AnchorFailure;
}

async function* leavesOf(
  entries: Iterable<AuditEntry> | AsyncIterable<AuditEntry>,
): AsyncGenerator<Hash> {
  for await (const { text } of entries) yield leafHash(text);
}

function lossError(losses: readonly Loss[]): AuditError {
  const found = losses.map(({ message }) => message).join("; ");
  return new AuditError(
    `${found}; somebody has cut the log short, rolled it back or written it anew. See what is left with capfence verify; to go on with it all the same, and record that, run capfence storage reopen --accept-loss`,
  );
}
