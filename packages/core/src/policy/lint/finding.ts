import type { Rule } from "../rule.ts";

/** What a lint finding is about; the words never change. */
export type LintCode =
  | "approval_without_allow"
  | "blanket_allow"
  | "duplicate_rule"
  | "shadowed_allow"
  | "text_condition"
  | "token_of_nobody"
  | "undeclared_value"
  | "unnamed_tool_capability"
  | "unknown_environment"
  | "never_matches"
  | "unused_approvers";

/** One thing in a policy that loads but hardly means what its author wants. Lines and columns count from 1. */
export interface LintFinding {
  readonly code: LintCode;
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  /** The rule's `id` or its place such as `allow[0]`; for a tool, `tools.` and its name; else the section. */
  readonly key: string;
  readonly message: string;
}

/** A finding at a rule. */
export function ruleFinding(rule: Rule, code: LintCode, message: string): LintFinding {
  const { file, line, id } = rule.reference;
  return { code, file, line, column: rule.column, key: id, message };
}

/** Where a rule is, for a finding at another rule. */
export function placeOf(rule: Rule, from: Rule): string {
  const { file, line, id } = rule.reference;
  return file === from.reference.file ? `${id} (line ${line})` : `${id} (${file}:${line})`;
}

/** Whether a rule lets calls through when it holds. */
export function permits(rule: Rule): boolean {
  return rule.section === "allow" || rule.section === "warn";
}
