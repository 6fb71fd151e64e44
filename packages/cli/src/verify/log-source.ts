import type { MaybePromise, ReadableStore } from "@capfence/core";
import type { LogOption } from "../log/log-place.ts";
import { observe } from "../log/observe.ts";
import { isDamage, openLog } from "../log/open-log.ts";
import type { Terminal } from "../terminal.ts";

/** Something to verify: the entries, and what of it could not be read as entries. */
export interface LogSource extends ReadableStore {
  /** How far reading goes, and how far it is after so many entries. */
  readonly total: number;
  readonly position: (entries: number) => number;
  /** What could not be read, in words. */
  readonly unreadable: readonly string[];
  close(): MaybePromise<void>;
}

/** The log in a database; where its file is damaged, what comes before that is read. */
export async function databaseSource(option: LogOption, terminal: Terminal): Promise<LogSource> {
  const storage = await openLog(option, terminal);
  const unreadable: string[] = [];
  const fail = (error: unknown, where: string): void => {
    if (!isDamage(error)) throw error;
    unreadable.push(`${where}: ${error instanceof Error ? error.message : String(error)}`);
  };
  return {
    total: await storage.entryCount,
    position: (entries) => entries,
    unreadable,
    async openings() {
      try {
        return await storage.openings();
      } catch (error) {
        fail(error, "the beginnings of the logs cannot be read");
        return [];
      }
    },
    entries(...of) {
      let count = 0;
      const log = of[0] === undefined ? "" : ` of writer ${of[0]}`;
      return observe(storage.entries(...of), {
        read: () => (count += 1),
        failed: (error) => fail(error, `reading stopped after ${count} entries${log}`),
      });
    },
    close: () => storage.close(),
  };
}
