import { canonicalJson } from "../../encoding/canonical-json.ts";
import { isJsonObject, type JsonObject } from "../../encoding/json.ts";
import { AmountCondition, compareAmount } from "../conditions/amount.ts";
import type { Rule } from "../rule.ts";

/** Conditions that, spelled the same, surely hold in a restricting rule where they hold in a permitting one. */
const ALIKE: ReadonlySet<string> = new Set(
  `contains match_keywords match_regex currency args only_args table environment user_role tenant actor session
   tool_name framework risk_level token_issuer caller_depth_gt caller_depth_gte caller_depth_lt caller_depth_lte`.split(
    /\s+/,
  ),
);

/** Whether the conditions of a restricting rule surely hold wherever those of a permitting rule do. */
export function isImplied(restricting: Rule, permitting: Rule): boolean {
  const written = membersOf(restricting);
  const given = membersOf(permitting);
  return restricting.conditions.every((condition) => {
    if (condition instanceof AmountCondition) return isBoundImplied(condition, permitting);
    const { key } = condition;
    const [mine, theirs] = [written[key], given[key]];
    if (!ALIKE.has(key) || mine === undefined || theirs === undefined) return false;
    return canonicalJson(mine) === canonicalJson(theirs);
  });
}

/** A permitting rule wants all amounts within its bound and at least one, so one surely satisfies a wider bound. */
function isBoundImplied({ comparison, bound }: AmountCondition, permitting: Rule): boolean {
  const isUpper = comparison.startsWith("l");
  return permitting.conditions.some((other) => {
    if (!(other instanceof AmountCondition)) return false;
    if (other.comparison.startsWith("l") !== isUpper) return false;
    const strict = comparison === "gt" || comparison === "lt";
    const same = strict && other.comparison.endsWith("e") ? "" : "e";
    return compareAmount(other.bound, isUpper ? `lt${same}` : `gt${same}`, bound);
  });
}

function membersOf({ meaning }: Rule): JsonObject {
  return isJsonObject(meaning) ? meaning : {};
}
