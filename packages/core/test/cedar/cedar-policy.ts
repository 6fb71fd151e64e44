import type { Json } from "../../src/encoding/json.ts";
import {
  conditionsOf,
  patternsOf,
  type PolicyData,
  type RuleData,
  textsOf,
} from "../reference/policy.ts";

/** What Cedar, which knows no approvals, is to make of `require_approval`. */
export type ApprovalsAs = "permit" | "forbid";

/** `sure` asks whether a condition is true, `possible` whether it is true or uncertain. */
type Strength = "sure" | "possible";

const OPERATORS: Readonly<Record<string, string>> = { gt: ">", gte: ">=", lt: "<", lte: "<=" };

const quoted = (text: string): string => JSON.stringify(text);

/** A text inside a pattern of Cedar's `like`, in which only a bare star is special. */
const insideLike = (text: string): string =>
  quoted(text)
    .slice(1, -1)
    .replaceAll("*", String.raw`\*`);

/** Patterns without wildcards become `like`; Cedar's star would cross dots, so others compare segments. */
function capability(pattern: string): string {
  if (!pattern.includes("*")) return `context.capability like "${insideLike(pattern)}.*"`;
  const segments = pattern
    .split(".")
    .map((segment, at) =>
      segment === "*"
        ? `context has s${at}`
        : `context has s${at} && context.s${at} == ${quoted(segment)}`,
    );
  return segments.join(" && ");
}

/** A condition on an argument that may be missing, which a rule naming a concrete capability takes as uncertain. */
function onArgument(name: string, test: string, pattern: string, strength: Strength): string {
  const isConcrete = !pattern.split(".").slice(0, 2).includes("*");
  return strength === "possible" && isConcrete
    ? `(!(context has ${name}) || ${test})`
    : `(context has ${name} && ${test})`;
}

const any = (tests: readonly string[]): string => `(${tests.join(" || ")})`;

function condition(
  [key, value]: readonly [string, Json],
  pattern: string,
  strength: Strength,
): string {
  if (key === "environment" || key === "user_role")
    return any(textsOf(value).map((text) => `context.${key} == ${quoted(text)}`));
  if (key === "contains") {
    const tests = textsOf(value).map(
      (text) => `context.note like "*${insideLike(text.toLowerCase())}*"`,
    );
    return onArgument("note", any(tests), pattern, strength);
  }
  const operator = key.startsWith("amount_") ? OPERATORS[key.slice("amount_".length)] : undefined;
  if (operator === undefined) throw new Error(`"${key}" has no translation into Cedar`);
  return onArgument(
    "amount",
    `context.amount ${operator} ${JSON.stringify(value)}`,
    pattern,
    strength,
  );
}

function statements(
  rules: readonly RuleData[] = [],
  effect: string,
  strength: Strength,
): readonly string[] {
  return rules.flatMap((rule) =>
    patternsOf(rule).map((pattern) => {
      const conditions = conditionsOf(rule).map((one) => condition(one, pattern, strength));
      return `${effect}(principal, action, resource) when { ${[capability(pattern), ...conditions].join(" && ")} };`;
    }),
  );
}

/** A policy in Cedar: deny forbids, allow permits, and approvals do as asked. */
export function cedarPolicy(policy: PolicyData, approvalsAs: ApprovalsAs): string {
  return [
    ...statements(policy.deny, "forbid", "possible"),
    ...statements(
      policy.require_approval,
      approvalsAs,
      approvalsAs === "forbid" ? "possible" : "sure",
    ),
    ...statements(policy.allow, "permit", "sure"),
  ].join("\n");
}
