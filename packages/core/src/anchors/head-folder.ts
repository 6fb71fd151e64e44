import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { readTextFile } from "#platform";
import type { Anchor, PublishedCheckpoint } from "../audit/anchor.ts";
import { readSignedCheckpoint } from "../audit/note/signed-checkpoint.ts";
import { sha256Hex } from "../encoding/sha256.ts";
import { AuditError, ConfigurationError, messageOf } from "../errors.ts";
import { outsideLog, ownAt, syncFolder } from "./place.ts";

/** Where the heads are kept, and of which log. */
export interface HeadFolderOptions {
  /** A folder outside the log's; made (mode 0700) where it is missing, in a folder that exists. */
  readonly folder: string;
  /** The `location` of the log's storage. */
  readonly location: string;
}

/** A file of the folder, by its name. */
interface Head {
  readonly name: string;
  /** SHA-256 of the origin, in hex, as in the addresses of C2SP tlog-witness. */
  readonly log: string;
  readonly size: number;
}

const NAME = /^(?<log>[0-9a-f]{64})-(?<size>0|[1-9]\d*)\.(?:checkpoint|new)$/;
/** How often to look again where a head is replaced while it is read. */
const MOST_LOOKS = 100;
const LONGEST_NOTE = 1024 * 1024;

/**
 * Keeps the latest checkpoint of each writer's log in a folder, one file each: the signed note itself. Any number of
 * processes that write to one place may share it, for a file is never changed: its name says of which log and which
 * size it is, so that whoever takes a file away takes that checkpoint and no newer one. Each place has its own folder.
 */
export class HeadFolder implements Anchor {
  readonly name: string;
  /** A log whose end nobody knows must not go on. */
  readonly required = true;
  readonly #folder: string;

  /** Throws `ConfigurationError` for a folder within the log's, or that others may change. */
  constructor({ folder, location }: HeadFolderOptions) {
    this.#folder = outsideLog(folder, location);
    this.name = `head folder ${this.#folder}`;
    try {
      // Only the last part is made: a disk that is not there must not be taken for an empty one.
      if (ownAt(this.#folder) === undefined) makeFolder(this.#folder);
      readdirSync(this.#folder);
    } catch (cause) {
      throw new ConfigurationError(
        `cannot keep heads in "${this.#folder}": ${messageOf(cause)}; name a folder of your own, in one that exists`,
        { cause },
      );
    }
  }

  publish(checkpoint: PublishedCheckpoint): void {
    const { origin, size, covers = [] } = checkpoint;
    try {
      const log = sha256Hex(origin);
      const heads = this.#heads();
      this.#requireNewer(checkpoint, heads);
      this.#write({ name: `${log}-${size}.checkpoint`, log, size }, checkpoint.note);
      const covered = new Map(covers.map((one) => [sha256Hex(one.origin), one.size]));
      covered.set(log, size - 1);
      for (const { name, log: of, size: kept } of heads)
        if (kept <= (covered.get(of) ?? -1)) rmSync(join(this.#folder, name), { force: true });
    } catch (cause) {
      if (cause instanceof AuditError) throw cause;
      throw new AuditError(
        `${this.name} did not keep the checkpoint of "${origin}" with ${size} records: ${messageOf(cause)}; mend the folder, then restart`,
        { cause },
      );
    }
  }

  kept(): readonly string[] {
    for (let look = 1; ; look += 1)
      try {
        return latest(this.#heads()).map((head) => this.#read(head));
      } catch (error) {
        // A newer checkpoint took the place of one that was listed.
        if (isMissing(error) && look < MOST_LOOKS) continue;
        if (error instanceof AuditError) throw error;
        throw new AuditError(`cannot read the heads in "${this.#folder}": ${messageOf(error)}`, {
          cause: error,
        });
      }
  }

  /** The files of the folder that are heads, or were to become some. */
  #heads(): readonly Head[] {
    return readdirSync(this.#folder).flatMap((name) => {
      const { log = "", size = "" } = NAME.exec(name)?.groups ?? {};
      return log === "" ? [] : [{ name, log, size: Number(size) }];
    });
  }

  #requireNewer({ origin, size, note }: PublishedCheckpoint, heads: readonly Head[]): void {
    const log = sha256Hex(origin);
    const head = latest(heads).find((one) => one.log === log);
    if (head === undefined || head.size < size) return;
    const same = head.size === size && textOf(this.#read(head)) === textOf(note);
    if (same) return;
    throw new AuditError(
      head.size === size
        ? `${this.name} keeps another checkpoint of "${origin}" with ${size} records; the log was rewritten, so run capfence verify`
        : `${this.name} keeps ${head.size} records of "${origin}" and does not go back to ${size}; the log was cut off, or an old copy was put back`,
    );
  }

  #write({ name, log, size }: Head, note: string): void {
    const path = join(this.#folder, name);
    const made = join(this.#folder, `${log}-${size}.new`);
    // A process that was killed may have left one.
    rmSync(made, { force: true });
    const handle = openSync(made, "wx", 0o600);
    try {
      writeFileSync(handle, note);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(made, path);
    syncFolder(this.#folder);
  }

  /** The note of a head. Throws the host's `ENOENT` where it is gone. */
  #read({ name, log, size }: Head): string {
    const path = join(this.#folder, name);
    let note = "";
    try {
      note = readTextFile(path, LONGEST_NOTE);
    } catch (cause) {
      if (isMissing(cause)) throw cause;
      throw damaged(path, messageOf(cause));
    }
    const checkpoint = readSignedCheckpoint(note)?.checkpoint;
    if (checkpoint?.size !== size || sha256Hex(checkpoint.origin) !== log)
      throw damaged(path, "it is not the checkpoint that its name says");
    return note;
  }
}

/** Makes a folder of one's own, unless another process has done so meanwhile. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (ownAt(folder) === undefined) throw error;
  }
  syncFolder(dirname(folder));
}

function damaged(path: string, reason: string): AuditError {
  return new AuditError(
    `the head "${path}" is damaged: ${reason}; put back a copy of it, or verify the log before you take it away`,
  );
}

function isMissing(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === "ENOENT";
}

/** The largest head of each log; what was never finished is none. */
function latest(heads: readonly Head[]): readonly Head[] {
  const logs = new Map<string, Head>();
  for (const head of heads)
    if (head.name.endsWith(".checkpoint") && head.size >= (logs.get(head.log)?.size ?? 0))
      logs.set(head.log, head);
  return [...logs.values()];
}

function textOf(note: string): string | undefined {
  return readSignedCheckpoint(note)?.note.text;
}
