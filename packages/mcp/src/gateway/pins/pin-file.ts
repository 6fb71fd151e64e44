import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import { ConfigurationError } from "@capfence/core";
import { withFileLock } from "./file-lock.ts";
import { type Pinned, pinnedText } from "./pinned.ts";
import { readPinned } from "./read-pinned.ts";

/** The lock file in which reviewed tools stand; several processes may use one at once. */
export class PinFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** What stands in it; undefined where there is none. Throws `ConfigurationError`. */
  read(): Pinned | undefined {
    const text = this.#text();
    return text === undefined ? undefined : readPinned(text, this.path);
  }

  /** Something that is another once the file was written; undefined where there is none. */
  get stamp(): string | undefined {
    try {
      const stats = statSync(this.path, { bigint: true, throwIfNoEntry: false });
      return stats && `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
    } catch (error) {
      // Whoever then reads it hears why that cannot be.
      return String(error);
    }
  }

  /**
   * Changes what stands in it as it is now, and gives what it then holds; nobody sees half of it, and nobody's change
   * is lost. Throws `ConfigurationError`, and then nothing has changed; so it does if somebody else holds the file for
   * longer than the patience, in milliseconds.
   */
  update(change: (pinned: Pinned) => Pinned, patience?: number): Pinned {
    try {
      this.#refuseLink();
      return withFileLock(
        this.path,
        () => {
          const before = this.read() ?? new Map();
          const after = change(before);
          if (after !== before) this.#replace(pinnedText(after));
          return after;
        },
        patience,
      );
    } catch (cause) {
      // Whoever makes the change may have a reason of their own not to.
      if ((cause as Partial<NodeJS.ErrnoException>).syscall === undefined) throw cause;
      throw this.#failure("write", cause);
    }
  }

  #text(): string | undefined {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(this.path));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw this.#failure("read", cause);
    }
  }

  /** Whoever can place a link could have another file replaced. */
  #refuseLink(): void {
    const stats = lstatSync(this.path, { throwIfNoEntry: false });
    if (stats !== undefined && !stats.isFile())
      throw new ConfigurationError(
        `cannot write ${JSON.stringify(this.path)}: it is no plain file; name the file itself, not a link to it`,
      );
  }

  #replace(text: string): void {
    const draft = `${this.path}.${randomUUID()}`;
    try {
      const descriptor = openSync(draft, "wx", 0o644);
      try {
        // It is for review, whatever the umask keeps from others.
        fchmodSync(descriptor, 0o644);
        writeFileSync(descriptor, text);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(draft, this.path);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
    syncFolder(dirname(this.path));
  }

  #failure(verb: "read" | "write", cause: unknown): ConfigurationError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new ConfigurationError(`cannot ${verb} ${JSON.stringify(this.path)}: ${reason}`, {
      cause,
    });
  }
}

function syncFolder(folder: string): void {
  // Windows has no way to ask this of a folder.
  if (process.platform === "win32") return;
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
