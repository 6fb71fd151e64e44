import type { MaybePromise } from "../maybe-promise.ts";
import type { Hash } from "./merkle/hash.ts";

/** A log of which another log says how long it was and how it ended. */
export interface CoveredLog {
  readonly origin: string;
  readonly size: number;
}

/** A checkpoint on its way to an anchor. */
export interface PublishedCheckpoint {
  readonly origin: string;
  /** How many records it is over, and the root of the tree of them. */
  readonly size: number;
  readonly root: Hash;
  /** The signed note, as text. */
  readonly note: string;
  /** The proof that this tree begins with that of the first `size` leaves (RFC 6962, 2.1.2); it reads the log. */
  readonly proveFrom: (size: number) => Promise<readonly Hash[]>;
  /** Logs that this one's records vouch for up to a size; an anchor may forget what it keeps of them up to there. */
  readonly covers?: readonly CoveredLog[];
}

/** Somewhere outside the log that keeps its checkpoints (a port). */
export interface Anchor {
  /** Names it in messages. */
  readonly name: string;
  /** Whether nothing may run any more once it could not keep a checkpoint. */
  readonly required?: boolean;
  /** Keeps a checkpoint whose record is durable; they come in order. Throws if it cannot. */
  publish(checkpoint: PublishedCheckpoint): MaybePromise<void>;
  /** The signed notes it keeps, which a trail must find in its log when it opens. Sinks that cannot be read have none. */
  kept?(): MaybePromise<readonly string[]>;
  /** Lets go of files and connections. */
  close?(): MaybePromise<void>;
}
