import type { AuditEntry } from "../entry.ts";
import type { AuditRecord } from "../record.ts";
import type { FindingKind } from "./finding.ts";
import { readRow, type Row } from "./row.ts";

/** A row in the place where it belongs, as far as that can be told. */
export interface PlacedRow {
  readonly position: number;
  /** The rows that claim the place; one of them is what was recorded. */
  readonly candidates: Row[];
  /** What the record says; undefined where the row holds something else than what was recorded. */
  readonly record: AuditRecord | undefined;
  /** How many records are missing before it. */
  readonly missing: number;
}

/** Told of what is wrong with a log: from record `seq` to `last`. */
export type Report = (kind: FindingKind, seq: number, message: string, last?: number) => void;

/**
 * Finds the place of every row after the first `size` of a log, and reports what is missing, inserted or in the wrong
 * place. Rows that were numbered anew after one was taken out or put in are told by what their records say.
 */
export async function* placeRows(
  entries: Iterable<AuditEntry> | AsyncIterable<AuditEntry>,
  size: number,
  report: Report,
): AsyncGenerator<PlacedRow> {
  let expected = size + 1;
  let shift = 0;
  let last: PlacedRow | undefined;
  for await (const [row, next] of withNext(entries)) {
    let position = row.entry.seq + shift;
    let { record } = row;
    if (record === undefined)
      report("edited", position, `record ${position} was replaced by something that is no record`);
    else if (record.seq !== position) {
      if (isShifted(row, next, last)) {
        position = record.seq;
        shift = position - row.entry.seq;
      } else {
        const held = record.seq;
        report(
          "edited",
          position,
          `in the place of record ${position} stands what was recorded as ${held}`,
        );
        record = undefined;
      }
    }
    const missing = Math.max(position - expected, 0);
    if (missing > 0)
      report("missing", expected, describeMissing(expected, position - 1), position - 1);
    if (position < expected) {
      report("inserted", position, `there is a second record ${position}`);
      if (position === last?.position) last.candidates.push(row);
      continue;
    }
    if (last !== undefined) yield last;
    last = { position, candidates: [row], record, missing };
    expected = position + 1;
  }
  if (last !== undefined) yield last;
}

/** Whether all rows from here on have another number than their records, and not this one alone. */
function isShifted(row: Row, next: Row | undefined, before: PlacedRow | undefined): boolean {
  const offset = offsetOf(row);
  if (offset === undefined) return false;
  if (next !== undefined) return offsetOf(next) === offset;
  // The last one was left over after others were taken out, or the one before it was put in.
  return offset > 0 || (before?.record !== undefined && before.position === row.record?.seq);
}

function offsetOf({ record, entry }: Row): number | undefined {
  return record === undefined ? undefined : record.seq - entry.seq;
}

async function* withNext(
  entries: Iterable<AuditEntry> | AsyncIterable<AuditEntry>,
): AsyncGenerator<readonly [Row, Row | undefined]> {
  let waiting: Row | undefined;
  for await (const entry of entries) {
    const row = readRow(entry);
    if (waiting !== undefined) yield [waiting, row];
    waiting = row;
  }
  if (waiting !== undefined) yield [waiting, undefined];
}

function describeMissing(first: number, last: number): string {
  return first === last ? `record ${first} is missing` : `records ${first} to ${last} are missing`;
}
