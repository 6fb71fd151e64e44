import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { AuditEntry } from "@capfence/core";

/** What one changed byte of a log did to the entry it is in. */
export interface Tampering {
  readonly before: string;
  readonly after: string;
}

/** Changes one byte of an entry where it lies on disk: the first digit of `text`, which is in the entry, becomes `digit`. */
export function changeOneByte(
  file: string,
  entry: AuditEntry,
  text: string,
  digit: string,
): Tampering {
  moveIntoFile(file);
  // SQLite may have moved the entry; what it left behind lies before what it reads.
  const start = readFileSync(file).lastIndexOf(entry.text);
  const place = entry.text.indexOf(text);
  if (start === -1 || place === -1)
    throw new Error(`entry ${entry.seq} was not found in "${file}"`);
  const offset = start + place;
  const handle = openSync(file, "r+");
  try {
    writeSync(handle, digit, offset + text.search(/\d/));
  } finally {
    closeSync(handle);
  }
  const after = readFileSync(file).subarray(offset, offset + text.length);
  return { before: text, after: after.toString("utf8") };
}

/** Recent entries may still be in the write-ahead log, where SQLite has checksums of its own. */
function moveIntoFile(file: string): void {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
}
