import { printable } from "../printable.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { LogRows } from "./log-row.ts";
import { printRows } from "./print-rows.ts";
import type { LogItem } from "./select-entries.ts";

/** Prints the newest items of a log. */
export interface LogPrinter {
  add(item: LogItem): void;
  /** Prints what has waited for newer items. */
  finish(): void;
}

/** Prints stored records, one a line; of all of them (`limit` 0) each at once. */
export function recordPrinter(limit: number, { output }: Terminal): LogPrinter {
  const newest: LogItem[] = [];
  return {
    add(item) {
      if (limit === 0) printRecord(item, output);
      else if (newest.push(item) > limit) newest.shift();
    },
    finish() {
      for (const item of newest) printRecord(item, output);
    },
  };
}

/** Prints a table of calls; `limit` 0 means all. */
export function tablePrinter(
  limit: number,
  { output, errors }: Terminal,
  print: typeof printRows = printRows,
): LogPrinter {
  const table = new LogRows(limit === 0 ? Infinity : limit);
  return {
    add: (item) => table.add(item),
    finish() {
      const { rows, omitted } = table.finish();
      print(rows, output);
      if (omitted > 0) printLine(errors, `${omitted} older not shown; --limit 0 shows all`);
    },
  };
}

/** Prints a stored record; what is none is not printed. */
export function printRecord({ entry, record }: LogItem, output: NodeJS.WritableStream): void {
  if (record !== undefined) printLine(output, printable(entry.text));
}
