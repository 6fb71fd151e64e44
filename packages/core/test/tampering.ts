import { canonicalJson } from "../src/encoding/canonical-json.ts";
import { toHex } from "../src/encoding/hex.ts";
import type { Json } from "../src/encoding/json.ts";
import { type AuditEntry, NO_RECORD } from "../src/audit/entry.ts";
import { leafHash } from "../src/audit/merkle/hash.ts";
import { generateSignerKey, readSignerKey, type SignerKey } from "../src/encoding/note/note-key.ts";
import type { ReadableStore } from "../src/audit/store.ts";
import { LogWriter } from "../src/audit/writer/log-writer.ts";

/** Who writes the log that is tampered with. */
export const WRITER = "0123456789abcdef";

/** The key that signs it. */
export const signer: SignerKey = readSignerKey(generateSignerKey("example.org/log"));

/** A log with a checkpoint over every 16 records or so, and a last one over all. */
export interface MadeLog {
  readonly entries: readonly AuditEntry[];
  /** The signed notes, oldest first. */
  readonly notes: readonly string[];
}

/** A closed log of `size` records and a checkpoint over them. `story` tells one from another. */
export function makeLog(size: number, story = "told", key: SignerKey = signer): MadeLog {
  const writer = new LogWriter(WRITER, key);
  const entries: AuditEntry[] = [];
  const notes: string[] = [];
  const time = (): string => new Date(Date.UTC(2026, 0, 1) + 1000 * writer.size).toISOString();
  const checkpoint = (): void => {
    const made = writer.checkpoint(time());
    if (made === undefined) return;
    entries.push(made.entry);
    notes.push(made.made.note);
  };
  entries.push(writer.link({ kind: "open", time: time(), key: keyText(key), roster: [] }));
  checkpoint();
  while (writer.size < size - 1)
    if (writer.size % 16 === 0) checkpoint();
    else
      entries.push(
        writer.link({
          kind: "outcome",
          decision: `${story} ${writer.size}`,
          outcome: "succeeded",
          time: time(),
        }),
      );
  entries.push(writer.link({ kind: "close", time: time() }));
  checkpoint();
  return { entries, notes };
}

function keyText(key: SignerKey): string {
  const { name, id, publicKey } = key.verifier;
  return `${name}+${toHex(id)}+${Buffer.from([1, ...publicKey]).toString("base64")}`;
}

/** A store into which these rows came in this order. */
export function storeOf(rows: readonly AuditEntry[]): ReadableStore {
  return {
    openings: () => rows.filter(({ seq }) => seq === 1).slice(0, 1),
    entries: (writer, from = 1) =>
      writer === undefined
        ? rows
        : rows
            .filter((row) => row.writer === writer && row.seq >= from)
            .toSorted((one, two) => one.seq - two.seq),
  };
}

/** A record's text after a change of its members, in canonical form. */
export function changed(text: string, change: (record: Record<string, Json>) => void): string {
  const record = JSON.parse(text) as Record<string, Json>;
  change(record);
  return canonicalJson(record);
}

/** The rows numbered from 1. */
export function renumbered(rows: readonly AuditEntry[]): readonly AuditEntry[] {
  return rows.map((row, index) => ({ ...row, seq: index + 1 }));
}

/** The rows as whoever has no key can make them fit again: every record has its place and follows the one before. */
export function rechained(rows: readonly AuditEntry[]): readonly AuditEntry[] {
  let prev = NO_RECORD;
  return rows.map((row, index) => {
    const seq = index + 1;
    const text = changed(row.text, (record) => {
      record["seq"] = seq;
      record["prev"] = prev;
    });
    prev = toHex(leafHash(text));
    return { ...row, seq, text };
  });
}
