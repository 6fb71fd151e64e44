import type { Condition } from "../conditions/condition.ts";
import { TOKEN_CONDITIONS } from "../conditions/registry.ts";
import { UnlessCondition } from "../conditions/unless.ts";
import type { PolicyDocument } from "../document/document.ts";
import type { Rule } from "../rule.ts";
import { type LintFinding, permits, ruleFinding } from "./finding.ts";

/** Rules that ask for a capability token in a policy that does not say whose tokens count: then none does. */
export function tokensOfNobody({ tokens, rules }: PolicyDocument): readonly LintFinding[] {
  if (tokens !== undefined) return [];
  return rules.flatMap((rule) => {
    const key = rule.conditions.flatMap(keysIn).find((name) => TOKEN_CONDITIONS.has(name));
    if (key === undefined) return [];
    const message = `${key} is about a capability token, but there is no tokens: to say whose count, so no call has one${effectOf(rule, key)}`;
    return [ruleFinding(rule, "token_of_nobody", message)];
  });
}

function keysIn(condition: Condition): readonly string[] {
  return condition instanceof UnlessCondition
    ? condition.conditions.map(({ key }) => key)
    : [condition.key];
}

function effectOf(rule: Rule, key: string): string {
  if (permits(rule)) return " and the rule lets nothing through";
  const isExcuse = rule.conditions.every((condition) => condition.key !== key);
  return isExcuse ? " and the rule excuses none" : "";
}
