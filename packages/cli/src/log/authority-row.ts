import type {
  ApprovalRecord,
  AuditRecord,
  BypassRecord,
  GrantRecord,
  RevocationRecord,
} from "@capfence/core";
import { printableValue } from "../printable.ts";
import { showTime } from "../timestamp.ts";
import type { LogRow } from "./log-row.ts";

/** Whether a decision, which has a row of its own, accounts for a change of a request. */
export function isStep({ state }: ApprovalRecord): boolean {
  return state === "requested" || state === "consumed";
}

/** The row of what people allowed, refused or took back; undefined for a record of anything else. */
export function authorityRow(record: AuditRecord): LogRow | undefined {
  switch (record.kind) {
    case "approval":
      return approvalRow(record);
    case "grant":
      return grantRow(record);
    case "revocation":
      return revocationRow(record);
    case "bypass":
      return bypassRow(record);
    default:
      return undefined;
  }
}

function approvalRow(record: ApprovalRecord): LogRow {
  const { time, state, by, note, approval, actor, capability } = record;
  return {
    time,
    agent: actor ?? "",
    capability: capability ?? "",
    decision: state,
    reason: by === undefined ? approval : said(by, note),
    outcome: "",
  };
}

/** What was granted in an emergency says so where the eye looks for a verdict. */
function grantRow({ time, grant, by, granted, breakGlass }: GrantRecord): LogRow {
  const { actor = "", capability = "", reason, expiresAt } = granted ?? {};
  const until = typeof expiresAt === "number" ? new Date(expiresAt) : undefined;
  const isMoment = until !== undefined && !Number.isNaN(until.getTime());
  return {
    time,
    agent: actor,
    capability,
    decision: breakGlass === true ? "BREAK-GLASS" : "granted",
    reason: said(by, reason),
    outcome: isMoment
      ? `until ${showTime(until.toISOString())} (${printableValue(grant)})`
      : printableValue(grant),
  };
}

function revocationRow({ time, grant, token, by, reason }: RevocationRecord): LogRow {
  const outcome = printableValue(grant ?? token);
  return {
    time,
    agent: "",
    capability: "",
    decision: "revoked",
    reason: said(by, reason),
    outcome,
  };
}

function bypassRow({ time, state, actor, reason, until, bypass }: BypassRecord): LogRow {
  return {
    time,
    agent: actor,
    capability: "*",
    decision: state === "begun" ? "BYPASS" : "bypass ended",
    reason,
    outcome:
      state === "begun"
        ? `until ${showTime(until)} (${printableValue(bypass)})`
        : printableValue(bypass),
  };
}

function said(by: unknown, words: unknown): string {
  return `by ${printableValue(by)}${words === undefined ? "" : `: ${printableValue(words)}`}`;
}
