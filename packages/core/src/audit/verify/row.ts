import { canonicalJson } from "../../encoding/canonical-json.ts";
import { toHex } from "../../encoding/hex.ts";
import type { Json } from "../../encoding/json.ts";
import type { AuditEntry } from "../entry.ts";
import { type Hash, leafHash } from "../merkle/hash.ts";
import { recordIn } from "../read-record.ts";
import { type AuditRecord, RECORD_VERSION } from "../record.ts";

/** A row of a log, with what its text says of itself. */
export interface Row {
  readonly entry: AuditEntry;
  readonly leaf: Hash;
  readonly leafHex: string;
  /** Undefined for a text that is not a record of this writer in canonical form. */
  readonly record: AuditRecord | undefined;
}

/** Reads a row, believing nothing. */
export function readRow(entry: AuditEntry): Row {
  const leaf = leafHash(entry.text);
  return { entry, leaf, leafHex: toHex(leaf), record: ownRecord(entry) };
}

function ownRecord(entry: AuditEntry): AuditRecord | undefined {
  const record = recordIn(entry);
  if (record === undefined) return undefined;
  const { v, writer, seq, prev, time } = record as { readonly [Key in keyof AuditRecord]: unknown };
  const wellFormed =
    v === RECORD_VERSION &&
    writer === entry.writer &&
    Number.isSafeInteger(seq) &&
    typeof prev === "string" &&
    /^[0-9a-f]{64}$/.test(prev) &&
    typeof time === "string";
  return wellFormed && canonicalJson(record as unknown as Json) === entry.text ? record : undefined;
}
