import type { PolicyDocument } from "../document/document.ts";
import { contradictions } from "./contradictions.ts";
import { coverageFindings } from "./coverage.ts";
import { approvalsWithoutAllow } from "./envelopes.ts";
import type { LintFinding } from "./finding.ts";
import { environmentFindings } from "./environments.ts";
import { textConditions } from "./text-conditions.ts";
import { tokensOfNobody } from "./tokens-of-nobody.ts";
import { undeclaredValues } from "./undeclared-values.ts";
import { unusedApprovers } from "./unused-approvers.ts";

/** Everything doubtful in a policy, in the order it is written. It changes no decision. */
export function lintPolicy(document: PolicyDocument): readonly LintFinding[] {
  const findings = [
    ...coverageFindings(document),
    ...environmentFindings(document),
    ...approvalsWithoutAllow(document.rules),
    ...undeclaredValues(document),
    ...unusedApprovers(document),
    ...tokensOfNobody(document),
    ...document.rules.flatMap((rule) => [...textConditions(rule), ...contradictions(rule)]),
  ];
  return findings.toSorted(
    (one, other) =>
      Number(one.file > other.file) - Number(one.file < other.file) ||
      one.line - other.line ||
      (one.column ?? 0) - (other.column ?? 0),
  );
}
