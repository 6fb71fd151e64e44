import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { ActionEvent, type ActionEventInput } from "../../action/event.ts";
import { CapabilitySystem } from "../capability-system.ts";
import type { ConditionExplanation, Explanation } from "./explanation.ts";

const POLICY = `
deny:
  - { id: no-root, capability: shell.execute, contains: "rm -rf" }
require_approval:
  - { capability: payments.transfer, amount_gt: 1000, currency: [USD] }
  - { capability: crm.delete.production, tenant: acme }
warn: [crm.read]
allow:
  - { capability: payments.transfer, amount_lte: 1000 }
  - { capability: shell.execute, user_role: [ops, admin] }
  - { capability: files.logs.read }
risk_levels: { high: require_approval, odd: warn }
`;

function explain(call: Partial<ActionEventInput>, text = POLICY): Explanation {
  return policy(text).explain(ActionEvent.create({ actor: "agent", ...call }));
}

/** One condition in a deny or an allow rule. */
function conditionOf(
  section: "deny" | "allow",
  condition: string,
  call: Partial<ActionEventInput>,
): ConditionExplanation | undefined {
  const capability = call.capability ?? "tool.run";
  const text = `${section}: [{ capability: ${capability}, ${condition} }]`;
  return explain({ capability, payload: {}, ...call }, text).rules[0]?.conditions[0];
}

describe("an explanation", () => {
  it("marks the rule that decided, and says what each of its conditions looked at", () => {
    const { decision, because, rules } = explain({
      capability: "payments.transfer",
      payload: { amount: 2500, currency: "USD" },
    });
    expect(decision.effect).toBe("require_approval");
    expect(because).toBe("an approval rule holds");
    expect(rules.map(({ rule, truth, decides }) => [rule.id, truth, decides])).toStrictEqual([
      ["require_approval[0]", "true", true],
      ["allow[0]", "false", false],
    ]);
    expect(rules[0]?.conditions).toStrictEqual([
      { key: "amount_gt", value: 1000, truth: "true", saw: "amounts: 2500" },
      { key: "currency", value: ["USD"], truth: "true", saw: 'currencies: "USD"' },
    ]);
  });

  it("says why a condition is uncertain, and that this decided", () => {
    const { decision, because, rules } = explain({
      capability: "shell.execute",
      payload: { command: "$X -rf /" },
    });
    expect(decision.uncertain).toStrictEqual(["contains"]);
    expect(because).toBe("a deny rule could not be evaluated, and an uncertain deny denies");
    expect(rules[0]).toMatchObject({ truth: "uncertain", decides: true });
    expect(rules[0]?.conditions[0]?.doubt).toMatch(
      /^a text search cannot tell what the command does: /,
    );
    expect(rules[1]?.conditions[0]).toMatchObject({
      truth: "uncertain",
      doubt: "the host did not say the user_role",
    });
  });

  it("says that a request stops short of a rule", () => {
    const { rules } = explain({ capability: "crm.delete", tenant: "acme" });
    expect(rules[0]).toMatchObject({ covers: "uncertain", truth: "uncertain" });
  });

  it("lists the rules that do not bear on the capability, with the reason", () => {
    const { unrelated } = explain({ resource: "files.logs", action: "read", environment: "x" });
    expect(unrelated).toHaveLength(7);
    expect(unrelated[0]).toMatchObject({
      rule: { id: "no-root" },
      capabilities: ["shell.execute"],
      why: "it is about another capability",
    });
    expect(unrelated.at(-1)?.why).toMatch(/^it covers only the other spelling/);
  });

  it.each<[string, Partial<ActionEventInput>]>([
    ['no rule is about "x.y", and what no rule allows is denied', { capability: "x.y" }],
    [
      'no allow rule is about "crm.delete.production", and what no rule allows is denied',
      { capability: "crm.delete.production", tenant: "other" },
    ],
    [
      "no allow rule surely holds, and an uncertain allow does not allow",
      { capability: "shell.execute", payload: { command: "ls" } },
    ],
    [
      "no allow rule holds, and what no rule allows is denied",
      { capability: "shell.execute", payload: { command: "ls" }, userRole: "guest" },
    ],
    [
      "an allow rule holds, and no stricter one does",
      { capability: "shell.execute", payload: { command: "ls" }, userRole: "ops" },
    ],
    [
      "an allow rule holds, and no stricter one does; the call is marked",
      { capability: "shell.execute", payload: { command: "ls" }, userRole: "ops", risk: "odd" },
    ],
    [
      "an allow rule holds, but an approval rule could not be evaluated, and an uncertain approval asks",
      { capability: "payments.transfer", payload: { amount: -5000, currency: "USD" } },
    ],
    ["a warn rule holds, which allows and marks the call", { capability: "crm.read" }],
    ["the event's risk level asks for approval", { capability: "crm.read", risk: "high" }],
    ["a deny rule holds", { capability: "shell.execute", payload: { command: "rm -rf /" } }],
  ])("says in a sentence: %s", (because, call) => {
    const text = POLICY.replace("amount_lte: 1000", "actor: agent");
    expect(explain(call, text).because).toBe(because);
  });

  it("says that a risk level denies", () => {
    expect(
      explain({ capability: "a.b", risk: "high" }, "risk_levels: { high: deny }").because,
    ).toBe("the event's risk level denies it");
  });

  it("says that no policy is loaded", () => {
    const event = ActionEvent.create({ actor: "agent", capability: "a.b" });
    expect(new CapabilitySystem().explain(event)).toMatchObject({
      decision: { effect: "deny" },
      because: "no policy is loaded, and without one nothing is allowed",
    });
  });
});

