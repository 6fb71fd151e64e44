import { parseDecimal } from "../../encoding/decimal.ts";
import { isJsonObject, type JsonObject } from "../../encoding/json.ts";
import { AmountCondition, compareAmount, type Comparison } from "../conditions/amount.ts";
import { type LintFinding, permits, ruleFinding } from "./finding.ts";
import type { Rule } from "../rule.ts";

/** Bounds of one rule that no call can satisfy together. */
export function contradictions(rule: Rule): readonly LintFinding[] {
  return [amountContradiction(rule), depthContradiction(rule), ...argumentContradictions(rule)]
    .filter((message) => message !== undefined)
    .map((message) => ruleFinding(rule, "never_matches", message));
}

function amountContradiction(rule: Rule): string | undefined {
  const bounds = rule.conditions.filter((condition) => condition instanceof AmountCondition);
  const lower = bounds.filter(({ comparison }) => comparison === "gt" || comparison === "gte");
  const upper = bounds.filter(({ comparison }) => comparison === "lt" || comparison === "lte");
  for (const low of lower)
    for (const high of upper)
      // A restricting rule takes any amount of the call for each bound, so two amounts could satisfy both.
      if (isEmpty(low, high))
        return permits(rule)
          ? `never matches: no amount satisfies both ${low.key} and ${high.key}`
          : `no one amount satisfies both ${low.key} and ${high.key}`;
  const negative = permits(rule) ? upper.find((high) => isEmpty(FROM_ZERO, high)) : undefined;
  return (
    negative && `never matches: ${negative.key} leaves only negative amounts, which no rule allows`
  );
}

type Bound = Pick<AmountCondition, "comparison" | "bound">;
const FROM_ZERO: Bound = { comparison: "gte", bound: 0 };

/** Whether no amount lies between two bounds; where they meet, both must include it. */
function isEmpty(low: Bound, high: Bound): boolean {
  const meets = low.comparison === "gte" && high.comparison === "lte";
  return !compareAmount(high.bound, meets ? "gte" : "gt", low.bound);
}

function depthContradiction({ meaning }: Rule): string | undefined {
  if (!isJsonObject(meaning)) return undefined;
  const bound = (comparison: string, otherwise: number): number => {
    const value = meaning[`caller_depth_${comparison}`];
    return typeof value === "number" ? value : otherwise;
  };
  const least = Math.max(0, bound("gte", 0), bound("gt", -1) + 1);
  const most = Math.min(bound("lte", Infinity), bound("lt", Infinity) - 1);
  return least > most ? "never matches: no depth satisfies its caller_depth bounds" : undefined;
}

/** Bounds of one argument, which is one value, that exclude each other. */
function argumentContradictions({ meaning }: Rule): readonly string[] {
  const matchers = isJsonObject(meaning) && isJsonObject(meaning["args"]) ? meaning["args"] : {};
  return Object.entries(matchers)
    .filter(([, matcher]) => isJsonObject(matcher) && excludeEachOther(matcher))
    .map(([pointer]) => `never matches: no value of ${pointer} satisfies all of its bounds`);
}

function excludeEachOther(matcher: JsonObject): boolean {
  const bounds = (comparisons: readonly Comparison[]): readonly Bound[] =>
    comparisons.flatMap((comparison) => {
      const bound = matcher[comparison];
      const isScalar = typeof bound === "number" || typeof bound === "string";
      const decimal = isScalar ? parseDecimal(String(bound)) : undefined;
      return decimal === undefined ? [] : [{ comparison, bound: decimal }];
    });
  const upper = bounds(["lt", "lte"]);
  return bounds(["gt", "gte"]).some((low) => upper.some((high) => isEmpty(low, high)));
}
