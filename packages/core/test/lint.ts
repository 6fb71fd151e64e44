import { CapabilitySystem } from "../src/policy/capability-system.ts";
import type { LintFinding } from "../src/policy/lint/finding.ts";
import { lintPolicy } from "../src/policy/lint/lint.ts";

/** What is doubtful in a policy of this text. */
export function lint(text: string): readonly LintFinding[] {
  const { document } = new CapabilitySystem().loadPolicyText(text, "policy.yaml");
  return document === undefined ? [] : lintPolicy(document);
}

/** The codes of what is doubtful in a policy of this text. */
export function codes(text: string): readonly string[] {
  return lint(text).map(({ code }) => code);
}