describe("a doubt", () => {
  const long = "x".repeat(70_000);
  it.each<["deny" | "allow", string, Partial<ActionEventInput>, string]>([
    ["deny", "amount_gt: 1", {}, "the payload has no amount"],
    [
      "deny",
      "amount_gt: 1",
      { payload: { amount: "1,000" } },
      `"1,000" under "amount" cannot be read`,
    ],
    ["deny", "amount_gt: 1", { payload: { amount_cents: 5 } }, '"amount_cents" counts minor units'],
    ["deny", "amount_gt: 1", { payload: { amount: -5 } }, "a negative amount may move"],
    ["allow", "currency: USD", {}, "the payload has no currency"],
    ["deny", "currency: USD", { payload: { currency: "$" } }, '"$" is not a three-letter'],
    ["deny", 'args: { "/a": 5 }', {}, 'there is no "/a"'],
    ["deny", 'args: { "/a": 5 }', { payload: { a: "5" } }, 'the value at "/a" is of another type'],
    ["deny", "table: users", {}, "table"],
    ["deny", "table: users", { payload: { table: '"Users"' } }, "table"],
    ["allow", "contains: x", {}, "the payload has no text"],
    ["allow", "match_regex: x", {}, "the payload has no text"],
    ["allow", "match_regex: x", { payload: { text: long } }, "the texts are together longer"],
    ["deny", "match_regex: y", { payload: { text: long } }, "the texts are together longer"],
    ["deny", "contains: x", { payload: { text: "é".repeat(70_000) } }, "a text is too long"],
    ["deny", "contains: x", { capability: "shell.execute" }, "the payload has no shell command"],
    ["deny", "environment: production", {}, "the host did not say the environment"],
    ["deny", "environment: production", { environment: "prod" }, "no part of the policy names"],
    ["deny", "tenant: x", {}, "the host did not say the tenant"],
    ["deny", "caller_depth_gt: 1", {}, "the host did not say how many agents"],
  ])("in a %s rule, %s", (section, condition, call, doubt) => {
    const found = conditionOf(section, condition, call);
    expect(found?.truth).toBe("uncertain");
    expect(found?.doubt).toContain(doubt);
  });
});

describe("what a condition saw", () => {
  it.each<["deny" | "allow", string, Partial<ActionEventInput>, string | undefined]>([
    [
      "deny",
      "amount_gt: 1",
      { payload: { amount: "0.10000000000000000001" } },
      'amounts: "0.10000000000000000001"',
    ],
    ["deny", "contains: secret", { payload: { a: "top SECRET" } }, 'found: "secret"'],
    [
      "deny",
      'contains: "rm -rf"',
      { capability: "shell.execute", payload: { command: "rm -r -f x" } },
      'found in the command: "rm -r -f x"',
    ],
    ["allow", "contains: a", { payload: { x: "a", y: "b" } }, 'texts without any of them: "b"'],
    ["deny", "match_regex: a", { payload: { x: "a", y: "b" } }, 'found in: "a"'],
    ["allow", "match_regex: a", { payload: { x: "a", y: "b" } }, 'texts without a match: "b"'],
    ["allow", "match_regex: a", { payload: { x: "a" } }, undefined],
    ["deny", 'args: { "/a": 5, "/b": 6 }', { payload: { a: [5] } }, "/a: [5]; /b: nothing"],
    ["allow", "only_args: [a]", { payload: { a: 1, b: 2, c: 3 } }, 'other arguments: "b", "c"'],
    ["deny", "environment: test", { environment: "test" }, '"test"'],
    ["deny", "caller_depth_gt: 1", { callerDepth: 3 }, "3"],
  ])("in a %s rule, %s", (section, condition, call, saw) => {
    expect(conditionOf(section, condition, call)?.saw).toBe(saw);
  });

  it("is cut short, and has nothing invisible in it", () => {
    const payload = Object.fromEntries(
      ["\u202e\u001b[2J", "x".repeat(500), 3, 4, 5, 6, 7].map((value, key) => [`k${key}`, value]),
    );
    const saw = conditionOf("allow", "contains: zzz", { payload })?.saw ?? "";
    expect(saw).toContain(String.raw`"\u{202e}\u001b[2J"`);
    expect(saw).toMatch(/ and 2 more$/);
    expect(saw.length).toBeLessThan(300);
    expect(saw).not.toMatch(/\p{C}/u);
  });
});

describe("an explanation of paths", () => {
  it("sees the files that its decision saw, each place once", () => {
    const system = policy('allow: [{ capability: file.read, path_within: "/work" }]');
    const event = ActionEvent.create({
      actor: "agent",
      capability: "file.read",
      payload: { path: "/work/link" },
    });
    let asked = 0;
    const changing = {
      workingDirectory: () => "/work",
      realPath: (path: string) => {
        if (path !== "/work/link") return path;
        asked += 1;
        return asked === 1 ? path : "/etc/passwd";
      },
    };
    const { decision, rules } = system.explain(event, changing);
    expect([decision.effect, rules[0]?.truth, asked]).toStrictEqual(["allow", "true", 1]);
    expect(system.explain(event, changing)).toMatchObject({
      decision: { effect: "deny" },
      rules: [{ truth: "false" }],
    });
  });
});
