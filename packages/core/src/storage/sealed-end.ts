import type { RosterEntry } from "../audit/record.ts";
import { readRecord } from "../audit/read-record.ts";
import type { AuditStore } from "../audit/store.ts";
import { readRoster } from "../audit/writer/roster.ts";
import { AuditError } from "../errors.ts";
import { timeText } from "../encoding/time-text.ts";

/** How a sealed log ended: its last writer, where that stands, and when it began to end the log. */
export interface SealedEnd extends RosterEntry {
  /** RFC 3339. */
  readonly time: string;
}

/**
 * Reads how a sealed log ended. Throws `AuditError` where its last writer is not closed, or does not say of every other
 * how it ended: then something was written behind it, or somebody else sealed the file.
 */
export async function sealedEnd(store: AuditStore): Promise<SealedEnd> {
  const opening = (await store.openings()).at(-1);
  const record = opening && readRecord(opening);
  // Of whom no roster says how far he has come, that is the one who has ended the log, or somebody behind his back.
  const { entries } = await readRoster(store);
  const [end, ...others] = entries;
  const time = Date.parse(record?.time ?? "");
  const ended = end?.closed === true && end.writer === opening?.writer && others.length === 0;
  if (!ended || Number.isNaN(time))
    throw new AuditError(
      "the log is sealed, but not by a writer that has ended it; see what was done to it with capfence verify",
    );
  return { ...end, time: timeText(time) };
}
