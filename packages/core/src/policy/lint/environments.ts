import { EnvironmentCondition, STANDARD_ENVIRONMENTS } from "../conditions/environment.ts";
import type { PolicyDocument } from "../document/document.ts";
import { suggestion } from "../document/source.ts";
import type { Rule } from "../rule.ts";
import { type LintFinding, ruleFinding } from "./finding.ts";

/** Environments that a rule names and nobody has declared. */
export function environmentFindings(document: PolicyDocument): readonly LintFinding[] {
  const declared = [...STANDARD_ENVIRONMENTS, ...document.environments];
  return document.rules.flatMap((rule) => unknownEnvironments(rule, declared));
}

/** A rule's own spelling counts as known, so a typo would quietly turn it off. */
function unknownEnvironments(rule: Rule, declared: readonly string[]): readonly LintFinding[] {
  return rule.conditions
    .flatMap((condition) => (condition instanceof EnvironmentCondition ? condition.patterns : []))
    .filter((name) => !/[*?]/.test(name) && !declared.includes(name))
    .map((name) => {
      const hint = suggestion(name, declared);
      const message = `environment "${name}" is neither standard nor in environments:${hint}; add it to environments: if it is meant`;
      return ruleFinding(rule, "unknown_environment", message);
    });
}
