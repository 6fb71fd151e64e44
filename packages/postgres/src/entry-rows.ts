import { type AuditEntry, AuditError } from "@capfence/core";
import type { SqlRow, SqlValue } from "./sql-client.ts";

/** Whether PostgreSQL stores a text as it is: it takes no U+0000, and UTF-8 has no lone surrogates. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** The columns of entries to insert. Throws `AuditError` for one that would not come back as it is. */
export function entryColumns(entries: readonly AuditEntry[]): readonly SqlValue[] {
  for (const { writer, seq, text } of entries) {
    if (!isStorable(text) || !isStorable(writer))
      throw new AuditError(
        `entry ${seq} of writer "${writer}" has a U+0000 or a lone surrogate, which PostgreSQL does not store`,
      );
    if (!Number.isSafeInteger(seq) || seq < 1)
      throw new AuditError(`${seq} is no sequence number; they are whole and from 1 on`);
  }
  return [
    entries.map(({ writer }) => writer),
    BigInt64Array.from(entries, ({ seq }) => BigInt(seq)),
    entries.map(({ text }) => text),
  ];
}

/** An entry of a row of writer, seq and text. */
export function readEntry([writer, seq, text]: SqlRow): AuditEntry {
  return { writer: String(writer), seq: readInteger(seq), text: String(text) };
}

/** A 64-bit integer, which is a number here. Throws `AuditError` for one that a number does not hold. */
export function readInteger(value: unknown): number {
  const integer = Number(value);
  if (Number.isSafeInteger(integer)) return integer;
  // Told from a log that cannot be reached by its code, which is the one of SQLite for the same.
  const cause = Object.assign(new RangeError("out of range"), { code: "ERR_OUT_OF_RANGE" });
  throw new AuditError(`the stored number ${String(value)} is beyond 2^53`, { cause });
}
