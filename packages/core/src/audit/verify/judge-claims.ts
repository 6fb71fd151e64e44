import type { Claim } from "./claim.ts";
import { forkOf } from "./collect-claims.ts";
import type { AuditFinding } from "./finding.ts";
import type { Findings } from "./findings.ts";
import type { SettledLog } from "./settle-log.ts";

/**
 * Says what it means that a log does not hold what is claimed of it, and up to where each writer's log is vouched for
 * from outside. `logs` are in the order in which they opened; `vouching` are writers of later logs that are vouched for.
 */
export function judgeClaims(
  claims: readonly Claim[],
  logs: readonly SettledLog[],
  { findings, vouching }: { readonly findings: Findings; readonly vouching: ReadonlySet<string> },
): ReadonlyMap<string, number> {
  const byWriter = new Map(logs.map((log) => [log.log.facts.writer, log]));
  for (const [writer, known] of Map.groupBy(claims, (claim) => claim.writer)) {
    const log = byWriter.get(writer);
    const loss = log === undefined ? gapOf(known) : truncationOf(log, known);
    if (loss !== undefined) findings.add(loss);
    const broken = log?.broken.at(-1);
    if (log === undefined || broken === undefined) continue;
    const finding = contradictionOf(broken, log);
    // What does not fit the log's own checkpoint has been said.
    if (finding.kind === "fork" || broken.size > log.rewritten) findings.add(finding);
  }
  return anchoredSizes(logs, vouching);
}

function gapOf(claims: readonly Claim[]): AuditFinding | undefined {
  const largest = claims.at(-1);
  if (largest === undefined) return undefined;
  const { writer, size, source } = largest;
  const message = `nothing is left of this writer; ${source} knows ${size} records`;
  return { kind: "gap", writer, seq: 1, last: size, message };
}

function truncationOf(
  { size: have }: SettledLog,
  claims: readonly Claim[],
): AuditFinding | undefined {
  const largest = claims.toSorted((one, other) => recordsOf(one) - recordsOf(other)).at(-1);
  if (largest === undefined || recordsOf(largest) <= have) return undefined;
  const { writer, source } = largest;
  const size = recordsOf(largest);
  const message = `there are ${have} records; ${source} shows at least ${size}`;
  return { kind: "truncated", writer, seq: have + 1, last: size, message };
}

/** How many records there must be: a checkpoint leaves the log only once its own record is durable. */
function recordsOf({ size, by }: Claim): number {
  return by === undefined ? size + 1 : size;
}

function contradictionOf(broken: Claim, log: SettledLog): AuditFinding {
  const { writer, size, source, by } = broken;
  // The log cannot extend both.
  const other = log.held.find((claim) => claim.by === undefined && claim.size >= size);
  if (by === undefined && other !== undefined) return forkOf(broken, other);
  const message = `records 1 to ${size} fit each other, but not ${source}`;
  return { kind: "rewritten", writer, seq: 1, last: size, message };
}

function anchoredSizes(
  logs: readonly SettledLog[],
  vouching: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const anchored = new Map<string, number>();
  // Whoever vouches for a writer vouches for what that writer's first record says of others.
  for (const { log, held } of logs.toReversed())
    for (const { by, size } of held)
      if (by === undefined || vouching.has(by) || (anchored.get(by) ?? 0) > 0) {
        const { writer } = log.facts;
        anchored.set(writer, Math.max(anchored.get(writer) ?? 0, size));
      }
  return anchored;
}
