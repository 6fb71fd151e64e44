import type { AcceptedLoss, AuditRecord, OpenRecord, RosterEntry } from "./record.ts";

/** More successors than a key ever has; each note takes a signature to check. */
const MOST_SUCCESSIONS = 10_000;
const HEAD = /^[0-9a-f]{64}$/;

/** Whether a record opens a log, and is in all its parts what such a record is; whoever wrote it may have written anything. */
export function isOpenRecord(record: AuditRecord | undefined): record is OpenRecord {
  if (record?.kind !== "open") return false;
  const { key, succession, roster, acceptedLoss } = record as unknown as Unread<OpenRecord>;
  return (
    (key === undefined || typeof key === "string") &&
    (succession === undefined ||
      (isListOf(succession, isText) && succession.length <= MOST_SUCCESSIONS)) &&
    isListOf(roster, isRosterEntry) &&
    (acceptedLoss === undefined || isListOf(acceptedLoss, isAcceptedLoss))
  );
}

type Unread<Read> = { readonly [Key in keyof Read]?: unknown };

function isListOf(value: unknown, isItem: (item: unknown) => boolean): value is readonly unknown[] {
  return Array.isArray(value) && value.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isRosterEntry(value: unknown): boolean {
  const { writer, size, head, closed, segment } = (value ?? {}) as Unread<RosterEntry>;
  return (
    isText(writer) &&
    isCount(size, 1) &&
    isText(head) &&
    HEAD.test(head) &&
    (closed === undefined || closed === true) &&
    (segment === undefined || isText(segment))
  );
}

function isAcceptedLoss(value: unknown): boolean {
  const { origin, size, found } = (value ?? {}) as Unread<AcceptedLoss>;
  return isText(origin) && isCount(size, 0) && isCount(found, 0);
}

function isCount(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least;
}
