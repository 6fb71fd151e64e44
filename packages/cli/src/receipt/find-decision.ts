import {
  type AuditEntry,
  AuditError,
  type DecisionRecord,
  type OutcomeRecord,
  readRecord,
  type StorageEngine,
} from "@capfence/core";
import { readDecision, readOutcome } from "@capfence/core/tlog";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { firstEntry } from "../log/first-entry.ts";

/** The part of a storage that decisions are looked for in. */
export type Entries = Pick<StorageEngine, "entries">;

/** A decision as it is in a log, and what is recorded of its tool. */
export interface FoundDecision {
  readonly entry: AuditEntry;
  readonly record: DecisionRecord;
  /** Where several were recorded, the first. */
  readonly outcome?: { readonly entry: AuditEntry; readonly record: OutcomeRecord };
  readonly outcomeCount: number;
}

/** So many of the decisions that a prefix may mean are named. */
const NAMED = 5;
const PLACE = /^([0-9a-f]{16})\/([1-9]\d{0,14})$/;
const ID = /^[\w-]{1,64}$/;

/** Finds a decision by its id, the beginning of it, or its place `<writer>/<seq>`. Throws `CommandFailure` where there is none, or several. */
export async function findDecision(log: Entries, name: string): Promise<FoundDecision> {
  const [, writer, seq] = PLACE.exec(name) ?? [];
  if (writer === undefined && !ID.test(name))
    throw new CommandFailure(
      EXIT.unusable,
      `"${name}" is neither the id of a decision, or the beginning of one, nor a place such as 0123456789abcdef/7`,
    );
  const decision = await (writer === undefined
    ? byId(log, name)
    : byPlace(log, writer, Number(seq)));
  return { ...decision, ...(await outcomesOf(log, decision.record)) };
}

type Decision = Pick<FoundDecision, "entry" | "record">;

async function byId(log: Entries, prefix: string): Promise<Decision> {
  const found: Decision[] = [];
  for await (const entry of log.entries()) {
    // Stored text is canonical, so this finds every decision, and few others are parsed.
    if (!entry.text.includes(`"id":"${prefix}`) || !entry.text.includes('"kind":"decision"'))
      continue;
    const record = readDecision(bytesOf(entry));
    if (record?.id.startsWith(prefix) === true) found.push({ entry, record });
  }
  const exact = found.filter(({ record }) => record.id === prefix);
  const [only, ...others] = exact.length > 0 ? exact : found;
  if (only === undefined)
    throw new CommandFailure(
      EXIT.finding,
      `no decision has the id "${prefix}"; capfence logs --json shows the ids`,
    );
  if (others.length === 0) return only;
  const all = [only, ...others];
  const names = all.slice(0, NAMED).map((one) => nameOf(one, all));
  const more = all.length > NAMED ? ` and ${all.length - NAMED} more` : "";
  throw new CommandFailure(
    EXIT.finding,
    `"${prefix}" may be any of ${names.join(", ")}${more}; name one of them`,
  );
}

async function byPlace(log: Entries, writer: string, seq: number): Promise<Decision> {
  const entry = await firstEntry(log.entries(writer, seq));
  if (entry?.seq !== seq)
    throw new CommandFailure(EXIT.finding, `writer ${writer} has no record ${seq}`);
  const record = readDecision(bytesOf(entry));
  if (record !== undefined) return { entry, record };
  throw new CommandFailure(
    EXIT.finding,
    `record ${seq} of writer ${writer} is ${kindOf(entry)}, and a receipt is of a decision`,
  );
}

function kindOf(entry: AuditEntry): string {
  const outcome = readOutcome(bytesOf(entry));
  if (outcome !== undefined) return `the outcome of decision ${outcome.decision}`;
  try {
    return `of the kind "${readRecord(entry).kind}"`;
  } catch (error) {
    if (error instanceof AuditError) return "damaged";
    throw error;
  }
}

/** What became of a tool; in its decision's log, unless somebody else reported it. */
async function outcomesOf(
  log: Entries,
  { id }: DecisionRecord,
): Promise<Pick<FoundDecision, "outcome" | "outcomeCount">> {
  const quoted = JSON.stringify(id);
  let first: FoundDecision["outcome"];
  let outcomeCount = 0;
  for await (const entry of log.entries()) {
    if (!entry.text.includes(`"decision":${quoted}`)) continue;
    const record = readOutcome(bytesOf(entry));
    if (record?.decision !== id) continue;
    first ??= { entry, record };
    outcomeCount += 1;
  }
  return first === undefined ? { outcomeCount } : { outcome: first, outcomeCount };
}

function nameOf({ entry, record }: Decision, all: readonly Decision[]): string {
  // Two records of one id are told apart by their places.
  const isDouble = all.filter((one) => one.record.id === record.id).length > 1;
  return isDouble ? `${entry.writer}/${entry.seq}` : record.id;
}

function bytesOf({ text }: AuditEntry): Uint8Array {
  return new TextEncoder().encode(text);
}
