import { describe, expect, it } from "vitest";
import { AmountKeys } from "./amount-keys.ts";

const meaning = (key: string): string => new AmountKeys().meaningOf(key);

describe("AmountKeys", () => {
  it.each(
    `amount AMOUNT Total value sum quantity price cost total_amount unit-price GRAND_TOTAL
     transferAmount unitPrice netTotal lineSum x_cost a2Value
     amounts amount_usd amountUsd amountUSD total-eur lineTotals unitPriceEUR`.split(/\s+/),
  )("takes %s for an amount", (key) => {
    expect(meaning(key)).toBe("amount");
  });

  it.each("cents pence amount_cents amountCents price-minor total_minor_units feePence".split(" "))(
    "takes %s for minor units",
    (key) => {
      expect(meaning(key)).toBe("minor-units");
    },
  );

  it.each([
    "",
    "id",
    "count",
    "summary",
    "valued",
    "pricey",
    "subtotal",
    "evaluate",
    "cost center",
    "minority",
    "recents",
    "accents",
    "docents",
    "constructor",
    "__proto__",
    "toString",
  ])("takes %j for neither", (key) => {
    expect(meaning(key)).toBe("other");
  });

  it("means the same of a key however many it has seen", () => {
    const keys = new AmountKeys();
    for (let index = 0; index < 5000; index += 1) keys.meaningOf(`key${index}`);
    for (const key of ["amount", "amount_cents", "key7", "key4999"])
      expect([keys.meaningOf(key), keys.meaningOf(key)]).toStrictEqual([
        meaning(key),
        meaning(key),
      ]);
  });
});
