import { describe, expect, it } from "vitest";
import { decide, policy } from "../../../test/judge.ts";
import { ActionEvent } from "../../action/event.ts";
import type { JsonObject } from "../../encoding/json.ts";

const allow = "allow: [pay]\n";

/** What a payment uses of a limit, or which conditions made the call uncertain, or that the limit is not about it. */
function used(payload: JsonObject, more = "", capability = "pay.out", fields = ""): unknown {
  const limit = `max_total: { amount: 100, per: 24h${more} }`;
  const text = `${fields}deny: [{ capability: "${capability}", ${limit} }]\n${allow}`;
  const { effect, limits, uncertain } = decide(text, { capability: "pay.out", payload });
  return effect === "deny" ? uncertain : limits?.map(({ uses }) => uses);
}

const amounts = (count: number): JsonObject => ({ amount: Array.from({ length: count }, () => 1) });

const UNCERTAIN = ["max_total"];

describe("what a call uses of a limit on amounts", () => {
  it.each([
    [{ amount: 5 }, ["5"]],
    [{ amount: 0 }, ["0"]],
    [{ amount: "0.10" }, ["0.10"]],
    [{ amount: 0.1, total: 0.2 }, ["0.3"]],
    [
      { amount: "123456789012345678901234567890.01", sum: 1 },
      ["123456789012345678901234567891.01"],
    ],
  ])("is the exact sum of %j", (payload, expected) => {
    expect(used(payload)).toEqual(expected);
  });

  it("has each of many amounts once, beside the sum that bounds read", () => {
    expect(used({ items: [{ amount: 5 }, { amount: 6 }, { amount: 7 }] })).toEqual(["18"]);
    expect(used({ amount: [1, 2, 3] })).toEqual(["6"]);
  });

  it("is read where the policy says it is", () => {
    const fields = "fields: { pay.out: { amount: /money } }\n";
    expect(used({ money: 5, amount: 50 }, "", "pay.out", fields)).toEqual(["5"]);
  });

  it.each([
    [{ amount: "1,000" }],
    [{ amount: -5 }],
    [{ amount: 5, total: -1 }],
    [{ amount: true }],
    [{ amount: 5, total: "many" }],
    [{ amount: "1e300" }],
    [{ amount_cents: 500 }],
    [{ amount: `${"9".repeat(64)}e15` }],
    [{ amount: `0.${"0".repeat(62)}1e-15` }],
    [{ note: "nothing" }],
  ])("cannot be told of %j, so the rule is uncertain and denies", (payload) => {
    expect(used(payload)).toEqual(UNCERTAIN);
  });

  it("is nothing where a rule over a wildcard meets a call without amounts", () => {
    expect(used({ note: "nothing" }, "", "*")).toBeUndefined();
    expect(used({ amount: "many" }, "", "*")).toEqual(UNCERTAIN);
    expect(used({ amount: 5 }, "", "*")).toEqual(["5"]);
  });

  it("of ten thousand amounts is told, and of more is uncertain", () => {
    expect(used(amounts(10_000))).toEqual(["10000"]);
    expect(used(amounts(10_001))).toEqual(UNCERTAIN);
  });
});

describe("many limits on many values", () => {
  it.each([
    [
      "currencies",
      { amount: 1, fees: Array.from({ length: 15_000 }, () => ({ currency: "USD" })) },
    ],
    ["a list", { amount: 1, currency: Array.from({ length: 49_000 }, () => "USD") }],
    [
      "amounts",
      { currency: "USD", amount: Array.from({ length: 10_000 }, () => "0.123456789012345678") },
    ],
  ])("take less than 100 ms of a decision: %s", (_name, payload) => {
    const rules = Array.from({ length: 100 }, (_, at) => ({
      capability: "pay",
      max_total: { amount: 1e9 + at, per: "24h", currency: ["USD", "EUR"], by: [] },
    }));
    const system = policy(JSON.stringify({ deny: rules, allow: ["pay"] }));
    const event = ActionEvent.create({ actor: "agent", capability: "pay.out", payload });
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      system.decide(event);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(100);
  });
});

describe("a limit on amounts in a currency", () => {
  const usd = ", currency: USD";

  it("counts calls in it alone", () => {
    expect(used({ amount: 5, currency: "usd" }, usd)).toEqual(["5"]);
    expect(used({ amount: 5, currency: "EUR" }, usd)).toBeUndefined();
    expect(used({ amount: 5, currency: "EUR" }, ", currency: [USD, EUR]")).toEqual(["5"]);
  });

  it.each([
    [{ amount: 5 }],
    [{ amount: 5, currency: "dollars" }],
    [{ amount: 5, currency: null }],
    [{ amount: 5, currency: "USD", fee: { currency: "EUR" } }],
    [{ amount: 5, currency: ["EUR", "?"] }],
  ])("is uncertain of %j, also over a wildcard", (payload) => {
    expect(used(payload, usd)).toEqual(UNCERTAIN);
    expect(used(payload, usd, "*")).toEqual(UNCERTAIN);
  });
});
