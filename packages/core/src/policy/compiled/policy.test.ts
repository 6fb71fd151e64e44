import { describe, expect, it } from "vitest";
import { decide, policy } from "../../../test/judge.ts";
import { ActionEvent, type ActionEventInput } from "../../action/event.ts";
import type { Decision } from "../decision.ts";

/** Conditions whose truth for every call below is known. */
const TRUE = "actor: agent";
const FALSE = "actor: nobody";
const UNCERTAIN = "tenant: acme";

const rule = (condition: string): string => `{ capability: a.b, ${condition} }`;

interface Sections {
  readonly deny?: readonly string[];
  readonly require_approval?: readonly string[];
  readonly warn?: readonly string[];
  readonly allow?: readonly string[];
  readonly risk?: string;
}

function judge({ risk, ...sections }: Sections, call: Partial<ActionEventInput> = {}): Decision {
  const lines = Object.entries(sections).map(
    ([name, conditions]) => `${name}: [${conditions.map(rule).join(", ")}]`,
  );
  const levels = risk === undefined ? [] : [`risk_levels: { high: ${risk} }`];
  return decide(["name: test", ...lines, ...levels].join("\n"), { capability: "a.b", ...call });
}

/** A decision in one line. */
function brief({ effect, reason, warn, rule: named, uncertain }: Decision): string {
  const marks = [...(warn ? ["warn"] : []), ...uncertain.map((key) => `${key}?`)];
  return [effect, reason, named?.id ?? "no rule", ...marks].join(" ");
}

