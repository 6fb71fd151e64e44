import type { Decision, Effect, Reason, RuleReference, Section } from "../policy/decision.ts";

const SECTIONS: Readonly<Record<Effect, Section>> = {
  allow: "allow",
  deny: "deny",
  require_approval: "require_approval",
};
const REASONS: Readonly<Record<Effect, Reason>> = {
  allow: "policy_allow",
  deny: "policy_deny",
  require_approval: "approval_required",
};

/** What another engine said, in its own words. */
export interface BackendAnswer {
  readonly effect: Effect;
  readonly warn?: boolean;
  /** Denied because nothing the engine knows allows it. */
  readonly byDefault?: boolean;
  /** The policy or rule that decided, as the engine calls it. */
  readonly rule?: string | undefined;
  /** Words for people. */
  readonly reason?: string | undefined;
}

/** Turns another engine's answer into a decision; `source` is where its policies are. */
export function backendDecision(
  { effect, warn = false, byDefault = false, rule, reason }: BackendAnswer,
  source: string,
  policyDigest: string,
): Decision {
  return Object.freeze({
    effect,
    reason: byDefault ? "policy_default_deny" : REASONS[effect],
    warn,
    rule: byDefault ? undefined : reference(SECTIONS[effect], rule ?? source, source, reason),
    uncertain: Object.freeze([]),
    policyDigest,
  });
}

/** A denial because an engine could not be asked or gave no answer to rely on; `cause` is kept in the log. */
export function backendFailure(cause: string, source: string, policyDigest: string): Decision {
  return Object.freeze({
    effect: "deny",
    reason: "policy_error",
    warn: false,
    rule: reference("deny", "backend_unavailable", source, cause),
    uncertain: Object.freeze([]),
    policyDigest,
  });
}

const LONGEST_REASON = 500;

function reference(
  section: Section,
  id: string,
  file: string,
  reason: string | undefined,
): RuleReference {
  const words =
    reason === undefined ? {} : { reason: reason.slice(0, LONGEST_REASON).toWellFormed() };
  return Object.freeze({ section, id, file, line: 1, ...words });
}
