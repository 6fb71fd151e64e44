import type { Writable } from "node:stream";
import type { Anchor, PublishedCheckpoint } from "../audit/anchor.ts";
import { AuditError, ConfigurationError, messageOf } from "../errors.ts";
import { writeCheckpointLine } from "./checkpoint-line.ts";
import { within } from "./within.ts";

/** Where the lines go. */
export interface StdoutLinesOptions {
  /** Standard output where it is left out. */
  readonly stream?: Writable;
  /** How long to wait until a line is taken; 10,000 where it is left out. */
  readonly timeoutMilliseconds?: number;
}

const TIMEOUT = 10_000;

/** Writes each checkpoint to a stream as one line of JSON, for a collector of logs to keep. */
export class StdoutLines implements Anchor {
  readonly name: string = "lines on a stream";
  readonly #stream: Writable;
  readonly #timeout: number;
  /** A stream that fails without a listener would end the process; each write hears of its own failure. */
  readonly #ignore = (): void => undefined;

  constructor({ stream = process.stdout, timeoutMilliseconds = TIMEOUT }: StdoutLinesOptions = {}) {
    if (!Number.isSafeInteger(timeoutMilliseconds) || timeoutMilliseconds < 1)
      throw new ConfigurationError(
        `timeoutMilliseconds must be a whole number from 1, got ${timeoutMilliseconds}`,
      );
    this.#stream = stream;
    this.#timeout = timeoutMilliseconds;
    stream.on("error", this.#ignore);
  }

  async publish(checkpoint: PublishedCheckpoint): Promise<void> {
    const line = `${writeCheckpointLine(checkpoint)}\n`;
    const written = new Promise<void>((resolve, reject) => {
      this.#stream.write(line, (error) => (error ? reject(error) : resolve()));
    });
    try {
      await within(this.#timeout, written);
    } catch (cause) {
      throw new AuditError(
        `the checkpoint of "${checkpoint.origin}" with ${checkpoint.size} records was not written to the stream: ${messageOf(cause)}; mend what reads it, then restart`,
        { cause },
      );
    }
  }

  /** Leaves the stream open; it belongs to whoever made it. */
  close(): void {
    this.#stream.off("error", this.#ignore);
  }
}
