import { describe, expect, it } from "vitest";
import { readLimits } from "./read-limits.ts";

describe("a limit of a token", () => {
  it.each([
    ["amount_lte=50", { amount_lte: 50 }],
    [" amount_lte = 50.5 ", { amount_lte: 50.5 }],
    ["environment=staging", { environment: "staging" }],
    ['environment="staging"', { environment: "staging" }],
    ["currency=[USD, EUR]", { currency: ["USD", "EUR"] }],
    ["contains=a=b", { contains: "a=b" }],
  ])("reads %j as a policy would", (text, conditions) => {
    expect(readLimits({ limit: [text] })).toEqual({ conditions });
  });

  it.each([
    ["amount_lte", "write it as amount_lte=50"],
    ["=50", "write it as amount_lte=50"],
    ["amount_lte=", "one value or a list"],
    ["amount_lte=.inf", "amount_lte"],
    ["amount_lte=fifty", "amount_lte"],
    ["currency=[USD", "currency"],
    ["currency=[[USD]]", "one value or a list"],
    ["environment={a: b}", "one value or a list"],
    ["environment=a: b", "one value or a list"],
    ["environment=*a", "environment"],
    ["__proto__=1", "__proto__"],
    ["nonsense=1", "nonsense"],
    ["max_calls=10", "max_calls: expected a mapping with count"],
    ["max_calls={count: 10, by: actor}", "leave by out"],
    ["max_calls={count: 10", "max_calls"],
  ])("refuses %j", (text, words) => {
    expect(() => readLimits({ limit: [text] })).toThrow(words);
  });

  it.each<[string, object]>([
    ["max_calls={count: 10}", { max_calls: { count: 10 } }],
    ["max_calls={count: 10, per: 1m}", { max_calls: { count: 10, per: "1m" } }],
    ["max_total={amount: 99.50, currency: USD}", { max_total: { amount: 99.5, currency: "USD" } }],
  ])("reads %j for a budget, beside conditions", (text, budget) => {
    const conditions = { amount_lte: 50 };
    expect(readLimits({ limit: [text] })).toEqual({ budget });
    expect(readLimits({ limit: [text, "amount_lte=50"] })).toEqual({ budget, conditions });
    expect(() => readLimits({ limit: [text, text] })).toThrow("given twice");
  });

  it("holds each condition once, however it is said", () => {
    expect(() => readLimits({ limit: ["amount_lte=50", "amount_lte=50"] })).toThrow("given twice");
    expect(() =>
      readLimits({ limit: ["amount_lte=50"], conditions: "{ amount_lte: 9000 }" }),
    ).toThrow("given twice");
    expect(readLimits({})).toEqual({});
  });
});
