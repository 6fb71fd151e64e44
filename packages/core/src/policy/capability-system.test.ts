import { describe, expect, it } from "vitest";
import { policy } from "../../test/judge.ts";
import { ActionEvent } from "../action/event.ts";
import { PolicyLoadError } from "../errors.ts";
import { CapabilitySystem } from "./capability-system.ts";

describe("a capability system without a policy", () => {
  const system = new CapabilitySystem();

  it("denies everything", () => {
    const event = ActionEvent.create({ actor: "a", capability: "a.b" });
    expect(system.decide(event)).toStrictEqual({
      effect: "deny",
      reason: "policy_default_deny",
      warn: false,
      rule: undefined,
      uncertain: [],
      policyDigest: "",
    });
  });

  it("knows no document, digest or tools", () => {
    expect(system.document).toBeUndefined();
    expect(system.digest).toBe("");
    expect(system.capabilityOfTool("run")).toBeUndefined();
  });

  it("enforces, is ready, and explains that nothing is loaded", () => {
    expect([system.mode, system.approvalTimeoutSeconds]).toStrictEqual(["enforce", 3600]);
    expect(system.ready()).toBeUndefined();
    const event = ActionEvent.create({ actor: "a", capability: "a.b" });
    expect(system.explain(event)).toMatchObject({ decision: { effect: "deny" }, rules: [] });
  });
});

describe("a loaded policy", () => {
  it("says its mode, and for how long an approval may be used", () => {
    const system = policy("{ mode: observe, approval_timeout_seconds: 60, allow: [a.b] }");
    expect([system.mode, system.approvalTimeoutSeconds]).toStrictEqual(["observe", 60]);
    const plain = policy("allow: [a.b]");
    expect([plain.mode, plain.approvalTimeoutSeconds]).toStrictEqual(["enforce", 3600]);
  });

  it("explains an event rule by rule", () => {
    const event = ActionEvent.create({ actor: "a", capability: "a.b" });
    const { decision, rules } = policy("allow: [a.b]").explain(event);
    expect([decision.effect, rules.length]).toStrictEqual(["allow", 1]);
  });

  it("has a digest that changes with the section and the capability of a rule", () => {
    const texts = ["deny: [a.b]", "allow: [a.b]", "allow: [a.c]"];
    expect(new Set(texts.map((text) => policy(text).digest)).size).toBe(3);
  });

  it("is called policy in an error where nobody says what it is called", () => {
    expect(() => new CapabilitySystem().loadPolicyText("mood: 1")).toThrow(/^policy:1:1: mood: /);
  });

  it("stays as it was where another does not load", () => {
    const system = policy("allow: [a.b]");
    const { digest } = system;
    expect(() => system.loadPolicyText("mood: 1")).toThrow(PolicyLoadError);
    expect(system.digest).toBe(digest);
  });

  it("judges SQL once it is ready", async () => {
    const system = policy("allow: [{ capability: db.read, sql: { writes: false } }]");
    await system.ready();
    expect(system.ready()).toBeUndefined();
    const event = ActionEvent.create({
      actor: "a",
      capability: "db.read",
      payload: { sql: "select 1" },
    });
    expect(system.decide(event).effect).toBe("allow");
  });
});

describe("capabilityOfTool", () => {
  const system = policy(`
tools:
  run: a.exact
  "run*": a.prefix
  "run_shell*": a.longer
  "*": a.rest
  "db_*": a.database
`);

  it.each([
    ["run", "a.exact"],
    ["run*", "a.prefix"],
    ["runner", "a.prefix"],
    ["run_shell", "a.longer"],
    ["run_shell_now", "a.longer"],
    ["db_", "a.database"],
    ["RUN", "a.rest"],
    ["", "a.rest"],
    ["constructor", "a.rest"],
  ])("of %j is %s", (tool, capability) => {
    expect(system.capabilityOfTool(tool)).toBe(capability);
  });

  it("is never guessed", () => {
    const named = policy("tools: { run: a.b }\nallow: ['*']\n");
    for (const tool of ["Run", "run ", "runs", "toString", "__proto__"])
      expect(named.capabilityOfTool(tool)).toBeUndefined();
  });
});
