import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Anchor, PublishedCheckpoint } from "../audit/anchor.ts";
import { AuditError, ConfigurationError, messageOf } from "../errors.ts";
import {
  type CheckpointLine,
  CUT_OFF,
  readCheckpointLine,
  writeCheckpointLine,
} from "./checkpoint-line.ts";
import { latestCheckpoints } from "./latest-checkpoints.ts";
import { outsideLog, ownAt, syncFolder } from "./place.ts";
import { endsInLine, readLines } from "./read-lines.ts";

/** Where the lines go, and of which log they are. */
export interface AppendOnlyFileOptions {
  /** A file outside the log's folder; made (mode 0600) where it is missing, in a folder that exists. */
  readonly path: string;
  /** The `location` of the log's storage. */
  readonly location: string;
  /** Told of lines that were cut off, as by a full disk; a warning of the process where it is left out. */
  readonly report?: (problem: string) => void;
}

/**
 * Appends each checkpoint of one log to a file as one line of JSON, and waits until it is on the disk. Any number of
 * processes may share it. It holds against whoever may append but not rewrite: make the file append-only (`chattr +a`).
 *
 * What a line says that it covers is not signed: whoever can append can make {@link kept} leave out a checkpoint, but
 * not {@link checkpoints}.
 */
export class AppendOnlyFile implements Anchor {
  readonly name: string;
  /** A log whose end nobody knows must not go on. */
  readonly required = true;
  readonly #path: string;
  readonly #report: (problem: string) => void;

  /** Throws `ConfigurationError` for a file within the log's folder, or that others may change. */
  constructor({ path, location, report }: AppendOnlyFileOptions) {
    this.#path = outsideLog(path, location);
    this.name = `file ${this.#path}`;
    this.#report = report ?? ((problem) => process.emitWarning(problem));
    try {
      if (ownAt(this.#path)?.isFile() === false) throw new RangeError("it is no file");
      closeSync(openSync(this.#path, "a", 0o600));
      syncFolder(dirname(this.#path));
    } catch (cause) {
      throw new ConfigurationError(
        `cannot keep checkpoints in "${this.#path}": ${messageOf(cause)}; name a file of your own, in a folder that exists`,
        { cause },
      );
    }
  }

  publish(checkpoint: PublishedCheckpoint): void {
    const line = `${writeCheckpointLine(checkpoint)}\n`;
    try {
      // Opened each time, so that a file that was moved away to be archived is begun anew.
      const handle = openSync(this.#path, "a+", 0o600);
      try {
        const bytes = Buffer.from(`${endsInLine(handle) ? "" : `${CUT_OFF}\n`}${line}`);
        // One write, or processes that share the file would mix their lines.
        const written = writeSync(handle, bytes);
        if (written !== bytes.length)
          throw new Error(`only ${written} of ${bytes.length} bytes were written`);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    } catch (cause) {
      throw new AuditError(
        `${this.name} did not keep the checkpoint of "${checkpoint.origin}" with ${checkpoint.size} records: ${messageOf(cause)}; mend the file, then restart`,
        { cause },
      );
    }
  }

  /**
   * The latest checkpoint of each log that no other line covers; where a log went back, also the one from which it did.
   * Throws `AuditError` for a line that is none.
   */
  kept(): readonly string[] {
    return latestCheckpoints(this.checkpoints()).map(({ note }) => note);
  }

  /** Every checkpoint of the file, in the order in which they came. Throws `AuditError` for a line that is none. */
  *checkpoints(): Generator<CheckpointLine> {
    let number = 0;
    try {
      for (const { text, ended } of readLines(this.#path)) {
        number += 1;
        const line = readCheckpointLine(text);
        if (line !== undefined) yield line;
        // What stood before it came to its end after all.
        else if (text === CUT_OFF) continue;
        else if (!ended || text.endsWith(CUT_OFF))
          this.#report(`line ${number} of "${this.#path}" was cut off; its checkpoint is lost`);
        else throw new Error("it is not a checkpoint, or contradicts itself");
      }
    } catch (cause) {
      throw new AuditError(
        `cannot read the checkpoints in "${this.#path}", near line ${number}: ${messageOf(cause)}; put back a copy of the file`,
        { cause },
      );
    }
  }
}
