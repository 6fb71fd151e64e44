import type { AuditEntry } from "../audit/entry.ts";
import { AuditError } from "../errors.ts";

/**
 * The entry in a row. A file can be made in which columns hold what their types forbid; throws `AuditError` for a row
 * that does, with the code that SQLite's numbers beyond 2^53 have.
 */
export function entryOf(writer: unknown, seq: unknown, text: unknown): AuditEntry {
  if (typeof writer === "string" && Number.isSafeInteger(seq) && typeof text === "string")
    return { writer, seq: seq as number, text };
  const cause = Object.assign(new RangeError("out of range"), { code: "ERR_OUT_OF_RANGE" });
  throw new AuditError("a row of the log holds something else than an entry", { cause });
}

/** The entries in rows with the names of their columns. */
export function* entriesOf(rows: Iterable<unknown>): Generator<AuditEntry> {
  for (const row of rows) yield entryIn(row);
}

/** The entry in a row with the names of its columns. */
export function entryIn(row: unknown): AuditEntry {
  const { writer, seq, text } = row as Readonly<Record<keyof AuditEntry, unknown>>;
  return entryOf(writer, seq, text);
}
