import { type AuditEntry, type AuditRecord, recordIn } from "@capfence/core";
import type { LogFilter } from "./log-filter.ts";

/** An entry with its record, where it is one; in a damaged log anything may stand in it. */
export interface LogItem {
  readonly entry: AuditEntry;
  readonly record: AuditRecord | undefined;
}

/** Picks the wanted entries of a log. Those that are no records are always wanted: they are damage. */
export class LogSelector {
  readonly #filter: LogFilter;
  /** The decisions that were wanted: outcomes only name theirs. What nobody filters by need not be remembered. */
  readonly #running = new Set<string>();

  constructor(filter: LogFilter) {
    this.#filter = filter;
  }

  /** The entry with its record, if it is wanted. */
  select(entry: AuditEntry): LogItem | undefined {
    const record = recordIn(entry);
    const wanted = record === undefined || (this.#isOfCall(record) && this.#isRecent(record));
    return wanted ? { entry, record } : undefined;
  }

  #isOfCall(record: AuditRecord): boolean {
    const { agent, capability, effect } = this.#filter;
    if (agent === undefined && capability === undefined && effect === undefined) return true;
    if (record.kind === "outcome") return this.#running.delete(record.decision);
    const about = aboutCalls(record);
    if (about === undefined) return false;
    const wanted =
      (agent === undefined || about.actor === agent || about.actor === "*") &&
      (capability === undefined ||
        record.kind === "bypass" ||
        (typeof about.capability === "string" && capability(about.capability))) &&
      (effect === undefined || (record.kind === "decision" && record.effect === effect));
    if (wanted && record.kind === "decision") this.#running.add(record.id);
    return wanted;
  }

  #isRecent({ time }: { readonly time: unknown }): boolean {
    const { since } = this.#filter;
    return since === undefined || (typeof time === "string" && Date.parse(time) >= since);
  }
}

/** Whose calls of what a record is about; a bypass is about all calls of its actor. */
function aboutCalls(
  record: AuditRecord,
): { readonly actor?: unknown; readonly capability?: unknown } | undefined {
  switch (record.kind) {
    case "decision":
    case "approval":
      return record;
    case "grant":
      return record.granted;
    case "bypass":
      return record;
    default:
      return undefined;
  }
}
