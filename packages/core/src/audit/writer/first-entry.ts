import type { MaybePromise } from "../../maybe-promise.ts";
import type { AuditEntry } from "../entry.ts";

/** The first of some entries, at once where they are at hand. */
export function firstEntry(
  entries: Iterable<AuditEntry> | AsyncIterable<AuditEntry>,
): MaybePromise<AuditEntry | undefined> {
  if (Symbol.asyncIterator in entries) return firstOf(entries);
  for (const entry of entries) return entry;
  return undefined;
}

async function firstOf(entries: AsyncIterable<AuditEntry>): Promise<AuditEntry | undefined> {
  for await (const entry of entries) return entry;
  return undefined;
}
