import { describe, expect, it } from "vitest";
import { type Call, policy, truthOf } from "../../../test/judge.ts";
import type { JsonObject } from "../../encoding/json.ts";

const above = (payload: JsonObject, call: Call = {}): string =>
  truthOf("restrict", "amount_gt: 1000", { capability: "payments.transfer", payload, ...call });

const upTo = (payload: JsonObject, call: Call = {}): string =>
  truthOf("permit", "amount_lte: 1000", { capability: "payments.transfer", payload, ...call });

describe("amount_gt in a deny or approval rule", () => {
  it("holds for many small amounts under one key, which move as much as a large one", () => {
    expect(above({ items: [{ amount: 600 }, { amount: 600 }] })).toBe("true");
    expect(above({ items: Array.from({ length: 101 }, () => ({ price: "9.91" })) })).toBe("true");
    expect(above({ items: Array.from({ length: 100 }, () => ({ price: "9.91" })) })).toBe("false");
  });

  it("does not let a negative amount pay for a positive one", () => {
    expect(above({ items: [{ amount: 900 }, { amount: 900 }, { amount: -1700 }] })).toBe("true");
  });

  it("is uncertain of a negative amount that would hold in the other direction", () => {
    expect(above({ amount: -5000 })).toBe("uncertain");
    expect(above({ amount: -5 })).toBe("false");
  });

  it("is uncertain where the call lacks the amount that a concrete capability asserts", () => {
    for (const payload of [{}, { to: "ann" }, { amount: {} }, { amount: [] }])
      expect(above(payload)).toBe("uncertain");
  });

  it("is false without an amount under a broad pattern, which would stop every tool", () => {
    for (const pattern of ["*", "payments.*", "*.transfer"])
      expect(above({ to: "ann" }, { pattern })).toBe("false");
    expect(above({ amount: 5000 }, { pattern: "*" })).toBe("true");
    expect(above({ amount: "5,000" }, { pattern: "*" })).toBe("uncertain");
  });

  it("still denies when a payload holds an amount that it cannot read and one that it can", () => {
    expect(above({ amount: "5,000", total: 2000 })).toBe("true");
    expect(above({ amount: "5,000", total: 20 })).toBe("uncertain");
  });
});

describe("amount_lte in an allow rule", () => {
  it.each([{}, { to: "ann" }, { amount: [] }, { amount: null }])(
    "does not permit %j",
    (payload) => {
      expect(upTo(payload)).not.toBe("true");
      expect(upTo(payload, { pattern: "*" })).not.toBe("true");
    },
  );

  it("does not permit a negative amount, however small", () => {
    expect(upTo({ amount: -0.01 })).toBe("false");
    expect(upTo({ amount: 5, fee_amount: "-1" })).toBe("false");
  });
});

describe("the four comparisons", () => {
  it.each([
    ["amount_gt", "false", "true", "false"],
    ["amount_gte", "false", "true", "true"],
    ["amount_lt", "true", "false", "false"],
    ["amount_lte", "true", "false", "true"],
  ])("%s below, above and at the bound", (key, below, beyond, equal) => {
    for (const side of ["restrict", "permit"] as const) {
      const of = (amount: number | string): string =>
        truthOf(side, `${key}: 10.5`, { payload: { amount } });
      expect([of(10.49), of(10.51), of(10.5)]).toStrictEqual([below, beyond, equal]);
      expect([of("10.49"), of("10.51"), of("10.50")]).toStrictEqual([below, beyond, equal]);
    }
  });

  it("compare exactly, where doubles would not", () => {
    const payload = { amount: "0.30000000000000000001" };
    expect(truthOf("restrict", 'amount_gt: "0.3"', { payload })).toBe("true");
    const close = 'amount_gte: "0.30000000000000000001"';
    expect(truthOf("restrict", close, { payload: { amount: 0.3 } })).toBe("false");
    const bound = 'amount_gt: "9007199254740993"';
    expect(truthOf("restrict", bound, { payload: { amount: "9007199254740994" } })).toBe("true");
    expect(truthOf("restrict", bound, { payload: { amount: "9007199254740993" } })).toBe("false");
    expect(truthOf("restrict", bound, { payload: { amount: 9007199254740991 } })).toBe("false");
  });

  it.each([
    ['"10e15"', "10000000000000000", "5"],
    ['"1000000e14"', "100000000000000000000", "5"],
    ['"0.00000000000000000001"', "0.00000000000000000001", "0.000000000000000000009"],
  ])("keep the bound %s, which is no plain double", (bound, equal, smaller) => {
    const of = (key: string, amount: string): string =>
      truthOf("restrict", `${key}: ${bound}`, { payload: { amount } });
    expect(of("amount_gte", equal)).toBe("true");
    expect(of("amount_gt", equal)).toBe("false");
    expect(of("amount_lt", smaller)).toBe("true");
    expect(of("amount_gt", smaller)).toBe("false");
  });
});

