import { overlaps } from "../capability-pattern.ts";
import { type LintFinding, permits, ruleFinding } from "./finding.ts";
import type { Rule } from "../rule.ts";

/** Conditions that single out what is larger, deeper or less trusted; what they leave is the milder part. */
const ESCALATING = /^(?:amount_gte?|caller_depth_gte?|trust_below|max_calls|max_total)$/;

/**
 * Approval rules that ask about the graver calls of a capability of which nothing allows the milder ones: an
 * approval itself needs no allow rule, but those are then denied, which is hardly what was meant.
 */
export function approvalsWithoutAllow(rules: readonly Rule[]): readonly LintFinding[] {
  const allowing = rules
    .filter((rule) => rule.section !== "deny")
    .filter((rule) => !isEscalating(rule))
    .flatMap((rule) => rule.patterns);
  const message =
    "asks about the graver calls, while no rule lets the milder ones through, so those are denied; allow them, or leave the bound out";
  return rules
    .filter((rule) => rule.section === "require_approval" && isEscalating(rule))
    .filter((rule) =>
      rule.patterns.some((pattern) => !allowing.some((other) => overlaps(pattern, other))),
    )
    .map((rule) => ruleFinding(rule, "approval_without_allow", message));
}

function isEscalating(rule: Rule): boolean {
  return !permits(rule) && rule.conditions.some(({ key }) => ESCALATING.test(key));
}
