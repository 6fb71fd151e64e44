import { describe, expect, it } from "vitest";
import { type Call, policy, truthOf } from "../../../test/judge.ts";

const denied = (call: Call): string => truthOf("restrict", "currency: [USD, eur]", call);
const allowed = (call: Call): string => truthOf("permit", "currency: [USD, eur]", call);

describe("currency", () => {
  it.each([
    [{ currency: "USD" }, "true", "true"],
    [{ currency: "eur" }, "true", "true"],
    [{ Currency: "Usd" }, "true", "true"],
    [{ payment: { currencyCode: "EUR" } }, "true", "true"],
    [{ target_currency: "USD" }, "true", "true"],
    [{ currency: "CHF" }, "false", "false"],
    [{ from: { currency: "CHF" }, to: { currency: "USD" } }, "true", "false"],
    [{ currency: ["USD"] }, "uncertain", "uncertain"],
    [{ currency: { code: "USD" } }, "uncertain", "uncertain"],
    [{ currency: "US$" }, "uncertain", "uncertain"],
    [{ currency: "USD " }, "uncertain", "uncertain"],
    [{ currency: "ＵＳＤ" }, "uncertain", "uncertain"],
    [{ currency: "US\u200bD" }, "uncertain", "uncertain"],
    [{ currency: 840 }, "uncertain", "uncertain"],
    [{ currency: null }, "uncertain", "uncertain"],
    [{ currency: "CHF", currency_code: 1 }, "uncertain", "false"],
    [{}, "uncertain", "uncertain"],
    [{ unit: "USD" }, "uncertain", "uncertain"],
  ])("%j: deny %s, allow %s", (payload, deny, allow) => {
    expect(denied({ payload })).toBe(deny);
    expect(allowed({ payload })).toBe(allow);
  });

  it("is false where it is absent under a broad pattern", () => {
    expect(denied({ payload: {}, pattern: "*" })).toBe("false");
    expect(allowed({ payload: {}, pattern: "*" })).toBe("false");
  });

  it("reads the declared field and no other", () => {
    const fields = { currency: ["/unit"] };
    expect(denied({ payload: { unit: "usd", currency: "CHF" }, fields })).toBe("true");
    expect(denied({ payload: { currency: "USD" }, fields })).toBe("uncertain");
  });

  it("goes with an amount: both must hold, and a missing currency clears nothing", () => {
    const both = "amount_gt: 1000, currency: USD";
    const of = (payload: Call["payload"]): string =>
      truthOf("restrict", both, payload === undefined ? {} : { payload });
    expect(of({ amount: 5000, currency: "USD" })).toBe("true");
    expect(of({ amount: 5000, currency: "CHF" })).toBe("false");
    expect(of({ amount: 5, currency: "USD" })).toBe("false");
    expect(of({ amount: 5000 })).toBe("uncertain");
  });

  it("says which code is wrong", () => {
    expect(() => policy("deny: [{ capability: a.b, currency: [USD, EURO] }]")).toThrow(
      '"EURO" is not a three-letter currency code such as USD',
    );
  });

  it.each(["US", "USDT", '"$"', "5", "[]"])("refuses %s as a currency", (value) => {
    expect(() => policy(`deny: [{ capability: a.b, currency: ${value} }]`)).toThrow(
      /deny\[0\]\.currency: /,
    );
  });
});
