import type { ExecutionVerdict, Outcome } from "@capfence/core";
import type { Attributes } from "@opentelemetry/api";

/** The instrumentation scope of all that is sent. */
export const SCOPE = "@capfence/otel";

/** Some providers put whole signatures into the ids of tool calls; those name nothing. */
const MAXIMUM_CALL_ID = 256;

/** The tool that a verdict is on, by the name that its framework knows it by. */
export function toolOf({ event }: ExecutionVerdict): string {
  return event.context.toolName ?? event.capability;
}

/**
 * What telemetry may know of a decision: OpenTelemetry's GenAI conventions for `execute_tool`, and our own names.
 * Arguments, paths and what people wrote are left out, as they may be secret.
 */
export function decisionAttributes(verdict: ExecutionVerdict): Attributes {
  const { event, rule, approvalId } = verdict;
  const { toolCallId, sessionId, framework, tenant } = event.context;
  return present({
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": toolOf(verdict),
    "gen_ai.tool.call.id":
      toolCallId === undefined || toolCallId.length > MAXIMUM_CALL_ID ? undefined : toolCallId,
    "gen_ai.agent.id": event.actor,
    "gen_ai.conversation.id": sessionId,
    "capfence.decision.id": verdict.id,
    "capfence.decision.effect": verdict.decision,
    "capfence.decision.reason": verdict.reason,
    "capfence.decision.authorized": verdict.authorized,
    "capfence.decision.warn": verdict.warn || undefined,
    "capfence.decision.uncertain":
      verdict.uncertain.length === 0 ? undefined : [...verdict.uncertain],
    "capfence.rule.id": rule?.id,
    "capfence.rule.section": rule?.section,
    "capfence.rule.severity": rule?.severity,
    "capfence.policy.digest": verdict.policyDigest || undefined,
    "capfence.policy.mode": verdict.mode,
    "capfence.approval.id": approvalId,
    "capfence.actor": event.actor,
    "capfence.capability": event.capability,
    "capfence.environment": event.environment,
    "capfence.session.id": sessionId,
    "capfence.framework": framework,
    "capfence.tenant": tenant,
  });
}

/** What telemetry may know of an outcome; the words of an error are left out, as they may quote arguments. */
export function outcomeAttributes({ outcome, error }: Outcome): Attributes {
  return present({
    "capfence.outcome": outcome,
    "error.type": outcome === "failed" ? errorType(error) : undefined,
  });
}

/** The class of an error if it has one that reads like one, else what the conventions have for the rest. */
function errorType(error: unknown): string {
  const name = nameOf(error);
  return typeof name === "string" && /^[A-Za-z_$][\w$.]{0,63}$/.test(name) ? name : "_OTHER";
}

/** A tool may throw anything, also what fails when it is looked at. */
function nameOf(error: unknown): unknown {
  try {
    return error instanceof Error ? error.name : undefined;
  } catch {
    return undefined;
  }
}

function present(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
