import type {
  ConditionExplanation,
  Explanation,
  RuleExplanation,
  RuleReference,
  TruthName,
} from "@capfence/core";
import { printable, printableValue, shortened } from "../printable.ts";
import { ruleName, rulePlace } from "../rule-name.ts";
import { type Style, styled } from "../terminal.ts";
import { styledVerdict, verdictOf } from "./verdict.ts";

const VALUE_WIDTH = 60;
const MARKS: Readonly<Record<TruthName, string>> = { true: "✓", uncertain: "?", false: "✗" };
const WORDS: Readonly<Record<TruthName, string>> = {
  true: "holds",
  uncertain: "uncertain",
  false: "does not hold",
};
const STYLES: Readonly<Record<TruthName, Style>> = {
  true: "bold",
  uncertain: "yellow",
  false: "dim",
};

/** What to say of the rules that do not bear on the call. */
export type Unrelated = "list" | "count" | "hide";

/** An explanation as lines for people: the decision, the rule that decided, then the others that bear on the call, nearest to holding first. */
export function explanationLines(
  explanation: Explanation,
  unrelated: Unrelated,
  output: NodeJS.WritableStream,
): readonly string[] {
  const { decision, because, rules } = explanation;
  const verdict = styledVerdict(verdictOf(decision), output);
  const ordered = rules.toSorted((one, other) => rankOf(one) - rankOf(other));
  const level = decision.rule?.section === "risk_levels" ? [levelLine(decision.rule, output)] : [];
  return [
    `${verdict} ${printable(explanation.capability)} (${decision.reason})`,
    printable(because),
    ...level,
    ...ordered.flatMap((rule) => ruleLines(rule, output)),
    ...unrelatedLines(explanation, unrelated, output),
  ];
}

function rankOf({ decides, truth }: RuleExplanation): number {
  return decides ? 0 : 1 + Object.keys(MARKS).indexOf(truth);
}

function ruleLines(explained: RuleExplanation, output: NodeJS.WritableStream): readonly string[] {
  const { rule, truth, decides } = explained;
  const head = `${ruleName(rule)} ${styled(output, STYLES[truth], WORDS[truth])}`;
  const place = styled(output, "dim", rulePlace(rule));
  const words = rule.reason === undefined ? "" : ` ${printable(shortened(rule.reason, 100))}`;
  return [
    `${decides ? styled(output, "bold", "→") : " "} ${head}  ${place}${words}`,
    ...(explained.covers === "uncertain"
      ? [stopsShort(explained.capabilities.join(", "), output)]
      : []),
    ...explained.conditions.map((condition) => conditionLine(condition, output)),
  ];
}

function stopsShort(capabilities: string, output: NodeJS.WritableStream): string {
  const why = "the request stops short of it, so nobody knows whether it is meant";
  return `    ${styled(output, "yellow", "?")} capability: ${printable(capabilities)}, uncertain: ${why}`;
}

function conditionLine(
  { key, value, truth, doubt, saw }: ConditionExplanation,
  output: NodeJS.WritableStream,
): string {
  const written = `${key}: ${shortened(printableValue(value), VALUE_WIDTH)}`;
  const notes = [
    ...(truth === "uncertain" ? [`uncertain: ${doubt ?? "it cannot be evaluated"}`] : []),
    ...(saw === undefined ? [] : [saw]),
  ].map(printable);
  const mark = styled(output, STYLES[truth], MARKS[truth]);
  return `    ${mark} ${[written, ...notes].join(" — ")}`;
}

function levelLine(rule: RuleReference, output: NodeJS.WritableStream): string {
  return `${styled(output, "bold", "→")} ${printable(rule.id)}  ${styled(output, "dim", rulePlace(rule))}`;
}

function unrelatedLines(
  { unrelated }: Explanation,
  show: Unrelated,
  output: NodeJS.WritableStream,
): readonly string[] {
  if (unrelated.length === 0 || show === "hide") return [];
  if (show === "count") {
    const rules = unrelated.length === 1 ? "1 rule does" : `${unrelated.length} rules do`;
    return [styled(output, "dim", `${rules} not bear on this capability; --all shows them`)];
  }
  return unrelated.map(({ rule, capabilities, why }) => {
    const about = shortened(capabilities.join(", "), VALUE_WIDTH);
    const line = `${ruleName(rule)}  ${rulePlace(rule)} ${printable(`${about}: ${why}`)}`;
    return styled(output, "dim", `  ${line}`);
  });
}
