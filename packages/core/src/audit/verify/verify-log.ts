import type { VerifierKey } from "../../encoding/note/note-key.ts";
import type { ReadableStore } from "../store.ts";
import { type KeptCheckpoint, keptClaims, rosterClaims } from "./collect-claims.ts";
import { judgeClaims } from "./judge-claims.ts";
import { LogFacts } from "./log-facts.ts";
import { readLogs } from "./read-logs.ts";
import { Findings } from "./findings.ts";
import type { VerificationReport, WriterReport } from "./report.ts";
import { linkClaims, reportAfterSeal, type SegmentLink, segmentLinks } from "./segment-link.ts";
import { type SettledLog, settleLog } from "./settle-log.ts";
import { reportStale } from "./stale.ts";
import { TrustedKeys } from "./trusted-keys.ts";

/** What verification knows from elsewhere. */
export interface VerifyOptions {
  /** The keys whose checkpoints count; without any, each log is believed the key that it names. */
  readonly keys?: readonly VerifierKey[];
  /** Checkpoints that were kept outside. */
  readonly checkpoints?: readonly KeptCheckpoint[];
  /** How old the last checkpoint of a log that is not closed may be, and the time now in milliseconds since the Unix epoch. */
  readonly freshness?: { readonly seconds: number; readonly now: number };
  /** For a sealed log: what the reports of later logs say in `continues` of how it ended. It is a finding if none does. */
  readonly links?: readonly SegmentLink[];
  /** Told of the number of entries read, now and then. */
  readonly onProgress?: (entries: number) => void;
}

/** Reads all logs in a store and says what, if anything, is wrong with them and where. Memory does not grow with their length. */
export async function verifyLog(
  store: ReadableStore,
  options: VerifyOptions = {},
): Promise<VerificationReport> {
  const { keys, checkpoints = [], links = [], freshness, onProgress } = options;
  const findings = new Findings();
  const trusted = new TrustedKeys(keys);
  const facts = new LogFacts(await store.openings(), trusted);
  const claims = [
    ...rosterClaims(facts.opens),
    ...linkClaims(links),
    ...keptClaims(checkpoints, trusted, (writer) => facts.keyOf(writer), findings),
  ].toSorted((left, right) => left.size - right.size);
  facts.claims = claims;
  const logs: SettledLog[] = [];
  for (const log of await readLogs(store.entries(), (first) => facts.of(first), onProgress))
    logs.push(await settleLog(log, store, findings));
  if (facts.hasLate) reportUnlisted(facts.unlisted(await store.openings()), findings);
  reportContradicted(facts.contradicted, findings);
  reportHidden(facts, logs, findings);
  const vouching = new Set(links.flatMap((link) => (link.anchored ? link.by : [])));
  const anchored = judgeClaims(claims, logs, { findings, vouching });
  if (options.links !== undefined) reportAfterSeal(links, facts.opens, { logs, findings });
  for (const log of logs) reportUnsigned(log, keys !== undefined, findings);
  const writers = logs.map((log) => reportOf(log, anchored));
  if (freshness !== undefined) reportStale(writers, freshness, findings);
  const continues = segmentLinks(facts.opens, anchored);
  return {
    intact: findings.count === 0,
    entries: logs.reduce((sum, { log }) => sum + log.entries, 0),
    writers,
    acceptedLosses: facts.opens.flatMap(({ acceptedLoss = [] }) => acceptedLoss),
    ...(continues.length === 0 ? {} : { continues }),
    findings: findings.listed,
    findingCount: findings.count,
  };
}

/** What a log says of others was not heard if its first record is not found where first records are looked for. */
function reportUnlisted(writers: readonly string[], findings: Findings): void {
  const message = "the first record is not listed as one that opens a log";
  for (const writer of writers) findings.add({ kind: "edited", writer, seq: 1, message });
}

/** An index of a damaged database can lead to another record than the log holds, and with it to another roster. */
function reportContradicted(writers: readonly string[], findings: Findings): void {
  const message = "the log begins with another record than the one that is listed as its first";
  for (const writer of writers)
    if (!findings.concern(writer)) findings.add({ kind: "edited", writer, seq: 1, message });
}

/** A log can be kept from whoever reads all of them, and still be found by whoever asks for it. */
function reportHidden(facts: LogFacts, logs: readonly SettledLog[], findings: Findings): void {
  const read = new Set(logs.map(({ log }) => log.facts.writer));
  const message = "the first record is listed, but is not among the records of all writers";
  for (const { writer } of facts.opens)
    if (!read.has(writer)) findings.add({ kind: "missing", writer, seq: 1, message });
}

/** The first commit of a writer that signs holds a checkpoint: without one, somebody else wrote it. */
function reportUnsigned(
  { log, checkpointed }: SettledLog,
  mustBeSigned: boolean,
  findings: Findings,
): void {
  const { writer, open } = log.facts;
  if (checkpointed !== undefined || findings.concern(writer)) return;
  // Where nobody asks for a key, logs may be unsigned if they say so.
  if (!mustBeSigned && open?.key === undefined) return;
  const message = "nothing that this writer recorded is signed";
  findings.add({ kind: "bad_signature", writer, seq: 1, message });
}

function reportOf(
  { log, size, root, checkpointed, closedAt }: SettledLog,
  anchored: ReadonlyMap<string, number>,
): WriterReport {
  const { writer, key } = log.facts;
  return {
    writer,
    size,
    root,
    key: key?.name,
    checkpointed: checkpointed?.size ?? 0,
    checkpointTime: checkpointed?.time,
    anchored: anchored.get(writer) ?? 0,
    closed: closedAt !== undefined,
  };
}
