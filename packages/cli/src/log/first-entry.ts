import type { AuditEntry } from "@capfence/core";
import type { Entries } from "./observe.ts";

/** The first of some entries; the others are not read. */
export async function firstEntry(entries: Entries): Promise<AuditEntry | undefined> {
  for await (const entry of entries) return entry;
  return undefined;
}
