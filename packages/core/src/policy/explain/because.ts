import type { Decision } from "../decision.ts";
import type { RuleExplanation } from "./explanation.ts";

/** Why a decision is what it is, in a sentence for people that names no rule. */
export function becauseOf(
  decision: Decision,
  rules: readonly RuleExplanation[],
  capability: string,
): string {
  const words = reasonOf(decision, rules, capability);
  return decision.limits === undefined ? words : `${words}; so it is while no limit is exceeded`;
}

function reasonOf(
  decision: Decision,
  rules: readonly RuleExplanation[],
  capability: string,
): string {
  const { effect, rule, uncertain } = decision;
  if (rule === undefined) return noRuleAllows(rules, capability);
  const level = rule.section === "risk_levels";
  if (effect === "deny") {
    if (level) return "the event's risk level denies it";
    return uncertain.length === 0
      ? "a deny rule holds"
      : "a deny rule could not be evaluated, and an uncertain deny denies";
  }
  if (effect === "require_approval") {
    if (level) return "the event's risk level asks for approval";
    return uncertain.length === 0
      ? "an approval rule holds"
      : "an allow rule holds, but an approval rule could not be evaluated, and an uncertain approval asks";
  }
  if (rule.section === "warn") return "a warn rule holds, which allows and marks the call";
  const allowed = "an allow rule holds, and no stricter one does";
  return decision.warn ? `${allowed}; the call is marked` : allowed;
}

function noRuleAllows(rules: readonly RuleExplanation[], capability: string): string {
  const unless = "what no rule allows is denied";
  if (rules.length === 0) return `no rule is about "${capability}", and ${unless}`;
  const permits = rules.filter(
    ({ rule: { section } }) => section === "allow" || section === "warn",
  );
  if (permits.length === 0) return `no allow rule is about "${capability}", and ${unless}`;
  return permits.some(({ truth }) => truth === "uncertain")
    ? "no allow rule surely holds, and an uncertain allow does not allow"
    : `no allow rule holds, and ${unless}`;
}
