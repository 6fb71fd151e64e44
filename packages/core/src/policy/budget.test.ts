import { describe, expect, it } from "vitest";
import { policy } from "../../test/judge.ts";
import { ActionEvent } from "../action/event.ts";
import type { JsonObject } from "../encoding/json.ts";
import { boundsOf, budgetProblems } from "./budget.ts";
import { CapabilitySystem } from "./capability-system.ts";

const POLICY = "fields: { pay.out: { amount: /money } }\nallow: [pay]";

const uses = (budget: JsonObject, payload: JsonObject): readonly string[] | undefined =>
  policy(POLICY)
    .usesOf(budget, ActionEvent.create({ actor: "agent", capability: "pay.out", payload }))
    ?.map((one) => `${one.key} ${one.uses} of ${one.most}`);

const TOTAL = { max_total: { amount: "10.50", currency: ["USD", "EUR"] } };

describe("a budget", () => {
  it("reads amounts where the policy says that they are, as its limits do", () => {
    const payload = { money: "1.25", amount: 7, currency: "eur" };
    expect(uses(TOTAL, payload)).toEqual(["max_total 1.25 of 10.5"]);
    expect(uses({ ...TOTAL, max_calls: { count: 3 } }, payload)).toEqual([
      "max_calls 1 of 3",
      "max_total 1.25 of 10.5",
    ]);
  });

  it.each<[string, JsonObject, JsonObject]>([
    ["there is no amount", TOTAL, { currency: "USD" }],
    ["the amount cannot be told", TOTAL, { money: "1,000", currency: "USD" }],
    ["the currency is another", TOTAL, { money: 1, currency: "GBP" }],
    ["one of its limits is not good", { ...TOTAL, max_calls: {} }, { money: 1, currency: "USD" }],
    ["it has no limit", {}, {}],
    ["it has something else", { ...TOTAL, constructor: {} }, { money: 1, currency: "USD" }],
  ])("cannot be used where %s", (_name, budget, payload) => {
    expect(uses(budget, payload)).toBe(undefined);
  });

  it("cannot be used before a policy is loaded", () => {
    const event = ActionEvent.create({ actor: "agent", capability: "pay.out" });
    expect(new CapabilitySystem().usesOf({ max_calls: { count: 1 } }, event)).toBe(undefined);
  });

  it.each<[string, JsonObject]>([
    ["expected a mapping with max_calls or max_total, got an empty one", {}],
    ['unknown key "max_cals"; did you mean "max_calls"?', { max_cals: { count: 1 } }],
    ['unknown key "toString"', { toString: { count: 1 } }],
    ["expected a mapping with count, such as { count: 20, per: 1h }, got", { max_calls: 5 }],
    ["got one without", { max_calls: { per: "1h" } }],
    ["expected a whole number from 0", { max_calls: { count: -1 } }],
    ["expected a plain decimal from 0", { max_total: { amount: "a lot" } }],
    ["leave by out", { max_calls: { count: 1, by: "actor" } }],
    ["expected a time such as 30s", { max_calls: { count: 1, per: 60 } }],
    ['"usd." is not a three-letter', { max_total: { amount: 1, currency: "usd." } }],
    ['unknown key "currency"', { max_calls: { count: 1, currency: "USD" } }],
  ])("is told how to be mended: %s", (words, budget) => {
    expect(budgetProblems(budget).map(({ message }) => message)).toEqual([
      expect.stringContaining(words),
    ]);
    expect(boundsOf(budget)).toBe(undefined);
  });

  it("counts within a time where it says one, and says what it counts", () => {
    const budget = { max_calls: { count: 1, per: "2m" }, max_total: { amount: 0.1 } };
    expect(boundsOf(budget)).toEqual([
      { key: "max_calls", most: "1", window: 120_000, words: "calls" },
      { key: "max_total", most: "0.1", words: "amounts" },
    ]);
  });
});