describe("an amount with declared fields", () => {
  const fields = { amount: ["/transfer/how_much"] };

  it("is read there and nowhere else", () => {
    expect(above({ transfer: { how_much: 5000 } }, { fields })).toBe("true");
    expect(above({ transfer: { how_much: 5 }, amount: 5000 }, { fields })).toBe("false");
  });

  it("is uncertain where it is missing or not a number", () => {
    expect(above({ amount: 5000 }, { fields })).toBe("uncertain");
    expect(above({ transfer: { how_much: "5,000" } }, { fields })).toBe("uncertain");
    expect(above({ transfer: { how_much: {} } }, { fields })).toBe("uncertain");
  });

  it("is every value that the pointers lead to", () => {
    const both = { amount: ["/a", "/b"] };
    expect(above({ a: 1, b: 5000 }, { fields: both })).toBe("true");
    expect(upTo({ a: 1, b: 5000 }, { fields: both })).toBe("false");
    expect(upTo({ a: 1, b: 5 }, { fields: both })).toBe("true");
  });
});

describe("a bound on an amount", () => {
  it.each([
    "ten",
    '"1,000"',
    '"+5"',
    "0x10",
    ".inf",
    ".nan",
    "true",
    "null",
    "[1]",
    '""',
    '"1e99"',
  ])("refuses %s", (bound) => {
    expect(() => policy(`deny: [{ capability: a.b, amount_gt: ${bound} }]`)).toThrow(
      /test\.yaml:1:\d+: deny\[0\]\.amount_gt: /,
    );
  });

  it("refuses digits that YAML would lose, and says to quote them", () => {
    expect(() => policy("deny: [{ capability: a.b, amount_gt: 10000000000000001 }]")).toThrow(
      'cannot be held exactly as a number; put it in quotes: "10000000000000001"',
    );
  });
});

const amounts = (count: number): JsonObject => ({
  amounts: Array.from({ length: count }, () => 0),
});

describe("more than 10,000 amounts", () => {
  it("are uncertain, as the rest is not read", () => {
    expect(above(amounts(10_000))).toBe("false");
    expect(above(amounts(10_001))).toBe("uncertain");
    expect(upTo(amounts(10_000))).toBe("true");
    expect(upTo(amounts(10_001))).toBe("uncertain");
  });

  it("do not hide one that a restricting rule has read", () => {
    const first = Array.from({ length: 10_001 }, (_, at) => (at === 0 ? 5000 : 0));
    expect(above({ amounts: first })).toBe("true");
    expect(above({ amounts: first.toReversed() })).toBe("uncertain");
  });
});

describe("amounts of both signs", () => {
  it.each([
    ["gt", [-5, 3], "true"],
    ["gt", [-20, 3], "true"],
    ["gt", [-20, -3], "uncertain"],
    ["gt", [-1, -1], "false"],
    ["gte", [-2, 1], "uncertain"],
    ["lt", [-20, 30], "true"],
    ["lte", [2, 30], "true"],
    ["lt", [2, 30], "false"],
  ])("in a deny rule with amount_%s: 2, %j is %s", (comparison, amount, truth) => {
    const condition = `amount_${comparison}: 2`;
    expect(truthOf("restrict", condition, { payload: { amount } })).toBe(truth);
  });
});
