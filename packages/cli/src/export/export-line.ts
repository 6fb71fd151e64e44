import type { AuditEntry } from "@capfence/core";

/**
 * An entry as a line of an export: its text as it is stored. One that does not say itself where it stands, or would
 * not stay in its line, is damage; it is wrapped, so that it arrives as it was.
 */
export function writeExportLine(entry: AuditEntry): string {
  return isPlain(entry) ? entry.text : JSON.stringify({ damaged: entry });
}

/** Whether an entry stands in an export as it is stored. */
export function isPlain({ writer, seq, text }: AuditEntry): boolean {
  if (text.includes("\n") || !text.isWellFormed()) return false;
  const entry = readExportLine(text);
  return entry?.text === text && entry.writer === writer && entry.seq === seq;
}

/** The entry in a line of an export; undefined for a line that is none. */
export function readExportLine(line: string): AuditEntry | undefined {
  const value = objectIn(line);
  const damaged = value?.["damaged"];
  if (isEntry(damaged)) return damaged;
  const [writer, seq] = [value?.["writer"], value?.["seq"]];
  return typeof writer === "string" && Number.isSafeInteger(seq)
    ? { writer, seq: seq as number, text: line }
    : undefined;
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is AuditEntry {
  const entry = value as Partial<Readonly<Record<string, unknown>>> | null | undefined;
  return (
    typeof entry?.["writer"] === "string" &&
    Number.isSafeInteger(entry["seq"]) &&
    typeof entry["text"] === "string"
  );
}
