import { describe, expect, it } from "vitest";
import { decide, policy } from "../../test/judge.ts";
import { candidateFor, type Rule } from "./rule.ts";
import { FALSE, TRUE, UNCERTAIN } from "./truth.ts";

const ruleOf = (text: string): Rule => {
  const [rule] = policy(text).document?.rules ?? [];
  if (rule === undefined) throw new TypeError("one rule");
  return rule;
};

const ruleWith = (keys: string): Rule => ruleOf(`deny: [{ capability: a.b, ${keys} }]`);

/** What a deny rule with an `unless` makes of an amount. */
function effectOf(amount: number | string): string {
  const text = "{ deny: [{ capability: a.b, unless: { amount_lt: 5 } }], allow: [a.b] }";
  return decide(text, { capability: "a.b", payload: { amount } }).effect;
}

describe("how a rule bears on a capability", () => {
  const several = ruleOf("deny: [{ capability: [pay.out, pay.out.production.eu, 'crm.*'] }]");

  it("is as its surest pattern says, in whatever order they stand", () => {
    const pay = candidateFor(several, ["pay", "out"], undefined);
    expect([pay?.covers, pay?.absent]).toStrictEqual([TRUE, UNCERTAIN]);
    const crm = candidateFor(several, ["crm", "read"], undefined);
    expect([crm?.covers, crm?.absent]).toStrictEqual([TRUE, FALSE]);
    const short = candidateFor(several, ["crm"], undefined);
    expect([short?.covers, short?.absent]).toStrictEqual([UNCERTAIN, FALSE]);
  });

  it("is not at all where no pattern covers it", () => {
    expect(candidateFor(several, ["mail", "send"], undefined)).toBeUndefined();
  });

  it("includes its other spelling only in a rule that restricts", () => {
    const asked = [
      ["pay", "transfer", "eu"],
      ["pay", "eu", "transfer"],
    ] as const;
    const covers = (section: string): number | undefined =>
      candidateFor(ruleOf(`${section}: [pay.eu]`), ...asked)?.covers;
    expect(["deny", "require_approval", "warn", "allow"].map(covers)).toStrictEqual([
      TRUE,
      TRUE,
      undefined,
      undefined,
    ]);
  });

  it("of a deny rule with a shorter and a longer pattern is certain where the shorter covers", () => {
    const text = "deny: [{ capability: [pay.out, pay.out.production] }]\nallow: [pay]\n";
    expect(decide(text, { capability: "pay.out" })).toMatchObject({
      effect: "deny",
      uncertain: [],
    });
  });
});

describe("what a decision says of a rule", () => {
  it("is its section, name and place, and the author's words where there are any", () => {
    expect(ruleOf("deny:\n  - a.b\n").reference).toStrictEqual({
      section: "deny",
      id: "deny[0]",
      file: "test.yaml",
      line: 2,
    });
    const words =
      "id: no-pay, reason: too much, severity: high, references: [a, b], description: x";
    expect(ruleOf(`allow: [{ capability: a.b, ${words} }]`).reference).toStrictEqual({
      section: "allow",
      id: "no-pay",
      file: "test.yaml",
      line: 1,
      reason: "too much",
      severity: "high",
      references: ["a", "b"],
    });
  });

  it("names what could not be told: how far the request goes, then each condition", () => {
    const text = "deny: [{ capability: pay.out.eu, amount_gt: 5, tenant: x }]\nallow: [pay]\n";
    const decided = (capability: string, amount: unknown): unknown =>
      decide(text, { capability, payload: { amount: amount as number }, tenant: "x" });
    expect(decided("pay.out", "many")).toMatchObject({
      effect: "deny",
      uncertain: ["capability", "amount_gt"],
    });
    expect(decided("pay.out", 6)).toMatchObject({ effect: "deny", uncertain: ["capability"] });
    expect(decided("pay.out.eu", "many")).toMatchObject({
      effect: "deny",
      uncertain: ["amount_gt"],
    });
    expect(decided("pay.out.eu", 6)).toMatchObject({ effect: "deny", uncertain: [] });
    expect(decided("pay.out", 5)).toMatchObject({ effect: "allow" });
  });
});

describe("a rule", () => {
  it.each([
    ["contains: x", "unless: { amount_gt: 5 }"],
    ["contains: x", "contains: y"],
    ["id: one", "id: one, tenant: x"],
  ])("means something else with %s than with %s", (one, other) => {
    expect(ruleWith(one).meaning).not.toEqual(ruleWith(other).meaning);
  });

  it("means the same whatever words are for people", () => {
    const { meaning } = ruleOf("deny: [{ capability: a.b, id: one, reason: two, severity: x }]");
    expect(meaning).toStrictEqual({ section: "deny", capability: "a.b" });
  });

  it.each([
    ["unless: 5", "expected a mapping of conditions, such as { path_within: ./workspace }"],
    ["unless: {}", "expected a mapping of conditions"],
    ["unless: { unless: { tenant: x } }", 'unknown key "unless"'],
    ["unless: { reason: x }", 'unknown key "reason"'],
  ])("cannot have %s", (keys, message) => {
    expect(() => policy(`deny: [{ capability: a.b, ${keys} }]`)).toThrow(message);
  });

  it("of a deny section is escaped by what surely satisfies its unless alone", () => {
    expect([effectOf(4), effectOf(5), effectOf("x")]).toEqual(["allow", "deny", "deny"]);
  });
});
