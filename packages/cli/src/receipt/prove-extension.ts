import { type AuditEntry, recordIn } from "@capfence/core";
import {
  type Hash,
  leafHash,
  proveConsistency,
  readSignedCheckpoint,
  type SignedCheckpoint,
  verifyConsistency,
  writerOf,
} from "@capfence/core/tlog";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import type { Entries } from "./find-decision.ts";

/** The proof that a log still begins as a checkpoint of it says. */
export interface Extension {
  readonly origin: string;
  readonly oldSize: number;
  readonly size: number;
  readonly proof: readonly Hash[];
  /** The log's last checkpoint, as text. */
  readonly note: string;
}

/**
 * Proves that the last checkpoint of a log extends an earlier one. Throws `CommandFailure` where it does not, or where
 * there is no later one; signatures are for the reader of the proof to check.
 */
export async function proveExtension(log: Entries, old: SignedCheckpoint): Promise<Extension> {
  const { origin, size: oldSize, root: firstRoot } = old.checkpoint;
  const writer = writerOf(origin);
  const last = await lastCheckpoint(log.entries(writer, oldSize + 1));
  if (last === undefined)
    throw new CommandFailure(
      EXIT.finding,
      `this log has no checkpoint of "${origin}" over ${oldSize} records or more`,
    );
  const { size, root } = last.signed.checkpoint;
  const leaves = (async function* () {
    for await (const { text } of log.entries(writer)) yield leafHash(text);
  })();
  const proof = await proveConsistency(oldSize, size, leaves).catch((cause: unknown) => {
    if (cause instanceof RangeError) throw rewritten(cause);
    throw cause;
  });
  if (!verifyConsistency({ firstSize: oldSize, firstRoot, size, root }, proof)) throw rewritten();
  return { origin, oldSize, size, proof, note: last.note };
}

interface LastCheckpoint {
  readonly note: string;
  readonly signed: SignedCheckpoint;
}

async function lastCheckpoint(
  entries: ReturnType<Entries["entries"]>,
): Promise<LastCheckpoint | undefined> {
  let last: LastCheckpoint | undefined;
  for await (const entry of entries) {
    // Stored text is canonical, so this finds every checkpoint, and few others are parsed.
    if (!entry.text.includes('"kind":"checkpoint"')) continue;
    const note = noteOf(entry);
    const signed = note === undefined ? undefined : readSignedCheckpoint(note);
    if (note !== undefined && signed !== undefined) last = { note, signed };
  }
  return last;
}

function noteOf(entry: AuditEntry): string | undefined {
  const record = recordIn(entry);
  return record?.kind === "checkpoint" && typeof record.note === "string" ? record.note : undefined;
}

function rewritten(cause?: unknown): CommandFailure {
  return new CommandFailure(
    EXIT.damaged,
    "the log does not extend this checkpoint: its records, or its last checkpoint, are other ones; capfence verify --checkpoint says where",
    { cause },
  );
}
