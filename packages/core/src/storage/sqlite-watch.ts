import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";

/** How soon after a sign of a change a file is looked at, in milliseconds. */
const SOON = 5;

/** After how long it is looked at without any sign: disks on a network give none. */
const AT_LAST = 2000;

/** Waits for commits to a SQLite file, which the file system tells of. */
export class SqliteWatch {
  readonly #file: string;
  readonly #waiting = new Set<() => void>();

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * Resolves when `changed` is true, when the signal aborts, and when this is closed. Until then the process stays
   * alive, since somebody waits.
   */
  until(changed: () => boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      let delay = SOON;
      let due = Number.POSITIVE_INFINITY;
      let timer: NodeJS.Timeout | undefined;
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        watcher?.close();
        this.#waiting.delete(done);
        signal.removeEventListener("abort", done);
        settle();
      };
      const done = (): void => end(resolve);
      const look = (): void => {
        try {
          if (changed()) return done();
        } catch (error) {
          return end(() => reject(error));
        }
        // What was written is to be seen only once it is flushed, and of that nobody tells.
        delay = Math.min(2 * delay, AT_LAST);
        lookIn(delay);
      };
      const lookIn = (milliseconds: number): void => {
        clearTimeout(timer);
        due = performance.now() + milliseconds;
        timer = setTimeout(look, milliseconds);
      };
      const told = (): void => {
        delay = SOON;
        if (due - performance.now() > SOON) lookIn(SOON);
      };
      const watcher = signal.aborted ? undefined : watchFiles(this.#file, told);
      this.#waiting.add(done);
      signal.addEventListener("abort", done);
      if (signal.aborted) return done();
      // Something may have been committed before the file was watched.
      delay = AT_LAST;
      look();
    });
  }

  /** Lets everybody go who waits. */
  close(): void {
    for (const done of this.#waiting) done();
  }
}

/** Watches the folder, since the files beside the database come and go. Undefined where the host cannot. */
function watchFiles(file: string, told: () => void): FSWatcher | undefined {
  const name = basename(file);
  const names = new Set([name, `${name}-wal`, `${name}-journal`]);
  try {
    const watcher = watch(dirname(file), { persistent: false }, (_, changed) => {
      if (changed === null || names.has(changed)) told();
    });
    // From then on it is looked at now and then.
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
