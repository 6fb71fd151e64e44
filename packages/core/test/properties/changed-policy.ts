import * as fc from "fast-check";
import { type Case, casesOf } from "../assurance/case-arbitrary.ts";
import { policies } from "../assurance/policy-arbitrary.ts";
import type { PolicyData, RuleData, Section } from "../reference/policy.ts";

/** Every section that holds rules. */
export const SECTIONS: readonly Section[] = ["deny", "require_approval", "warn", "allow"];

/** Naming an environment makes it known to every rule, so these policies know all of them from the start. */
const knowing: fc.Arbitrary<PolicyData> = policies.map((policy) => ({
  ...policy,
  environments: ["qa", "prod", "lab", "prod*", "p?oduction"],
}));

/** Policies that may be changed without making an environment known. */
export const changeable: fc.Arbitrary<Case> = casesOf(knowing);

/** A policy with other rules in one section. */
export function withRules(
  policy: PolicyData,
  section: Section,
  change: (rules: readonly RuleData[]) => readonly RuleData[],
): PolicyData {
  return { ...policy, [section]: change(policy[section] ?? []) };
}

/** A policy with one rule of a section taken out, or undefined where the section has none. */
export function withoutRule(
  policy: PolicyData,
  section: Section,
  choice: number,
): { readonly rule: RuleData; readonly rest: PolicyData } | undefined {
  const rules = policy[section] ?? [];
  const rule = rules[choice % rules.length];
  if (rule === undefined) return undefined;
  return { rule, rest: withRules(policy, section, (all) => all.filter((one) => one !== rule)) };
}
