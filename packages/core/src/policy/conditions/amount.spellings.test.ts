import { describe, expect, it } from "vitest";
import { type Call, decide, truthOf } from "../../../test/judge.ts";
import type { JsonObject } from "../../encoding/json.ts";

const above = (payload: JsonObject, call: Call = {}): string =>
  truthOf("restrict", "amount_gt: 1000", { capability: "payments.transfer", payload, ...call });

const upTo = (payload: JsonObject, call: Call = {}): string =>
  truthOf("permit", "amount_lte: 1000", { capability: "payments.transfer", payload, ...call });

/** Ways to write an amount over 1000 that no rule may take for one up to 1000. */
const SPELLINGS: readonly JsonObject[] = [
  { amount: 5000 },
  { amount: "5000" },
  { amount: "5e3" },
  { amount: 1000.01 },
  { amount: "1000.0000000000000000001" },
  { amount: "1,000,000" },
  { amount: "1.000,01" },
  { amount: "1000,01" },
  { amount: "5 000" },
  { amount: "5_000" },
  { amount: "$5000" },
  { amount: "5000 USD" },
  { amount: "0x1388" },
  { amount: "0b1001110001000" },
  { amount: "+5000" },
  { amount: "--5000" },
  { amount: " 5000" },
  { amount: "5000\n" },
  { amount: "５０００" },
  { amount: "٥٠٠٠" },
  { amount: "5000\u200b" },
  { amount: "five thousand" },
  { amount: "1e400" },
  { amount: "1e16" },
  { amount: "Infinity" },
  { amount: "NaN" },
  { amount: "-5000" },
  { amount: -5000 },
  { amount: 1e-16 },
  { amount: true },
  { amount: null },
  { amount: "" },
  { amount: " " },
  { amount: [5000] },
  { amount: [[[5000]]] },
  { amount: [1, 5000] },
  { amount: { value: 5000, currency: "EUR" } },
  { amount: { units: 5000, nanos: 0 } },
  { amount: { text: "5,000.00" }, total: 1 },
  { amount: { raw: 1e-16 }, total: 1 },
  { amount: { raw: "Infinity" }, total: 1 },
  { amount: { raw: ["1", "5 000"] } },
  { Amount: 5000 },
  { AMOUNT: 5000 },
  { amount: 1, Amount: 5000 },
  { amount: 999, total: 5000 },
  { total_amount: 5000 },
  { totalAmount: 5000 },
  { "grand-total": 5000 },
  { transfer: { details: { price: 5000 } } },
  { unit_cost: 5000 },
  { quantity: 5000 },
  { lines: [{ sum: 1 }, { sum: 5000 }] },
  { amount_cents: 500_000 },
  { amountCents: 500_000 },
  { amount: 10, price_minor: 500_000 },
  { items: [{ amount: 600 }, { amount: 600 }] },
  { items: [{ amount: "600" }, { Amount: 600.5 }] },
  { total: { first: 600, second: 600 } },
  { amount: [500, 501] },
  { items: [{ amount: 1500 }, { amount: -1000 }] },
];

const SMALL: readonly JsonObject[] = [
  { amount: 1000 },
  { amount: "1000.00" },
  { amount: "1e3" },
  { amount: 0.01 },
  { amount: "0" },
  { amount: { value: 10, currency: "EUR" } },
  { items: [{ amount: 400 }, { amount: 600 }] },
  { amount: 10, note: "5000 reasons", count: 5000, id: "1e9" },
];

describe("amount_gt in a deny or approval rule", () => {
  it.each(SPELLINGS)("does not clear %j", (payload) => {
    expect(above(payload)).not.toBe("false");
  });

  it.each(SMALL)("clears %j", (payload) => {
    expect(above(payload)).toBe("false");
  });

  it.each([{ amount: 5000 }, { amount: "1000.0000000000000000001" }, { amount: [1, "5e3"] }])(
    "holds for %j, although nothing else is wrong with it",
    (payload) => {
      expect(above(payload)).toBe("true");
    },
  );
});

describe("amount_lte in an allow rule", () => {
  it.each(SPELLINGS)("does not permit %j", (payload) => {
    expect(upTo(payload)).not.toBe("true");
  });

  it.each(SMALL)("permits %j", (payload) => {
    expect(upTo(payload)).toBe("true");
  });
});

describe("the envelope of a payment", () => {
  const text = `
require_approval:
  - { capability: payments.transfer, amount_gt: 1000 }
allow:
  - { capability: payments.transfer, amount_lte: 1000 }
`;
  const effect = (payload: JsonObject): string =>
    decide(text, { capability: "payments.transfer", payload }).effect;

  it.each(SPELLINGS)("never lets %j through unattended", (payload) => {
    expect(effect(payload)).not.toBe("allow");
  });

  it.each(SMALL)("lets %j through", (payload) => {
    expect(effect(payload)).toBe("allow");
  });
});