describe("a decision", () => {
  it.each<[string, Sections, string]>([
    ["no rule", {}, "deny policy_default_deny no rule"],
    ["an allow rule", { allow: [TRUE] }, "allow policy_allow allow[0]"],
    ["an allow rule that fails", { allow: [FALSE] }, "deny policy_default_deny no rule"],
    ["an uncertain allow rule", { allow: [UNCERTAIN] }, "deny policy_default_deny no rule"],
    ["a deny rule", { deny: [TRUE], allow: [TRUE] }, "deny policy_deny deny[0]"],
    ["a deny rule that fails", { deny: [FALSE], allow: [TRUE] }, "allow policy_allow allow[0]"],
    [
      "an uncertain deny rule",
      { deny: [UNCERTAIN], allow: [TRUE] },
      "deny policy_deny deny[0] tenant?",
    ],
    ["an uncertain deny rule alone", { deny: [UNCERTAIN] }, "deny policy_deny deny[0] tenant?"],
    [
      "a certain deny rule after an uncertain one",
      { deny: [UNCERTAIN, TRUE] },
      "deny policy_deny deny[1]",
    ],
    [
      "an approval rule",
      { require_approval: [TRUE] },
      "require_approval approval_required require_approval[0]",
    ],
    [
      "an approval rule and an allow rule",
      { require_approval: [TRUE], allow: [TRUE] },
      "require_approval approval_required require_approval[0]",
    ],
    [
      "an uncertain approval rule and an allow rule",
      { require_approval: [UNCERTAIN], allow: [TRUE] },
      "require_approval approval_required require_approval[0] tenant?",
    ],
    [
      "an uncertain approval rule and a warn rule",
      { require_approval: [UNCERTAIN], warn: [TRUE] },
      "require_approval approval_required require_approval[0] tenant?",
    ],
    [
      "an uncertain approval rule alone",
      { require_approval: [UNCERTAIN] },
      "deny policy_default_deny no rule",
    ],
    [
      "an uncertain approval rule and an uncertain allow rule",
      { require_approval: [UNCERTAIN], allow: [UNCERTAIN] },
      "deny policy_default_deny no rule",
    ],
    [
      "a deny rule and an approval rule",
      { deny: [TRUE], require_approval: [TRUE], allow: [TRUE] },
      "deny policy_deny deny[0]",
    ],
    [
      "an uncertain deny rule and an approval rule",
      { deny: [UNCERTAIN], require_approval: [TRUE] },
      "deny policy_deny deny[0] tenant?",
    ],
    ["a warn rule", { warn: [TRUE] }, "allow policy_allow warn[0] warn"],
    ["an uncertain warn rule", { warn: [UNCERTAIN] }, "deny policy_default_deny no rule"],
    [
      "a warn rule and an allow rule",
      { warn: [TRUE], allow: [TRUE] },
      "allow policy_allow allow[0] warn",
    ],
    [
      "an uncertain warn rule and an allow rule",
      { warn: [UNCERTAIN], allow: [TRUE] },
      "allow policy_allow allow[0] warn",
    ],
    [
      "a warn rule that fails and an allow rule",
      { warn: [FALSE], allow: [TRUE] },
      "allow policy_allow allow[0]",
    ],
  ])("of %s", (_name, sections, expected) => {
    expect(brief(judge(sections))).toBe(expected);
  });

  it.each<[string, Sections, string]>([
    ["deny", { risk: "deny", allow: [TRUE] }, "deny policy_deny risk_levels.high"],
    ["block", { risk: "block", allow: [TRUE] }, "deny policy_deny risk_levels.high"],
    ["deny without an allow rule", { risk: "deny" }, "deny policy_deny risk_levels.high"],
    [
      "require_approval",
      { risk: "require_approval", allow: [TRUE] },
      "require_approval approval_required risk_levels.high",
    ],
    ["warn", { risk: "warn", allow: [TRUE] }, "allow policy_allow allow[0] warn"],
    ["warn without an allow rule", { risk: "warn" }, "deny policy_default_deny no rule"],
    ["allow without an allow rule", { risk: "allow" }, "deny policy_default_deny no rule"],
    ["allow", { risk: "allow", allow: [TRUE] }, "allow policy_allow allow[0]"],
    ["allow beside a deny rule", { risk: "allow", deny: [TRUE] }, "deny policy_deny deny[0]"],
    [
      "deny beside an approval rule",
      { risk: "deny", require_approval: [TRUE] },
      "require_approval approval_required require_approval[0]",
    ],
    [
      "allow beside an uncertain approval rule",
      { risk: "allow", require_approval: [UNCERTAIN], allow: [TRUE] },
      "require_approval approval_required require_approval[0] tenant?",
    ],
  ])("of a call at a risk level of %s", (_name, sections, expected) => {
    expect(brief(judge(sections, { risk: "high" }))).toBe(expected);
  });

  it("does not mind a risk level that the call does not carry or the policy does not name", () => {
    expect(brief(judge({ risk: "deny", allow: [TRUE] }))).toBe("allow policy_allow allow[0]");
    expect(brief(judge({ risk: "deny", allow: [TRUE] }, { risk: "low" }))).toBe(
      "allow policy_allow allow[0]",
    );
    const payload = { risk: "high", risk_level: "high" };
    expect(brief(judge({ risk: "deny", allow: [TRUE] }, { payload }))).toBe(
      "allow policy_allow allow[0]",
    );
  });

  it("names the first of the rules that decide, whatever comes before it", () => {
    expect(brief(judge({ deny: [FALSE, TRUE, TRUE] }))).toBe("deny policy_deny deny[1]");
    expect(brief(judge({ deny: [UNCERTAIN, UNCERTAIN] }))).toBe("deny policy_deny deny[0] tenant?");
    expect(brief(judge({ allow: [UNCERTAIN, FALSE, TRUE] }))).toBe("allow policy_allow allow[2]");
    expect(brief(judge({ require_approval: [UNCERTAIN, TRUE], allow: [TRUE] }))).toBe(
      "require_approval approval_required require_approval[1]",
    );
  });

  it("joins the conditions of a rule as Kleene does", () => {
    const both = (...conditions: string[]): string =>
      brief(judge({ deny: [conditions.join(", ")], allow: [TRUE] }));
    const session = "session: s1";
    expect(both(TRUE, UNCERTAIN)).toBe("deny policy_deny deny[0] tenant?");
    expect(both(FALSE, UNCERTAIN)).toBe("allow policy_allow allow[0]");
    expect(both(UNCERTAIN, FALSE)).toBe("allow policy_allow allow[0]");
    expect(both(UNCERTAIN, session, TRUE)).toBe("deny policy_deny deny[0] tenant? session?");
    expect(both(UNCERTAIN, session)).toBe("deny policy_deny deny[0] tenant? session?");
  });

  it("does not depend on the order of rules or sections", () => {
    const rules = [FALSE, UNCERTAIN, TRUE].map(rule);
    const texts = ["deny", "require_approval", "warn", "allow"].map(
      (name, index) => `${name}: [${rules.slice(0, index).toReversed().join(", ")}]`,
    );
    const forward = decide(texts.join("\n"), { capability: "a.b" });
    const backward = decide(texts.toReversed().join("\n"), { capability: "a.b" });
    expect([forward.effect, forward.warn]).toStrictEqual([backward.effect, backward.warn]);
  });

  it("cannot be changed by whoever gets it", () => {
    for (const sections of [
      {},
      { deny: [TRUE] },
      { deny: [UNCERTAIN] },
      { allow: [TRUE] },
      { warn: [UNCERTAIN], allow: [TRUE] },
    ] satisfies Sections[]) {
      const decision = judge(sections);
      expect(() => Object.assign(decision, { effect: "allow" })).toThrow(TypeError);
      expect(() => Object.assign(decision.uncertain, ["x"])).toThrow(TypeError);
    }
  });

  it("carries the digest of its policy and the words of its rule", () => {
    const system = policy(
      "deny: [{ capability: a.b, reason: never, severity: high, references: [X1] }]",
    );
    const decision = system.decide(ActionEvent.create({ actor: "agent", capability: "a.b" }));
    expect(decision.policyDigest).toBe(system.digest);
    expect(decision.rule).toStrictEqual({
      section: "deny",
      id: "deny[0]",
      file: "test.yaml",
      line: 1,
      reason: "never",
      severity: "high",
      references: ["X1"],
    });
  });
});

describe("the context", () => {
  it("is never read from the payload", () => {
    const text = `
deny:
  - { capability: a.b, environment: production }
  - { capability: a.b, user_role: guest }
allow:
  - { capability: a.b, user_role: admin, tenant: acme, caller_depth_lte: 0 }
`;
    const payload = {
      environment: "test",
      user_role: "admin",
      userRole: "admin",
      tenant: "acme",
      caller_depth: 0,
      callerDepth: 0,
      context: { userRole: "admin" },
      actor: "root",
    };
    expect(decide(text, { capability: "a.b", payload })).toMatchObject({
      effect: "deny",
      uncertain: ["environment"],
    });
    const host = { environment: "test", userRole: "admin", tenant: "acme", callerDepth: 0 };
    expect(
      decide(text, { capability: "a.b", ...host, payload: { userRole: "guest" } }).effect,
    ).toBe("allow");
  });
});
