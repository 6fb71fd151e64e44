import { describe, expect, it } from "vitest";
import { loadErrorOf, policy } from "../../../test/judge.ts";
import { LimitCondition } from "./limit-condition.ts";

/** A limit as it is explained. */
function words(keys: string): string {
  const [condition] =
    policy(`deny: [{ capability: a.b, ${keys} }]`).document?.rules[0]?.conditions ?? [];
  return condition instanceof LimitCondition ? condition.words : "no limit";
}

describe("a limit", () => {
  it.each([
    ["max_calls: { count: 20, per: 1h }", "counts calls by actor; at most 20 per 1h"],
    [
      "max_calls: { count: 0, per: 1s, by: [] }",
      "counts calls of everybody together; at most 0 per 1s",
    ],
    [
      "max_calls: { count: 1, per: 366d, by: [tenant, actor, tenant] }",
      "counts calls by actor, tenant; at most 1 per 366d",
    ],
    ["max_total: { amount: 10.50, per: 24h }", "counts amounts by actor; at most 10.5 per 24h"],
    [
      'max_total: { amount: "0.10000000000000000001", per: 15m, currency: [usd, EUR], by: session }',
      "counts amounts in EUR or USD by session; at most 0.10000000000000000001 per 15m",
    ],
  ])("reads %s", (keys, expected) => {
    expect(words(keys)).toBe(expected);
  });

  it("can be counted by every fact that the host asserts", () => {
    const by = "actor, capability, environment, framework, session, tenant, tool_name, user_role";
    expect(words(`max_calls: { count: 1, per: 1h, by: [${by}] }`)).toContain(`by ${by};`);
  });
});

describe("a limit that does not load says where and how to mend it", () => {
  it.each([
    [
      "max_calls: 5",
      "1:38: deny[0].max_calls: expected a mapping with count and per, such as { count: 20, per: 1h }, got 5",
    ],
    [
      "max_calls: { count: 5 }",
      "expected a mapping with count and per, such as { count: 20, per: 1h }, got one without",
    ],
    ["max_calls: { per: 1h }", "got one without"],
    [
      "max_calls: { counts: 5, per: 1h }",
      '1:40: deny[0].max_calls.counts: unknown key "counts"; did you mean "count"?',
    ],
    ["max_calls: { count: 5, per: 1h, currency: EUR }", 'unknown key "currency"'],
    [
      "max_calls: { count: -1, per: 1h }",
      "deny[0].max_calls.count: expected a whole number from 0, got -1",
    ],
    ["max_calls: { count: 1.5, per: 1h }", "expected a whole number from 0, got 1.5"],
    ['max_calls: { count: "5", per: 1h }', 'expected a whole number from 0, got "5"'],
    [
      "max_calls: { count: 5, per: 3600 }",
      "deny[0].max_calls.per: expected a time such as 30s, 15m, 24h or 7d, from 1s on, got 3600",
    ],
    ["max_calls: { count: 5, per: 0s }", 'from 1s on, got "0s"'],
    ["max_calls: { count: 5, per: 1.5h }", 'got "1.5h"'],
    ["max_calls: { count: 5, per: -1h }", 'got "-1h"'],
    ["max_calls: { count: 5, per: 1w }", 'got "1w"'],
    ["max_calls: { count: 5, per: 367d }", '"367d" is too long; uses are counted for at most 366d'],
    ["max_calls: { count: 5, per: 9999999999d }", "is too long"],
    [
      "max_calls: { count: 5, per: 1h, by: actors }",
      'deny[0].max_calls.by: calls cannot be counted by "actors"; did you mean "actor"?',
    ],
    [
      "max_calls: { count: 5, per: 1h, by: [actor, risk_level] }",
      'by[1]: calls cannot be counted by "risk_level"; use any of actor,',
    ],
    ["max_calls: { count: 5, per: 1h, by: constructor }", 'cannot be counted by "constructor"'],
    ["max_calls: { count: 5, per: 1h, by: 5 }", "expected text, got 5"],
    [
      "max_total: { amount: -1, per: 1h }",
      "deny[0].max_total.amount: expected a plain decimal from 0, got -1",
    ],
    ['max_total: { amount: "1,000", per: 1h }', 'expected a plain decimal from 0, got "1,000"'],
    [`max_total: { amount: "${"9".repeat(64)}e15", per: 1h }`, "expected a plain decimal from 0"],
    ["max_total: { count: 1, per: 1h }", 'unknown key "count"'],
    [
      "max_total: { amount: 1, per: 1h, currency: EURO }",
      '"EURO" is not a three-letter currency code',
    ],
    ["max_total: { amount: 1, per: 1h, currency: [] }", "the list is empty"],
    [
      "max_calls: { count: 1, per: 1h }, max_total: { amount: 1, per: 1h }",
      "deny[0].max_total: a rule has one limit, for with two it would hold only once both are exceeded; write a rule for each",
    ],
    [
      "unless: { max_calls: { count: 1, per: 1h } }",
      "deny[0].unless.max_calls: a limit holds calls back, so it stands by itself in a deny or require_approval rule",
    ],
  ])("%s", (keys, message) => {
    expect(loadErrorOf(`deny: [{ capability: a.b, ${keys} }]`)).toContain(message);
  });

  it.each(["allow", "warn"])("in %s, where it could only let calls through", (section) => {
    const limit = "max_calls: { count: 1, per: 1h }";
    const place =
      "a limit holds calls back, so it stands by itself in a deny or require_approval rule";
    expect(loadErrorOf(`${section}: [{ capability: a.b, ${limit} }]`)).toContain(
      `${section}[0].max_calls: ${place}; write one beside the rule that lets calls through`,
    );
    // What excuses from an allow rule restricts, and still is no place for a limit.
    expect(loadErrorOf(`${section}: [{ capability: a.b, unless: { ${limit} } }]`)).toContain(
      `${section}[0].unless.max_calls: ${place}`,
    );
  });
});
