import { closeSync, fstatSync, openSync, statSync } from "node:fs";
import type { AuditEntry } from "@capfence/core";
import { readExportLine } from "../export/export-line.ts";
import { readLines } from "../export/read-lines.ts";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { unreadableFile } from "../read-text-file.ts";
import type { LogSource } from "./log-source.ts";

/** Longer than any record, also where it is wrapped. */
const LONGEST_LINE = 64 * 1024 * 1024;
/** So many lines that are no entries are named; all of them would say the same. */
const LISTED = 10;

/** Where the lines of a writer are, and whether they stand in the order of their places. */
interface Extent {
  readonly start: number;
  end: number;
  last: number;
  ordered: boolean;
}

/** An export of a log, to be verified without the database it came from. Only where its writers stand is kept in memory. */
export function exportSource(path: string): LogSource {
  const file = opened(path);
  const unreadable: string[] = [];
  const openings: AuditEntry[] = [];
  const extents = new Map<string, Extent>();
  let broken = 0;
  let lineNumber = 0;
  let position = 0;
  for (const { text, start, end } of readLines(file, LONGEST_LINE)) {
    lineNumber += 1;
    const entry = text === undefined ? undefined : readExportLine(text);
    if (entry === undefined) {
      broken += 1;
      if (broken <= LISTED) unreadable.push(`line ${lineNumber} is not an entry of a log`);
      continue;
    }
    if (entry.seq === 1) openings.push(entry);
    const extent = extents.get(entry.writer);
    if (extent === undefined)
      extents.set(entry.writer, { start, end, last: entry.seq, ordered: true });
    else {
      extent.ordered &&= entry.seq >= extent.last;
      [extent.end, extent.last] = [end, entry.seq];
    }
  }
  if (broken > LISTED) unreadable.push(`${broken - LISTED} more lines are not entries of a log`);
  const disordered = [...extents].filter(([, { ordered }]) => !ordered);
  for (const [writer] of disordered.slice(0, LISTED))
    unreadable.push(`the log of writer ${writer} is not in its order`);
  function* entriesIn(start = 0, end = Number.POSITIVE_INFINITY): Generator<AuditEntry> {
    for (const line of readLines(file, LONGEST_LINE, start, end)) {
      position = line.end;
      const entry = line.text === undefined ? undefined : readExportLine(line.text);
      if (entry !== undefined) yield entry;
    }
  }
  return {
    total: fstatSync(file).size,
    position: () => position,
    unreadable,
    openings: () => openings,
    entries(writer, from = 1) {
      if (writer === undefined) return entriesIn();
      const extent = extents.get(writer);
      if (extent === undefined) return [];
      const own = only(entriesIn(extent.start, extent.end), writer, from);
      // Only a damaged export has to be put in order.
      return extent.ordered ? own : [...own].toSorted((one, other) => one.seq - other.seq);
    },
    close: () => closeSync(file),
  };
}

function* only(entries: Iterable<AuditEntry>, writer: string, from: number): Generator<AuditEntry> {
  for (const entry of entries) if (entry.writer === writer && entry.seq >= from) yield entry;
}

function opened(path: string): number {
  try {
    // A pipe would block until somebody writes to it, and could not be read twice.
    if (statSync(path).isFile()) return openSync(path, "r");
  } catch (cause) {
    throw unreadableFile("export", path, cause);
  }
  throw new CommandFailure(EXIT.unusable, `cannot read the export "${path}": it is not a file`);
}
