import { canonicalJson } from "../../encoding/canonical-json.ts";
import { isJsonObject } from "../../encoding/json.ts";
import { type CapabilityPattern, coverage } from "../capability-pattern.ts";
import type { PolicyDocument } from "../document/document.ts";
import { type LintFinding, permits, placeOf, ruleFinding } from "./finding.ts";
import { isImplied } from "./implication.ts";
import type { Rule } from "../rule.ts";
import { FALSE } from "../truth.ts";

/** What is doubtful about which capabilities a policy's rules and tools name. */
export function coverageFindings(document: PolicyDocument): readonly LintFinding[] {
  const { rules } = document;
  return [
    ...blanketAllows(rules),
    ...duplicates(rules),
    ...shadowedAllows(rules),
    ...unnamedToolCapabilities(document),
  ];
}

function blanketAllows(rules: readonly Rule[]): readonly LintFinding[] {
  const message = `allows every capability, also those nobody has thought of yet; name the ones it is for`;
  return rules
    .filter((rule) => permits(rule) && rule.conditions.length === 0)
    .filter((rule) => rule.patterns.some((pattern) => pattern.every((segment) => segment === "*")))
    .map((rule) => ruleFinding(rule, "blanket_allow", message));
}

function duplicates(rules: readonly Rule[]): readonly LintFinding[] {
  const first = new Map<string, Rule>();
  const findings: LintFinding[] = [];
  for (const rule of rules) {
    const meaning = meaningOf(rule);
    const known = first.get(meaning);
    if (known === undefined) first.set(meaning, rule);
    else
      findings.push(
        ruleFinding(rule, "duplicate_rule", `says the same as ${placeOf(known, rule)}; remove one`),
      );
  }
  return findings;
}

/** What a rule means, however its capabilities are spelled and ordered. */
function meaningOf(rule: Rule): string {
  const capability = [...new Set(rule.patterns.map((pattern) => pattern.join(".")))].toSorted();
  return canonicalJson(isJsonObject(rule.meaning) ? { ...rule.meaning, capability } : rule.meaning);
}

function shadowedAllows(rules: readonly Rule[]): readonly LintFinding[] {
  const restricting = rules.filter((rule) => !permits(rule));
  return rules.filter(permits).flatMap((rule) => {
    const shadows = rule.patterns.map((pattern) =>
      restricting.find((other) => coversPattern(other, pattern) && isImplied(other, rule)),
    );
    const [shadow] = shadows;
    if (shadow === undefined || shadows.includes(undefined)) return [];
    const place = placeOf(shadow, rule);
    const message =
      shadow.section === "deny"
        ? `never allows anything: ${place} denies all that it covers`
        : `has no effect: ${place} asks for approval of all that it covers, and an approval needs no allow rule`;
    return [ruleFinding(rule, "shadowed_allow", message)];
  });
}

function coversPattern(rule: Rule, covered: CapabilityPattern): boolean {
  return rule.patterns.some(
    (pattern) =>
      pattern.length <= covered.length &&
      pattern.every((segment, index) => segment === "*" || segment === covered[index]),
  );
}

function unnamedToolCapabilities({ tools, rules }: PolicyDocument): readonly LintFinding[] {
  return [...tools].flatMap(([tool, { capability, file, line }]): readonly LintFinding[] => {
    const segments = capability.split(".");
    // A rule that goes further than the capability may still be meant: the environment completes the request.
    const named = rules.some((rule) =>
      rule.patterns.some((pattern) => coverage(pattern, segments) !== FALSE),
    );
    if (named) return [];
    const message = `no rule names "${capability}", so every call of the tool is denied`;
    return [{ code: "unnamed_tool_capability", file, line, key: `tools.${tool}`, message }];
  });
}
