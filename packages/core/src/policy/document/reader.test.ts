import { describe, expect, it } from "vitest";
import { loadErrorOf, decide, policy } from "../../../test/judge.ts";
import { PolicyLoadError } from "../../errors.ts";

describe("a policy that does not load names the place, the key and what to do", () => {
  it.each([
    ["denyy: [a.b]", '1:1: denyy: unknown key "denyy"; did you mean "deny"?'],
    ["__proto__: 1", '1:1: __proto__: unknown key "__proto__"'],
    ["deny:", "1:6: deny: expected a list of rules, got nothing; write [] for none"],
    ["deny: a.b", 'deny: expected a list of rules, got "a.b"; write [] for none'],
    ["allow: { capability: a.b }", "allow: expected a list of rules, got a mapping"],
    ["deny: [5]", "1:8: deny[0]: expected a capability or a mapping with one, got 5"],
    ["deny: [[a.b]]", "deny[0]: expected a capability or a mapping with one, got a list"],
    ["deny: [null]", "deny[0]: expected a capability or a mapping with one, got nothing"],
    [
      "deny: [{ contains: x }]",
      "deny[0]: the rule has no capability; add one, such as capability:",
    ],
    ["deny: [{ capability: [] }]", "deny[0].capability: the list is empty"],
    [
      "deny: [{ capability: 5 }]",
      'deny[0].capability: expected text, got 5; put it in quotes: "5"',
    ],
    ["deny: ['shell exec']", 'deny[0]: "shell exec" is not a capability; use segments of letters'],
    ["deny: ['a..b']", '"a..b" is not a capability'],
    ["deny: ['a.b*']", '"a.b*" is not a capability; use segments of letters, digits, "_" and "-"'],
    ["deny: ['b\u043eok.read']", "is not a capability"],
    [
      "deny:\n  - capability: a.b\n    amount_gtt: 5\n",
      '3:5: deny[0].amount_gtt: unknown key "amount_gtt"; did you mean "amount_gt"?',
    ],
    [
      "deny:\n  - capability: a.b\n    constructor: 5\n",
      '3:5: deny[0].constructor: unknown key "constructor"',
    ],
    ["deny: [{ capability: a.b, id: 5 }]", "deny[0].id: expected text, got 5"],
    ["deny: [{ capability: a.b, reason: [x] }]", "deny[0].reason: expected text, got a list"],
    ["deny: [{ capability: a.b, description: '' }]", "deny[0].description: expected text"],
    ["deny: [{ capability: a.b, references: [] }]", "deny[0].references: the list is empty"],
    ["version: 2", "version: unknown version 2; this release reads version 1"],
    ["version: [1]", "version: unknown version a list"],
    ["mode: audit", 'mode: unknown mode "audit"; use enforce or observe'],
    ["mode: [observe]", "mode: unknown mode a list"],
    ["mode: constructor", 'mode: unknown mode "constructor"'],
    ["enforcement_mode: warn", 'enforcement_mode: unknown mode "warn"; use enforce or observe'],
    ["name: 5", "name: expected text, got 5"],
    ["approval_timeout_seconds: 0", "expected a whole number from 1, got 0"],
    ["approval_timeout_seconds: 1.5", "expected a whole number from 1, got 1.5"],
    ['approval_timeout_seconds: "60"', 'expected a whole number from 1, got "60"'],
    ["environments: []", "environments: the list is empty"],
    ["environments: { qa: 1 }", "environments: expected text, got a mapping"],
    ["tools: [a]", "tools: expected a mapping, got a list"],
    ["tools: { run: 5 }", 'tools.run: expected text, got 5; put it in quotes: "5"'],
    ["tools: { run: 'shell.*' }", 'tools.run: capability "shell.*" is not valid'],
    ["tools: { 'r*n': a.b }", 'tools.r*n: "r*n" may have one "*", at its end'],
    ["fields: { 'a b': { amount: /a } }", 'fields.a b: "a b" is not a capability'],
    ["fields: { a.b: /a }", 'fields.a.b: expected a mapping, got "/a"'],
    [
      "fields: { a.b: { amout: /a } }",
      'fields.a.b.amout: unknown field "amout"; did you mean "amount"?',
    ],
    ["fields: { a.b: { amount: a } }", '"a" is not a JSON Pointer; it must start with "/"'],
    ["fields: { a.b: { amount: [] } }", "fields.a.b.amount: the list is empty"],
    ["fields: { a.b: { amount: 5 } }", "fields.a.b.amount: expected text, got 5"],
    ["risk_levels: [high]", "risk_levels: expected a mapping, got a list"],
    [
      "risk_levels: { high: forbid }",
      "risk_levels.high: expected an action: deny, block, require_approval",
    ],
    ["risk_levels: { high: { act: deny } }", 'risk_levels.high.act: unknown key "act"'],
    ["risk_levels: { high: {} }", "risk_levels.high: expected an action"],
    ["risk_levels: { high: [deny] }", "risk_levels.high: expected an action"],
    ["risk_levels: { high: { action: [deny] } }", "risk_levels.high.action: expected an action"],
    ["risk_levels: { high: toString }", "risk_levels.high: expected an action"],
    ["rules: { id: x }", "rules: expected a list of rules, got a mapping"],
    ["extends: []", "extends: the list is empty"],
    ["extends: 5", "extends: expected text, got 5"],
    ["extends: base.yaml", 'extends: cannot read "base.yaml": '],
  ])("%j", (text, message) => {
    expect(loadErrorOf(text)).toContain(message);
    expect(loadErrorOf(text)).toMatch(/^test\.yaml:\d+:\d+: /);
  });

  it("names every problem at once", () => {
    const error = loadErrorOf(
      "deny: [{ capability: 'a b', amount_gt: x }, 5]\nallow: a\nmood: 1\n",
    );
    expect(error.split("\n").map((line) => line.split(": ")[1])).toStrictEqual([
      "mood",
      "deny[0].capability",
      "deny[0].amount_gt",
      "deny[1]",
      "allow",
    ]);
  });

  it("has problems that a program can read", () => {
    expect(() => policy("mood: 1")).toThrow(PolicyLoadError);
    expect(() => policy("mood: 1")).toThrow(
      expect.objectContaining({
        code: "CAPFENCE_POLICY",
        problems: [
          {
            file: "test.yaml",
            line: 1,
            column: 1,
            key: "mood",
            message: 'unknown key "mood"; did you mean "mode"?',
          },
        ],
      }) as Error,
    );
  });
});

