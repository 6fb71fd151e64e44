import { FollowedRows } from "../log/followed-rows.ts";
import { followLog, LogCursor } from "../log/follow-log.ts";
import type { LogFilter } from "../log/log-filter.ts";
import { printRecord } from "../log/log-printer.ts";
import type { LogOption } from "../log/log-place.ts";
import { openLogToFollow } from "../log/open-log.ts";
import { printRow } from "../log/print-rows.ts";
import { type LogItem, LogSelector } from "../log/select-entries.ts";
import type { Terminal } from "../terminal.ts";

/** What `capfence logs --follow` does after it has shown what there is. */
export class LogFollower {
  readonly #cursor = new LogCursor();
  readonly #rows = new FollowedRows();
  readonly #selector: LogSelector;
  readonly #json: boolean;
  readonly #terminal: Terminal;
  readonly #stop = new AbortController();

  /** From here on, the command may be told to stop; where it cannot be, it looks once. */
  constructor(filter: LogFilter, json: boolean, terminal: Terminal) {
    this.#selector = new LogSelector(filter);
    this.#json = json;
    this.#terminal = terminal;
    void (terminal.stopped?.() ?? Promise.resolve()).then(() => this.#stop.abort());
  }

  /** Takes note of an entry that was there, and is shown otherwise. */
  pass(entry: LogItem["entry"]): void {
    this.#cursor.pass(entry);
    const item = this.#selector.select(entry);
    if (item !== undefined) this.#rows.add(item);
  }

  /** Prints what is appended, until it is told to stop. */
  async follow(option: LogOption): Promise<void> {
    const storage = await openLogToFollow(option, this.#terminal);
    try {
      for await (const batch of followLog(storage, this.#cursor, this.#stop.signal)) {
        const items = batch.flatMap((entry) => this.#selector.select(entry) ?? []);
        for (const item of inOrder(items)) this.#print(item);
      }
    } finally {
      await storage.close();
    }
  }

  #print(item: LogItem): void {
    const { output } = this.#terminal;
    if (this.#json) return printRecord(item, output);
    const row = this.#rows.add(item);
    if (row !== undefined) printRow(row, output);
  }
}

/** Each writer's items as they stand in its log; between writers there is nothing but the time to go by. */
function inOrder(items: readonly LogItem[]): readonly LogItem[] {
  const latest = new Map<string, number>();
  const timed = items.map((item) => {
    // A record may have been made before one that stands before it.
    const time = Math.max(timeOf(item), latest.get(item.entry.writer) ?? 0);
    latest.set(item.entry.writer, time);
    return { item, time };
  });
  return timed.toSorted((one, other) => one.time - other.time).map(({ item }) => item);
}

/** What has no time, as in a damaged log, goes with what stands before it. */
function timeOf({ record }: LogItem): number {
  const time: unknown = record?.time;
  return (typeof time === "string" && Date.parse(time)) || 0;
}
