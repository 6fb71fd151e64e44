import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { codes } from "../../../test/lint.ts";
import { ActionEvent } from "../../action/event.ts";

const codesOf = (deny: string, allow: string): readonly string[] =>
  codes(`{ deny: [{ capability: a, ${deny} }], allow: [{ capability: a.b, ${allow} }] }`);

describe("shadowed_allow with conditions", () => {
  it("is an allow whose conditions surely make a deny hold", () => {
    expect(codesOf("tenant: x", "tenant: x, amount_lte: 5")).toEqual(["shadowed_allow"]);
    expect(codesOf("amount_lte: 10", "amount_lt: 10")).toEqual(["shadowed_allow"]);
    expect(codesOf("amount_lte: 10", "amount_lte: 10")).toEqual(["shadowed_allow"]);
    expect(codesOf("amount_gt: 5", "amount_gte: 6")).toEqual(["shadowed_allow"]);
    expect(codesOf("contains: x, tenant: [a]", "tenant: [a], contains: x")).toEqual([
      "shadowed_allow",
    ]);
  });

  it("is not an allow that may hold where the deny does not", () => {
    expect(codesOf("tenant: x", "tenant: y")).toEqual([]);
    expect(codesOf("tenant: x, amount_lt: 5", "tenant: x")).toEqual([]);
    expect(codesOf("amount_lt: 10", "amount_lte: 10")).toEqual([]);
    expect(codesOf("amount_gt: 5", "amount_gte: 5")).toEqual([]);
    expect(codesOf("amount_gt: 5", "amount_lt: 10")).toEqual([]);
  });

  it("is never an allow that the engine lets through", () => {
    const system = policy(
      "{ deny: [{ capability: a, amount_gt: 5 }], allow: [{ capability: a.b, amount_gte: 5 }] }",
    );
    const event = ActionEvent.create({
      actor: "agent",
      capability: "a.b",
      payload: { amount: 5 },
    });
    expect(system.decide(event).effect).toBe("allow");
  });
});
