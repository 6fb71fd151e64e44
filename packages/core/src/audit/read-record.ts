import { isJsonObject, type Json } from "../encoding/json.ts";
import { parseJson } from "../encoding/strict-json.ts";
import { AuditError } from "../errors.ts";
import type { AuditEntry } from "./entry.ts";
import { type AuditRecord, RECORD_KINDS, RECORD_LIMITS } from "./record.ts";

/** The record in an entry. Throws `AuditError` if it is not one. */
export function readRecord(entry: AuditEntry): AuditRecord {
  const problem = `entry ${entry.seq} of writer ${entry.writer} is not a record`;
  let value: Json;
  try {
    value = parseJson(entry.text, RECORD_LIMITS);
  } catch (cause) {
    throw new AuditError(problem, { cause });
  }
  const kind = isJsonObject(value) ? value["kind"] : undefined;
  if (!RECORD_KINDS.some((known) => known === kind)) throw new AuditError(problem);
  return value as unknown as AuditRecord;
}

/** The record in an entry, if it is one: where damage is for somebody else to report. */
export function recordIn(entry: AuditEntry): AuditRecord | undefined {
  try {
    return readRecord(entry);
  } catch (error) {
    if (error instanceof AuditError) return undefined;
    throw error;
  }
}
