import type { RecordDraft } from "../audit/record.ts";
import type { JsonObject } from "../encoding/json.ts";
import type { ExecutionPreview, ExecutionVerdict } from "./verdict.ts";

const MAXIMUM_ERROR = 200;

/** The record of a decision. */
export function decisionRecord(preview: ExecutionPreview, id: string, time: string): RecordDraft {
  const { event, rule, approvalId, resolved } = preview;
  return {
    kind: "decision",
    id,
    time,
    actor: event.actor,
    capability: event.capability,
    resource: event.resource,
    action: event.action,
    ...(event.alias === undefined ? {} : { alias: event.alias }),
    ...(event.environment === undefined ? {} : { environment: event.environment }),
    context: event.context as unknown as JsonObject,
    payload: event.payload,
    effect: preview.decision,
    reason: preview.reason,
    authorized: preview.authorized,
    mode: preview.mode,
    ...(preview.warn ? { warn: true as const } : {}),
    ...(rule === undefined ? {} : { rule: rule as unknown as JsonObject }),
    ...(preview.uncertain.length === 0 ? {} : { uncertain: preview.uncertain }),
    policyDigest: preview.policyDigest,
    ...(resolved === undefined ? {} : { resolved }),
    ...(approvalId === undefined ? {} : { approval: approvalId }),
  };
}

/** What became of a tool: it succeeded, failed (with what it threw), or was started and never seen to end. */
export interface Outcome {
  readonly outcome: "succeeded" | "failed" | "unknown";
  readonly error?: unknown;
}

/** The record of an outcome. */
export function outcomeRecord(
  verdict: ExecutionVerdict,
  { outcome, error }: Outcome,
  time: string,
): RecordDraft {
  const words = error === undefined ? {} : { error: describeError(error) };
  return { kind: "outcome", decision: verdict.id, outcome, time, ...words };
}

/** A tool may throw anything, and the log must be able to hold it. */
function describeError(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
  return text.slice(0, MAXIMUM_ERROR).toWellFormed();
}
