import { isJsonObject } from "../../encoding/json.ts";
import { parseJson } from "../../encoding/strict-json.ts";
import type { AuditEntry } from "../entry.ts";
import { type Hash, leafHash } from "../merkle/hash.ts";
import { proveInclusion } from "../merkle/prove.ts";
import { verifyInclusion } from "../merkle/verify.ts";
import { type NoteSignature, writeNote, writeSignature } from "../../encoding/note/note.ts";
import { readSignedCheckpoint, type SignedCheckpoint } from "../note/signed-checkpoint.ts";
import { RECORD_LIMITS } from "../record.ts";
import { writeTlogProof } from "./tlog-proof.ts";

/** The part of an audit store that a proof is made from. */
export interface WriterEntries {
  /** The entries of a writer by `seq`, from `from` (default 1) on. */
  entries(writer: string, from?: number): Iterable<AuditEntry> | AsyncIterable<AuditEntry>;
}

/** Which record to prove, and what is known beside the log. */
export interface RecordToProve {
  readonly writer: string;
  /** Its place in the writer's log, from 1. */
  readonly seq: number;
  /**
   * Checkpoints kept elsewhere, such as those that witnesses signed: notes, of any writer. The smallest that covers the
   * record is taken in the place of the log's own, with every signature that any of them has over the same text.
   */
  readonly checkpoints?: readonly string[];
}

/** A record with the proof that it is in the log, or why there is none. */
export type RecordProof =
  | {
      readonly kind: "proof";
      /** The record as it is stored; its UTF-8 bytes are the leaf. */
      readonly record: string;
      /** The text of a `.tlog-proof` file. */
      readonly proof: string;
      /** How many records the checkpoint covers. */
      readonly size: number;
    }
  /** The writer has no record of this number. */
  | { readonly kind: "no_record" }
  /** No checkpoint covers the record yet. */
  | { readonly kind: "no_checkpoint" }
  /** The log is not what its checkpoint says. */
  | { readonly kind: "damaged"; readonly reason: string };

/** The log contradicts itself, or its checkpoint. */
class Damage extends Error {}

/**
 * Proves that a record is in its writer's log. Reads from the record to the first checkpoint that covers it, then once
 * from the start to there, and keeps nothing but hashes. Whether the checkpoint's signatures are right is for the
 * reader of the proof to check. Rejects only with what the store throws.
 */
export async function proveRecord(
  store: WriterEntries,
  { writer, seq, checkpoints = [] }: RecordToProve,
): Promise<RecordProof> {
  if (!Number.isSafeInteger(seq) || seq < 1) return { kind: "no_record" };
  const kept = checkpoints
    .flatMap((note) => readSignedCheckpoint(note) ?? [])
    .filter(({ checkpoint }) => isOf(writer, checkpoint.origin) && checkpoint.size >= seq)
    .toSorted((left, right) => left.checkpoint.size - right.checkpoint.size);
  try {
    const { record, own } = await readFrom(store, writer, seq);
    if (record === undefined) return { kind: "no_record" };
    const signed = kept[0] ?? own;
    if (signed === undefined) return { kind: "no_checkpoint" };
    const note = {
      ...signed.note,
      signatures: signaturesOver(signed, [...kept, ...(own ? [own] : [])]),
    };
    const { size, root } = signed.checkpoint;
    const index = seq - 1;
    const hashes = await proveInclusion(index, size, leavesOf(store, writer, size));
    const leaf = leafHash(record);
    if (!verifyInclusion({ index, size, leaf, root }, hashes))
      throw new Damage(`the first ${size} records are not those of the checkpoint over them`);
    const proof = writeTlogProof({ index, hashes, checkpoint: writeNote(note) });
    return { kind: "proof", record, proof, size };
  } catch (error) {
    if (error instanceof Damage) return { kind: "damaged", reason: error.message };
    throw error;
  }
}

interface Start {
  readonly record?: string;
  /** The first checkpoint of the log that covers the record. */
  readonly own?: SignedCheckpoint;
}

/** Reads on from a record to the first checkpoint behind it. */
async function readFrom(store: WriterEntries, writer: string, seq: number): Promise<Start> {
  let record: string | undefined;
  let expected = seq;
  for await (const entry of store.entries(writer, seq)) {
    if (entry.seq !== expected) {
      if (record === undefined) return {};
      throw new Damage(`record ${expected} is missing`);
    }
    expected += 1;
    if (record === undefined) record = entry.text;
    else {
      const own = checkpointIn(entry);
      if (own !== undefined) return { record, own };
    }
  }
  return record === undefined ? {} : { record };
}

/** The checkpoint that a record carries; it covers the records before it. */
function checkpointIn({ writer, seq, text }: AuditEntry): SignedCheckpoint | undefined {
  // Stored text is canonical, so this finds every checkpoint, and few others are parsed.
  if (!text.includes('"kind":"checkpoint"')) return undefined;
  const record = readObject(text);
  if (record?.["kind"] !== "checkpoint") return undefined;
  const signed = typeof record["note"] === "string" && readSignedCheckpoint(record["note"]);
  if (!signed || signed.checkpoint.size !== seq - 1 || !isOf(writer, signed.checkpoint.origin))
    throw new Damage(`record ${seq} is not a checkpoint over the records before it`);
  return signed;
}

function readObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parseJson(text, RECORD_LIMITS);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The leaf hashes of a writer's first records, as they pass. */
async function* leavesOf(store: WriterEntries, writer: string, size: number): AsyncGenerator<Hash> {
  let count = 0;
  for await (const { seq, text } of store.entries(writer)) {
    count += 1;
    if (seq !== count) throw new Damage(`record ${count} is missing`);
    yield leafHash(text);
    if (count === size) return;
  }
  throw new Damage(`the log ends after ${count} of ${size} records`);
}

/** Every signature over a checkpoint's text, each once. */
function signaturesOver(
  { note }: SignedCheckpoint,
  all: readonly SignedCheckpoint[],
): readonly NoteSignature[] {
  const same = all.filter((one) => one.note.text === note.text);
  const lines = same
    .flatMap((one) => one.note.signatures)
    .map((signature) => [writeSignature(signature), signature] as const);
  return [...new Map(lines).values()];
}

/** Whether a checkpoint is of a writer's log; its origin is the key's name and the writer. */
function isOf(writer: string, origin: string): boolean {
  return origin.endsWith(`/${writer}`);
}
