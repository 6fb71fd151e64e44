import type { Hash } from "../merkle/hash.ts";
import type { Claim } from "./claim.ts";
import { SecondReading } from "./second-reading.ts";
import { type LastCheckpoint, locateDamage } from "./locate-damage.ts";
import type { Findings } from "./findings.ts";
import type { ReadableStore } from "../store.ts";
import type { WriterLog } from "./writer-log.ts";

/** A log of which everything is known. */
export interface SettledLog {
  readonly log: WriterLog;
  readonly size: number;
  readonly root: Hash | undefined;
  readonly held: readonly Claim[];
  /** Those that contradict what is there. */
  readonly broken: readonly Claim[];
  /** Up to where records do not fit a checkpoint of the log itself. */
  readonly rewritten: number;
  /** The last checkpoint that is signed and fits. */
  readonly checkpointed: LastCheckpoint | undefined;
  /** The place of the record that says that nothing follows. */
  readonly closedAt: number | undefined;
}

/** Reads again what the quick way has left open, and says what is wrong with it. */
export async function settleLog(
  log: WriterLog,
  store: ReadableStore,
  findings: Findings,
): Promise<SettledLog> {
  const settled = log.isSettled ? settledQuickly(log) : await settleSlowly(log, store, findings);
  const { size, closedAt } = settled;
  // Only the checkpoint over it may follow the record that says that nothing follows.
  const end = (closedAt ?? Number.POSITIVE_INFINITY) + 1;
  if (size > end)
    findings.add({
      kind: "inserted",
      writer: log.facts.writer,
      seq: end + 1,
      last: size,
      message: `records ${end + 1} to ${size} come after the log was closed`,
    });
  return settled;
}

function settledQuickly(log: WriterLog): SettledLog {
  const { entries: size, root, held, checkpointed, closedAt } = log;
  return { log, size, root, held, broken: [], rewritten: 0, checkpointed, closedAt };
}

async function settleSlowly(
  log: WriterLog,
  store: ReadableStore,
  findings: Findings,
): Promise<SettledLog> {
  const { writer, open } = log.facts;
  const { rest } = log;
  const before = findings.count;
  const again = new SecondReading(rest.frontier, log.entries);
  const damage = await locateDamage(
    rest,
    again.of(store.entries(writer, rest.frontier.size + 1)),
    (kind, seq, message, last) =>
      findings.add({ kind, writer, seq, message, ...(last === undefined ? {} : { last }) }),
  );
  const unseen = log.entries - rest.frontier.size - damage.rows;
  if (findings.count === before && unseen > 0)
    findings.add({
      kind: "inserted",
      writer,
      message: `there are ${unseen} entries more than places for them`,
    });
  // Whatever it was: a log that is not known to its end must not pass for one.
  if (damage.root === undefined && findings.count === before)
    findings.add({ kind: "edited", writer, message: "not every record is what was recorded" });
  if (!again.hasRoot(log.root) && findings.count === before)
    findings.add({
      kind: "edited",
      writer,
      message: "the database does not give the same records where it is read in another order",
    });
  if (open === undefined && findings.count === before)
    findings.add({
      kind: "edited",
      writer,
      seq: 1,
      message: "the first record does not open a log",
    });
  return {
    log,
    ...damage,
    held: [...log.held, ...damage.held],
    checkpointed: damage.checkpointed ?? log.checkpointed,
    closedAt: log.closedAt ?? damage.closedAt,
  };
}
