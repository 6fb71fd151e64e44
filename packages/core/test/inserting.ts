import type { AuditEntry } from "../src/audit/entry.ts";
import type { Commit } from "../src/audit/store.ts";
import { NO_READS } from "../src/state/store.ts";

/** A commit of entries alone. */
export function inserting(...entries: readonly AuditEntry[]): Commit {
  return { reads: NO_READS, insertions: () => ({ versions: [], entries }) };
}
