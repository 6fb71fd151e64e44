import { canonicalJson } from "../encoding/canonical-json.ts";
import type { Json } from "../encoding/json.ts";
import { sha256Hex } from "../encoding/sha256.ts";
import { parseJson } from "../encoding/strict-json.ts";
import { RECORD_LIMITS, type RecordDraft } from "./record.ts";

/** A record as it is stored: its place, its exact text, and the SHA-256 of that text. */
export interface AuditEntry {
  readonly seq: number;
  readonly hash: string;
  /** RFC 8785 JSON; the stored bytes are the hashed bytes. */
  readonly text: string;
}

/** The last entry of a log, as far as the next one needs to know it. */
export type AuditHead = Pick<AuditEntry, "seq" | "hash">;

/** The head of an empty log. */
export const EMPTY_HEAD: AuditHead = { seq: 0, hash: "0".repeat(64) };

/** The entry that follows `head`. Throws `JsonError` for a draft that could not be read back. */
export function linkEntry(head: AuditHead, draft: RecordDraft): AuditEntry {
  const seq = head.seq + 1;
  const record = { ...draft, v: 1, seq, prev: head.hash } as unknown as Json;
  const text = canonicalJson(record);
  // Whatever is stored must be readable by whoever verifies it.
  parseJson(text, RECORD_LIMITS);
  return { seq, hash: sha256Hex(text), text };
}
