import type { ActionEvent } from "../action/event.ts";
import type { Decision, Effect, Reason, RuleReference } from "../policy/decision.ts";
import type { TokenFacts } from "../tokens/token-facts.ts";
import type { PolicyMode } from "../policy/document/document.ts";

/** What would happen to an event now; nothing was recorded or used up. */
export interface ExecutionPreview {
  /** Whether the tool may run. In observe mode that is so whatever the decision. */
  readonly authorized: boolean;
  readonly decision: Effect;
  readonly reason: Reason;
  readonly event: ActionEvent;
  /** Allowed, but marked by a `warn` rule or risk level. */
  readonly warn: boolean;
  readonly rule: RuleReference | undefined;
  /** Conditions that could not be evaluated and made the decision stricter. */
  readonly uncertain: readonly string[];
  readonly policyDigest: string;
  /** What path conditions saw of the disk, where they looked. */
  readonly resolved?: Readonly<Record<string, string>>;
  readonly mode: PolicyMode;
  /** The request for approval that this call waits for, or that lets it through. */
  readonly approvalId?: string;
  /** What the approver said. */
  readonly approverNote?: string;
  /** The grant that lets this call through. */
  readonly grantId?: string;
  /** Whether that grant was given in an emergency. */
  readonly breakGlass?: true;
  /** The emergency bypass that lets this call through. */
  readonly bypassId?: string;
  /** The capability token that the call came with, if its signatures were good. */
  readonly token?: TokenFacts;
}

/** The enforced and recorded decision on an event. */
export interface ExecutionVerdict extends ExecutionPreview {
  /** The id of its decision record. */
  readonly id: string;
  /** When it was decided, RFC 3339 in UTC. */
  readonly timestamp: string;
}

/** The answer to an approval question, as far as it changes a decision. */
export interface ApprovalAnswerFacts {
  readonly reason: Reason;
  readonly authorized: boolean;
  readonly approvalId?: string;
  readonly approverNote?: string;
  readonly grantId?: string;
  readonly breakGlass?: true;
  readonly bypassId?: string;
}

/** A preview of an event from its decision and, where one was asked for, the state of its approval. */
export function previewOf(
  event: ActionEvent,
  decision: Decision,
  mode: PolicyMode,
  approval?: ApprovalAnswerFacts,
): ExecutionPreview {
  const { effect, warn, rule, uncertain, policyDigest, resolved } = decision;
  const answer: ApprovalAnswerFacts = approval ?? {
    reason: decision.reason,
    authorized: effect === "allow",
  };
  return {
    event,
    decision: effect,
    // What an emergency let through is marked for whoever reads the log.
    warn: warn || answer.breakGlass === true || answer.bypassId !== undefined,
    rule,
    uncertain,
    policyDigest,
    ...(resolved === undefined ? {} : { resolved }),
    mode,
    ...answer,
    authorized: mode === "observe" || answer.authorized,
  };
}