describe("a policy that loads", () => {
  const text = `
version: 1
name: ops
description: what operators may do
mode: observe
approval_timeout_seconds: 60
environments: [QA, canary]
tools: { run_shell: Shell.Execute, "db_*": database.read }
fields: { "payments.transfer": { amount: /amount, currency: [/a, /b] } }
deny: [shell.execute]
require_approval:
  - capability: [a.b, "c.*"]
    id: two
    reason: two people look
    severity: high
    references: [OWASP-AGENTIC:T2]
warn: []
allow: [files.read]
risk_levels: { high: { action: block }, low: allow, medium: warn }
`;

  it("says what it means", () => {
    expect(policy(text).document).toMatchObject({
      file: "test.yaml",
      name: "ops",
      description: "what operators may do",
      mode: "observe",
      approvalTimeoutSeconds: 60,
      environments: ["qa", "canary"],
      fields: [
        {
          pattern: ["payments", "transfer"],
          fields: { amount: ["/amount"], currency: ["/a", "/b"] },
        },
      ],
    });
    const document = policy(text).document;
    expect(
      [...(document?.tools ?? [])].map(([name, { capability }]) => [name, capability]),
    ).toStrictEqual([
      ["run_shell", "shell.execute"],
      ["db_*", "database.read"],
    ]);
    expect(
      [...(document?.riskLevels ?? [])].map(([name, { action }]) => [name, action]),
    ).toStrictEqual([
      ["high", "deny"],
      ["low", "allow"],
      ["medium", "warn"],
    ]);
  });

  it("names each rule by its id or its place", () => {
    expect(policy(text).document?.rules.map(({ reference }) => reference)).toStrictEqual([
      { section: "deny", id: "deny[0]", file: "test.yaml", line: 10 },
      {
        section: "require_approval",
        id: "two",
        file: "test.yaml",
        line: 12,
        reason: "two people look",
        severity: "high",
        references: ["OWASP-AGENTIC:T2"],
      },
      { section: "allow", id: "allow[0]", file: "test.yaml", line: 18 },
    ]);
  });

  it.each(["version: 1", 'version: "1"', 'version: "1.0"', "version: 1.0"])(
    "reads %s",
    (version) => {
      expect(loadErrorOf(`${version}\nallow: [a.b]\n`)).toBe("loads");
    },
  );

  it.each([
    ["", "enforce"],
    ["mode: enforce", "enforce"],
    ["enforcement_mode: block", "enforce"],
    ["mode: observe", "observe"],
    ["enforcement_mode: observe", "observe"],
  ])("with %j is in mode %s", (line, mode) => {
    expect(policy(`${line}\nallow: [a.b]\n`).document?.mode).toBe(mode);
  });

  it("without sections of rules denies everything", () => {
    expect(decide("name: empty", { capability: "a.b" })).toMatchObject({
      effect: "deny",
      reason: "policy_default_deny",
      rule: undefined,
    });
  });
});
