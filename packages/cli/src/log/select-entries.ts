import {
  type ApprovalRecord,
  type AuditEntry,
  AuditError,
  type AuditRecord,
  readRecord,
} from "@capfence/core";

/** Which records of a log are wanted; what is left out does not restrict. */
export interface LogFilter {
  readonly agent?: string;
  readonly capability?: (capability: string) => boolean;
  readonly effect?: string;
  /** Milliseconds since the Unix epoch. */
  readonly since?: number;
}

/** Whose call a record is about, as it is recorded: in a damaged log anything may stand there. */
export interface Subject {
  readonly actor: unknown;
  readonly capability: unknown;
  /** The decision's effect; undefined for records of approvals, which are about a request. */
  readonly effect?: unknown;
}

/** An entry with its record, where it is one, and for a record of an approval whose call that is about. */
export interface LogItem {
  readonly entry: AuditEntry;
  readonly record: AuditRecord | undefined;
  readonly subject: Subject | undefined;
}

/** The wanted entries of a log, in order. Entries that are no records are always wanted: they are damage. */
export function* selectEntries(
  entries: Iterable<AuditEntry>,
  filter: LogFilter,
): Generator<LogItem> {
  const { agent, capability, effect, since } = filter;
  const everyCall = agent === undefined && capability === undefined && effect === undefined;
  // Outcomes only name their decision. What nobody filters by need not be remembered.
  const running = new Set<string>();
  for (const item of withSubjects(entries)) {
    const { record, subject } = item;
    let wanted = true;
    if (record?.kind === "outcome") wanted = everyCall || running.delete(record.decision);
    else if (record !== undefined) wanted = everyCall || isAbout(subject, filter);
    if (wanted && !everyCall && record?.kind === "decision") running.add(record.id);
    if (record !== undefined && since !== undefined) wanted &&= timeOf(record) >= since;
    if (wanted) yield item;
  }
}

/** Says of each decision and approval whose call it is about. */
function* withSubjects(entries: Iterable<AuditEntry>): Generator<LogItem> {
  const requests = new Map<string, Subject>();
  // A new request stands just before the decision that says whose it is.
  let waiting: { readonly entry: AuditEntry; readonly record: ApprovalRecord }[] = [];
  const settled = function* (): Generator<LogItem> {
    for (const { entry, record } of waiting)
      yield { entry, record, subject: requests.get(record.approval) };
    waiting = [];
  };
  for (const entry of entries) {
    const record = recordOf(entry);
    if (record?.kind === "approval" && !requests.has(record.approval)) {
      waiting.push({ entry, record });
      continue;
    }
    let subject: Subject | undefined;
    if (record?.kind === "decision") {
      const { actor, capability, effect, approval } = record;
      subject = { actor, capability, effect };
      if (approval !== undefined) requests.set(approval, { actor, capability });
    } else if (record?.kind === "approval") subject = requests.get(record.approval);
    yield* settled();
    yield { entry, record, subject };
  }
  yield* settled();
}

function recordOf(entry: AuditEntry): AuditRecord | undefined {
  try {
    return readRecord(entry);
  } catch (error) {
    if (error instanceof AuditError) return undefined;
    throw error;
  }
}

function isAbout(subject: Subject | undefined, filter: LogFilter): boolean {
  const { agent, capability, effect } = filter;
  return (
    (agent === undefined || subject?.actor === agent) &&
    (capability === undefined ||
      (typeof subject?.capability === "string" && capability(subject.capability))) &&
    (effect === undefined || subject?.effect === effect)
  );
}

function timeOf({ time }: { readonly time: unknown }): number {
  return typeof time === "string" ? Date.parse(time) : Number.NaN;
}
