import type { ActionEvent } from "../action/event.ts";
import { NO_PLACE, type OutcomeRecord, type RecordDraft } from "../audit/record.ts";
import type { Redactor } from "../audit/redaction/redactor.ts";
import { withOrderedKeys } from "../encoding/canonical-json.ts";
import type { JsonObject } from "../encoding/json.ts";
import { digestJson } from "../encoding/sha256.ts";
import type { ExecutionPreview, ExecutionVerdict } from "./verdict.ts";

const MAXIMUM_ERROR = 200;

/** The record of a decision. */
export function decisionRecord(
  preview: ExecutionPreview,
  id: string,
  time: string,
  redactor?: Redactor,
): RecordDraft {
  const { event, rule, approvalId, bypassId, grantId, token } = preview;
  const { payload, context, resolved, redacted } = recordedParts(preview, id, redactor);
  const { prev, seq, v, writer } = NO_PLACE;
  // Always the same keys, in the order of RFC 8785: such a record is written in half the time.
  return {
    action: event.action,
    actor: event.actor,
    alias: event.alias,
    approval: approvalId,
    authorized: preview.authorized,
    bypass: bypassId,
    capability: event.capability,
    context,
    effect: preview.decision,
    environment: event.environment,
    grant: grantId,
    id,
    kind: "decision",
    mode: preview.mode,
    payload,
    // Of what is recorded: that of the call itself could be guessed from, where a part of it is redacted.
    payloadDigest: digestJson(payload),
    policyDigest: preview.policyDigest,
    prev,
    reason: preview.reason,
    redacted: redacted.length === 0 ? undefined : redacted,
    resolved,
    resource: event.resource,
    rule: rule && withOrderedKeys(rule as unknown as JsonObject),
    seq,
    time,
    token: token && { actors: token.actors, ids: token.ids, issuer: token.issuer },
    // As it is recorded: where it is hidden in the context it must not stand here.
    tool: typeof context["toolName"] === "string" ? context["toolName"] : undefined,
    uncertain: preview.uncertain.length === 0 ? undefined : preview.uncertain,
    v,
    warn: preview.warn || undefined,
    writer,
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
  redactor?: Redactor,
): RecordDraft {
  const words: Partial<ErrorWords> =
    error === undefined ? {} : describeError(verdict, wordsOf(error), redactor);
  const { prev, seq, v, writer } = NO_PLACE;
  return {
    decision: verdict.id,
    error: words.error,
    kind: "outcome",
    outcome,
    prev,
    redacted: words.redacted,
    seq,
    time,
    v,
    writer,
  };
}

type ErrorWords = Pick<OutcomeRecord, "error" | "redacted">;

/** A tool may throw anything, also what was redacted in its arguments, and the log must be able to hold it. */
function describeError(
  { id, event }: ExecutionVerdict,
  words: string,
  redactor: Redactor | undefined,
): ErrorWords {
  // Before it is cut: half a secret matches no pattern.
  const error = words.toWellFormed();
  const { parts, redacted } = redactor?.redact(id, { error }, callOf(event)) ?? {
    parts: { error },
    redacted: [],
  };
  return typeof parts.error === "string"
    ? { error: parts.error.slice(0, MAXIMUM_ERROR).toWellFormed() }
    : { error: parts.error, redacted };
}

interface RecordedParts {
  readonly payload: JsonObject;
  readonly context: JsonObject;
  readonly resolved?: Readonly<Record<string, string>>;
  readonly redacted: readonly string[];
}

/** What is recorded of what the caller wrote. */
function recordedParts(
  { event, resolved }: ExecutionPreview,
  id: string,
  redactor: Redactor | undefined,
): RecordedParts {
  const seen = { ...callOf(event), ...(resolved === undefined ? {} : { resolved }) };
  const { parts, redacted } = redactor?.redact(id, seen) ?? { parts: seen, redacted: [] };
  return { ...withOrderedKeys(parts), redacted };
}

function callOf({ context, payload }: ActionEvent): {
  readonly context: JsonObject;
  readonly payload: JsonObject;
} {
  return { context: context as unknown as JsonObject, payload };
}

function wordsOf(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
  } catch {
    return "an error that cannot be read";
  }
}
