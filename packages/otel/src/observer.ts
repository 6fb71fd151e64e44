import type { DecisionObserver, ExecutionVerdict, Outcome } from "@capfence/core";
import {
  type Context,
  context,
  type Logger,
  logs,
  SeverityNumber,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import { decisionAttributes, outcomeAttributes, SCOPE, toolOf } from "./attributes.ts";

/** What an observer may be made of. */
export interface OpenTelemetryObserverOptions {
  /** By default that of the global tracer provider. */
  readonly tracer?: Tracer;
  /** By default that of the global logger provider. */
  readonly logger?: Logger;
  /** `false` where the host never records what became of a tool: spans then end with the decision. */
  readonly outcomes?: boolean;
}

/** Sends decisions and outcomes to OpenTelemetry. */
export interface OpenTelemetryObserver extends DecisionObserver {
  decided(verdict: ExecutionVerdict): void;
  finished(verdict: ExecutionVerdict, outcome: Outcome): void;
  /** Ends the spans of calls whose outcome has not come, for a process that is about to end. */
  close(): void;
}

/** So many tools may be running; beyond that, the span that has been open longest ends without an outcome. */
const MOST_OPEN = 4096;

/**
 * An observer for `ActionRuntime`: a span `execute_tool <tool>` for each decision, a child of the span that is active,
 * which ends with the tool's outcome, and a log record for each decision and each outcome. A call that is held back is
 * no error of its span; a tool that fails is.
 */
export function openTelemetryObserver(
  options: OpenTelemetryObserverOptions = {},
): OpenTelemetryObserver {
  const tracer = options.tracer ?? trace.getTracer(SCOPE);
  const logger = options.logger ?? logs.getLogger(SCOPE);
  const open = new Map<string, Span>();

  const endOldest = (): void => {
    for (const [id, span] of open) {
      if (open.size <= MOST_OPEN) return;
      open.delete(id);
      span.end();
    }
  };

  return {
    decided(verdict) {
      const attributes = decisionAttributes(verdict);
      const span = tracer.startSpan(`execute_tool ${toolOf(verdict)}`, {
        kind: SpanKind.INTERNAL,
        attributes,
      });
      logDecision(logger, verdict, trace.setSpan(context.active(), span));
      if (verdict.authorized && options.outcomes !== false) {
        open.set(verdict.id, span);
        endOldest();
        return;
      }
      if (!verdict.authorized)
        span.addEvent("capfence.blocked", { "capfence.decision.reason": verdict.reason });
      span.end();
    },

    finished(verdict, outcome) {
      const span = open.get(verdict.id);
      open.delete(verdict.id);
      const attributes = outcomeAttributes(outcome);
      const around = span === undefined ? context.active() : trace.setSpan(context.active(), span);
      logOutcome(logger, verdict, outcome, around);
      span?.setAttributes(attributes);
      if (outcome.outcome === "failed") span?.setStatus({ code: SpanStatusCode.ERROR });
      span?.end();
    },

    close() {
      for (const span of open.values()) span.end();
      open.clear();
    },
  };
}

function logDecision(logger: Logger, verdict: ExecutionVerdict, around: Context): void {
  const { event, decision, reason, authorized, warn } = verdict;
  const plain = decision === "allow" || reason === "approval_granted";
  logger.emit({
    eventName: "capfence.decision",
    timestamp: new Date(verdict.timestamp),
    ...(authorized && plain && !warn ? INFO : WARN),
    body: `${decision} (${reason}): ${event.capability} by ${event.actor}`,
    attributes: decisionAttributes(verdict),
    context: around,
  });
}

function logOutcome(
  logger: Logger,
  verdict: ExecutionVerdict,
  outcome: Outcome,
  around: Context,
): void {
  const severities = { succeeded: INFO, failed: ERROR, unknown: WARN };
  logger.emit({
    eventName: "capfence.outcome",
    ...severities[outcome.outcome],
    body: `${outcome.outcome}: ${verdict.event.capability} by ${verdict.event.actor}`,
    attributes: { ...decisionAttributes(verdict), ...outcomeAttributes(outcome) },
    context: around,
  });
}

const INFO = { severityNumber: SeverityNumber.INFO, severityText: "INFO" };
const WARN = { severityNumber: SeverityNumber.WARN, severityText: "WARN" };
const ERROR = { severityNumber: SeverityNumber.ERROR, severityText: "ERROR" };
