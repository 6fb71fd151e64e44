import { overlaps } from "../capability-pattern.ts";
import { type LintFinding, permits, ruleFinding } from "./finding.ts";
import type { Rule } from "../rule.ts";

/**
 * Approval rules with conditions over capabilities that nothing allows: an approval itself needs no allow
 * rule, but calls the conditions do not surely hold for are then denied, which is hardly what was meant.
 */
export function approvalsWithoutAllow(rules: readonly Rule[]): readonly LintFinding[] {
  const allowing = rules.filter(permits).flatMap((rule) => rule.patterns);
  const message =
    "no allow rule covers the calls its conditions do not hold for, so those are denied; allow them, or leave the conditions out";
  return rules
    .filter((rule) => rule.section === "require_approval" && rule.conditions.length > 0)
    .filter((rule) =>
      rule.patterns.some((pattern) => !allowing.some((other) => overlaps(pattern, other))),
    )
    .map((rule) => ruleFinding(rule, "approval_without_allow", message));
}
