import { describe, expect, it } from "vitest";
import { decide, policy } from "../../test/judge.ts";
import { candidateFor, type Rule } from "./rule.ts";
import { FALSE, TRUE, UNCERTAIN } from "./truth.ts";

const ruleOf = (text: string): Rule => {
  const [rule] = policy(text).document?.rules ?? [];
  if (rule === undefined) throw new TypeError("one rule");
  return rule;
};

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

describe("a condition that this release does not evaluate", () => {
  it("does not load, and says that nothing would be allowed by it", () => {
    expect(() => policy("allow: [{ capability: a.b, max_calls: 5 }]")).toThrow(
      'allow[0].max_calls: the condition "max_calls" is not available in this release; nothing is allowed by a rule it cannot evaluate',
    );
  });
});
