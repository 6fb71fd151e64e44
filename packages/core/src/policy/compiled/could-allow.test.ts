import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { ActionEvent, type ActionEventInput } from "../../action/event.ts";
import { CapabilitySystem } from "../capability-system.ts";

const could = (text: string, facts: Partial<ActionEventInput> = {}): boolean =>
  policy(text).couldAllow(ActionEvent.create({ actor: "agent", capability: "a.b", ...facts }));

const levels = (action: string): string => `risk_levels: { high: { action: ${action} } }`;

describe("couldAllow", () => {
  it.each([
    ["what a rule allows", "allow: [a.b]"],
    ["what a rule marks", "warn: [a.b]"],
    ["what waits for an approval, which nothing else allows", "require_approval: [a.b]"],
    ["what some payloads are allowed", "allow: [{ capability: a.b, amount_lt: 5 }]"],
    ["what some payloads are denied", "{ deny: [{ capability: a.b, contains: x }], allow: [a.b] }"],
    [
      "what a limit denies once it is used up",
      "{ deny: [{ capability: a.b, max_calls: { count: 0, per: 1h } }], allow: [a.b] }",
    ],
    [
      "what a payload can be excused from",
      "{ deny: [{ capability: a.b, unless: { only_args: x } }], allow: [a.b] }",
    ],
    [
      "what a payload can be excepted from",
      "allow: [{ capability: a.b, unless: { contains: x } }]",
    ],
    [
      "what a token is needed for, for that comes with the call",
      "allow: [{ capability: a.b, requires_token: true, token_issuer: acme }]",
    ],
    [
      "what a token excuses from a denial",
      "{ deny: [{ capability: a.b, unless: { requires_token: true } }], allow: [a.b] }",
    ],
    [
      "what reads SQL, before its grammar is loaded",
      "allow: [{ capability: a.b, sql: { writes: false } }]",
    ],
  ])("is true of %s", (_what, text) => {
    expect(could(text)).toBe(true);
  });

  it.each([
    ["nothing", "allow: [a.c]"],
    ["a rule that denies everything", "{ deny: [a.b], allow: [a.b] }"],
    ["a rule for other environments", "allow: [{ capability: a.b, environment: staging }]"],
    ["a rule that needs a fact nobody gave", "allow: [{ capability: a.b, tenant: acme }]"],
    [
      "a denial that needs a fact nobody gave",
      "{ deny: [{ capability: a.b, tenant: acme }], allow: [a.b] }",
    ],
    [
      "a denial that the context alone does not excuse from",
      "{ deny: [{ capability: a.b, unless: { environment: staging, only_args: x } }], allow: [a.b] }",
    ],
    [
      "an approval that nothing but a limit asks for",
      "require_approval: [{ capability: a.b, max_calls: { count: 0, per: 1h } }]",
    ],
    ["a rule for something narrower", "allow: [a.b.c]"],
  ])("is false where there is %s", (_what, text) => {
    expect(could(text, { environment: "production" })).toBe(false);
  });

  it("counts risk levels as a decision does", () => {
    const high = { risk: "high" };
    expect(could(`{ ${levels("deny")}, allow: [a.b] }`, high)).toBe(false);
    expect(could(`{ ${levels("deny")}, allow: [a.b] }`, { risk: "low" })).toBe(true);
    expect(could(`{ ${levels("deny")}, require_approval: [a.b] }`, high)).toBe(true);
    expect(could(`{ ${levels("require_approval")} }`, high)).toBe(true);
    expect(could(`{ ${levels("warn")} }`, high)).toBe(false);
  });

  it("does not look at the payload", () => {
    const text = "allow: [{ capability: a.b, amount_lt: 5 }]";
    expect(could(text, { payload: { amount: 500 } })).toBe(true);
  });

  it("is false without a policy", () => {
    const event = ActionEvent.create({ actor: "agent", capability: "a.b" });
    expect(new CapabilitySystem().couldAllow(event)).toBe(false);
  });
});
