import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../encoding/json.ts";
import { AmountKeys } from "./amount-keys.ts";
import { type AmountReading, readAmount, readAmounts } from "./amounts.ts";

const read = (payload: JsonObject, pointers?: readonly string[]): AmountReading =>
  readAmounts(payload, new AmountKeys(), pointers);

describe("the amounts of a payload", () => {
  it.each<[JsonObject, readonly [number, number]]>([
    [{ total: 5000, amount: 999 }, [999, 5000]],
    [{ amount: 999, total: 5000 }, [999, 5000]],
    [{ amount: 6, value: 7, total: 5, price: 6 }, [5, 7]],
    [{ order: { total: 5000, amount: 999 } }, [999, 5000]],
    [{ to: "ann", amount: 5, count: 9 }, [5, 5]],
  ])("of %j reach from the least to the most, in whatever order they stand", (payload, ends) => {
    const { least, most } = read(payload);
    expect(least === undefined ? undefined : [least, most]).toStrictEqual(ends);
  });

  it.each<JsonObject>([
    {},
    { to: "ann", count: 5000 },
    { order: { count: 5000, ids: [5000, "5000"] } },
    { done: true, nothing: null },
  ])("of %j are none", (payload) => {
    const { candidates, least, unreadable, odd } = read(payload);
    expect([candidates, least, unreadable, odd]).toStrictEqual([[], undefined, false, undefined]);
  });

  it("under different names are not added up", () => {
    expect(read({ order: { amount: 600, total: 600 } }).candidates).toStrictEqual([600, 600]);
    expect(read({ order: { amount: -5, total: -7 } }).candidates).toStrictEqual([-5, -7]);
  });

  it("under one name are added up, whatever the case of the name", () => {
    const { least, most } = read({ items: [{ amount: 600 }, { AMOUNT: "600.5" }] });
    expect([least, most]).toStrictEqual([600, { digits: 12_005n, exponent: -1 }]);
  });
});

describe("what stands where an amount belongs and is none", () => {
  it.each<[JsonObject, string, Json | undefined]>([
    [{ amount: "5,000" }, "amount", "5,000"],
    [{ amount: "many" }, "amount", "many"],
    [{ amount: null }, "amount", null],
    [{ amount: true }, "amount", true],
    [{ amount: ["many"] }, "amount", "many"],
    [{ order: { amount: "many" } }, "amount", "many"],
    [{ amount: 5, total: "many", price: "more" }, "total", "many"],
    [{ amount: { note: "about 5" } }, "amount", "about 5"],
    [{ amount: { note: "\nNaN" } }, "amount", "\nNaN"],
    [{ amount: { note: 1e-16 } }, "amount", 1e-16],
    [{ amount_cents: 500 }, "amount_cents", undefined],
    [{ order: { amount_cents: 500 } }, "amount_cents", undefined],
  ])("in %j is under %j", (payload, key, value) => {
    const { odd, unreadable } = read(payload);
    expect(unreadable).toBe(true);
    expect(odd).toStrictEqual({ key, value });
  });

  it("is not a word, a flag or nothing beside the number in an amount object", () => {
    const { candidates, odd } = read({ amount: { value: 5, unit: "euro", net: true, tax: null } });
    expect([candidates, odd]).toStrictEqual([[5], undefined]);
  });

  it("is anything but a number at a place that the policy declares", () => {
    expect(read({ pay: "many" }, ["/pay"]).odd).toStrictEqual({
      key: "fields.amount",
      value: "many",
    });
    expect(read({ pay: 5, amount: 7 }, ["/pay"])).toMatchObject({
      candidates: [5],
      unreadable: false,
    });
  });
});

describe("readAmount", () => {
  it.each([
    [5, 5],
    [0.01, 0.01],
    [1e-15, 1e-15],
    [-1e-15, -1e-15],
    [9e-16, undefined],
    [2 ** 53, undefined],
    [true, undefined],
    [null, undefined],
    ["5 ", undefined],
    ["5.0", { digits: 50n, exponent: -1 }],
  ])("reads %j as %o", (value, amount) => {
    expect(readAmount(value)).toStrictEqual(amount);
  });
});
