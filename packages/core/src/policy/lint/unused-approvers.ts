import { overlaps } from "../capability-pattern.ts";
import type { PolicyDocument } from "../document/document.ts";
import type { LintFinding } from "./finding.ts";

/** Entries of `approvals:` for capabilities of which nothing ever asks for approval. */
export function unusedApprovers(document: PolicyDocument): readonly LintFinding[] {
  const { approvals, rules, riskLevels } = document;
  // A risk level may ask about any capability.
  if ([...riskLevels.values()].some(({ action }) => action === "require_approval")) return [];
  const asked = rules
    .filter(({ section }) => section === "require_approval")
    .flatMap((rule) => rule.patterns);
  return approvals
    .filter(({ patterns }) => !asked.some((pattern) => isMeant(pattern, patterns)))
    .map(({ patterns, file, line }) => {
      const about =
        patterns.length === 0 ? "" : ` is about "${patterns.map(written).join('", "')}"`;
      const message = `no approval rule${about === "" ? " is there" : about}, so these approvers are never asked`;
      return { code: "unused_approvers", file, line, key: "approvals", message };
    });
}

const written = (pattern: readonly string[]): string => pattern.join(".");

function isMeant(asked: readonly string[], patterns: readonly (readonly string[])[]): boolean {
  return patterns.length === 0 || patterns.some((pattern) => overlaps(pattern, asked));
}
