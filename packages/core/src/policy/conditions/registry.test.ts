import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { CONDITIONS } from "./registry.ts";

/** What the only condition of a rule is called, as decisions and explanations name it. */
const nameOf = (condition: string, section = "deny"): string | undefined =>
  policy(`${section}: [{ capability: a.b, ${condition} }]`).document?.rules[0]?.conditions[0]?.key;

describe("the conditions", () => {
  it("are those of the policy language", () => {
    expect([...CONDITIONS.keys()].toSorted()).toStrictEqual(
      `actor amount_gt amount_gte amount_lt amount_lte args caller_depth_gt caller_depth_gte caller_depth_lt
       caller_depth_lte command contains currency environment framework match_keywords match_regex max_calls
       max_total only_args path_matches path_prefix path_within paths requires_token risk_level session sql
       table tenant token_issuer tool_name trust_below url user_role`.split(/\s+/),
    );
  });

  it.each(
    `contains match_keywords match_regex only_args table environment user_role tenant actor session
     tool_name framework risk_level token_issuer`.split(/\s+/),
  )("%s goes by the name that the policy writes", (key) => {
    expect(nameOf(`${key}: x`)).toBe(key);
  });

  it.each([
    ["amount_gt", "1"],
    ["amount_gte", "1"],
    ["amount_lt", "1"],
    ["amount_lte", "1"],
    ["caller_depth_gt", "1"],
    ["caller_depth_gte", "1"],
    ["caller_depth_lt", "1"],
    ["caller_depth_lte", "1"],
    ["currency", "USD"],
    ["args", "{ /x: 1 }"],
    ["sql", "{ writes: true }"],
    ["path_within", "/srv"],
    ["path_prefix", "/srv"],
    ["path_matches", "/srv"],
    ["url", "{ private: true }"],
    ["command", "{ writes: true }"],
    ["trust_below", "internal"],
    ["unless", "{ tenant: x }"],
    ["max_calls", "{ count: 1, per: 1h }"],
    ["max_total", "{ amount: 1, per: 1h }"],
  ])("%s, as %s, goes by the name that the policy writes", (key, value) => {
    expect(nameOf(`${key}: ${value}`)).toBe(key);
  });

  it("requires_token goes by the name that the policy writes, in a rule that allows", () => {
    expect(nameOf("requires_token: true", "allow")).toBe("requires_token");
  });
});
