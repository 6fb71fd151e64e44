import { describe, expect, it } from "vitest";
import { decide, policy } from "../../../test/judge.ts";
import { ActionEvent, type ActionEventInput } from "../../action/event.ts";
import type { Decision } from "../decision.ts";

/** A decision in one line. */
function brief({ effect: made, reason, rule: named, uncertain }: Decision): string {
  return [made, reason, named?.id ?? "no rule", ...uncertain.map((key) => `${key}?`)].join(" ");
}

const verdict = (text: string, call: Partial<ActionEventInput>): string =>
  brief(decide(text, call));

describe("a capability", () => {
  it("is covered by patterns as far as they go", () => {
    const text = "deny: [shell.exec.production]\nallow: ['shell.*']\n";
    expect(verdict(text, { capability: "shell.exec.production" })).toContain("policy_deny");
    expect(verdict(text, { capability: "SHELL.exec.Production" })).toContain("policy_deny");
    expect(verdict(text, { capability: "shell.exec.production.eu" })).toContain("policy_deny");
    expect(verdict(text, { capability: "shell.exec", environment: "production" })).toContain(
      "policy_deny",
    );
    expect(verdict(text, { capability: "shell.exec.staging" })).toBe("allow policy_allow allow[0]");
    expect(verdict(text, { capability: "shell.exec", environment: "test" })).toContain("allow[0]");
  });

  it("that stops short of a deny pattern is denied, saying so", () => {
    const text = "deny: [shell.exec.production]\nallow: [shell]\n";
    expect(verdict(text, { capability: "shell.exec" })).toBe(
      "deny policy_deny deny[0] capability?",
    );
    expect(verdict(text, { capability: "shell" })).toBe("deny policy_deny deny[0] capability?");
  });

  it("that stops short of an approval pattern asks, and of an allow pattern is not allowed", () => {
    const asks = "require_approval: [pay.out.production]\nallow: [pay]\n";
    expect(verdict(asks, { capability: "pay.out" })).toBe(
      "require_approval approval_required require_approval[0] capability?",
    );
    expect(verdict("allow: [pay.out.production]", { capability: "pay.out" })).toContain(
      "default_deny",
    );
    expect(verdict("warn: [pay.out.production]", { capability: "pay.out" })).toContain(
      "default_deny",
    );
  });

  it("is uncertain together with its conditions", () => {
    const text = `deny: [{ capability: pay.out.production, tenant: x, actor: ACTOR }]\nallow: [pay]\n`;
    expect(verdict(text.replace("ACTOR", "agent"), { capability: "pay.out" })).toBe(
      "deny policy_deny deny[0] capability? tenant?",
    );
    expect(verdict(text.replace("ACTOR", "nobody"), { capability: "pay.out" })).toContain(
      "allow[0]",
    );
  });

  it("of a dotted resource is looked at under its alias by deny and approval rules", () => {
    const call = { resource: "payments.eu", action: "transfer", environment: "production" };
    for (const spelling of [
      "payments.transfer.eu",
      "payments.eu.transfer",
      "payments.eu.transfer.production",
    ]) {
      expect(verdict(`deny: ['${spelling}']\nallow: ['*']\n`, call)).toContain(
        "policy_deny deny[0]",
      );
      expect(verdict(`require_approval: ['${spelling}']\nallow: ['*']\n`, call)).toContain(
        "approval_required",
      );
    }
  });

  it("of a dotted resource is looked at under itself alone by allow and warn rules", () => {
    const call = { resource: "payments.eu", action: "transfer" };
    for (const section of ["allow", "warn"]) {
      expect(verdict(`${section}: [payments.eu.transfer]`, call)).toContain("policy_default_deny");
      expect(verdict(`${section}: [payments.transfer.eu]`, call)).toContain("policy_allow");
    }
  });

  it("of a dotted resource is uncertain where its alias stops short of a deny rule", () => {
    const call = { resource: "payments.eu", action: "transfer" };
    const text = "deny: [payments.eu.transfer.production]\nallow: [payments]\n";
    expect(verdict(text, call)).toBe("deny policy_deny deny[0] capability?");
  });

  it("may be one of several that a rule lists", () => {
    const text = "deny: [{ capability: [a.b, c.d], actor: agent }]\nallow: ['*']\n";
    expect(verdict(text, { capability: "c.d" })).toContain("deny[0]");
    expect(verdict(text, { capability: "e.f" })).toContain("allow[0]");
  });

  it("named in full and in part by one rule is certain, and asserts its values", () => {
    const text = "deny: [{ capability: ['pay.*', pay.out], amount_gt: 10 }]\nallow: [pay]\n";
    expect(verdict(text, { capability: "pay.out" })).toBe("deny policy_deny deny[0] amount_gt?");
    expect(verdict(text, { capability: "pay.in" })).toBe("allow policy_allow allow[0]");
  });

  it("is not confused with another that is asked for before or after it", () => {
    const system = policy("deny: [a.b.c]\nallow: ['a.*']\n");
    const of = (call: Partial<ActionEventInput>): string =>
      brief(system.decide(ActionEvent.create({ actor: "agent", ...call })));
    for (let round = 0; round < 3; round += 1) {
      expect(of({ capability: "a.b.c" })).toContain("policy_deny");
      expect(of({ capability: "a.b.d" })).toContain("policy_allow");
      expect(of({ resource: "a.b", action: "c" })).toContain("policy_deny");
      expect(of({ capability: "a.c.b" })).toContain("policy_allow");
    }
  });

  it("of a dotted resource is not confused with that of another", () => {
    const system = policy("deny: [a.b.c]\nallow: ['*']\n");
    const of = (resource: string): string =>
      system.decide(ActionEvent.create({ actor: "agent", resource, action: "c" })).effect;
    expect(["x.y", "a.b", "x.z", "a.b"].map(of)).toStrictEqual(["allow", "deny", "allow", "deny"]);
  });

  it("is decided alike before and after very many others were asked for", () => {
    const system = policy("deny: [a.b]\nallow: ['*']\n");
    const of = (capability: string): string =>
      system.decide(ActionEvent.create({ actor: "agent", capability })).effect;
    for (let index = 0; index < 10_000; index += 1) expect(of(`x.y${index}`)).toBe("allow");
    expect(of("a.b")).toBe("deny");
    expect(of("x.y0")).toBe("allow");
  });
});

describe("declared fields", () => {
  const text = `
fields:
  "pay.*": { amount: /sum_of_it }
  pay.out: { amount: [/other] }
deny: [{ capability: "pay", amount_gt: 1000 }]
allow: [pay]
`;

  it.each([
    [{ sum_of_it: 5000, other: 1 }, "deny"],
    [{ sum_of_it: 1, other: 5000 }, "deny"],
    [{ sum_of_it: 1, other: 1, amount: 5000 }, "allow"],
  ])("of several declarations add up: %j is %s", (payload, effect) => {
    expect(decide(text, { capability: "pay.out", payload }).effect).toBe(effect);
  });

  it("say nothing of another capability", () => {
    const one =
      "fields: { pay.out: { amount: /other } }\ndeny: [{ capability: pay, amount_gt: 9 }]\n";
    const of = (capability: string): string =>
      decide(`${one}allow: [pay]`, { capability, payload: { amount: 50, other: 1 } }).effect;
    expect([of("pay.out"), of("pay.in")]).toStrictEqual(["allow", "deny"]);
  });
});

describe("what the rest of a policy says", () => {
  it("names environments also where they excuse from a rule", () => {
    const text = `
deny: [{ capability: deploy.run, environment: production }]
require_approval: [{ capability: other.tool, unless: { environment: canary } }]
allow: [deploy.run]
`;
    const effect = (environment: string): string =>
      decide(text, { capability: "deploy.run", environment }).effect;
    expect(["production", "canary", "prod"].map(effect)).toStrictEqual(["deny", "allow", "deny"]);
  });

  it("is quoted where a risk level decides, whatever its case", () => {
    const text =
      "allow: ['*']\nrisk_levels:\n  low: allow\n  high: deny\n  odd: require_approval\n";
    const at = (risk: string): Decision => decide(text, { capability: "a.b", risk });
    expect(at("HIGH")).toMatchObject({
      effect: "deny",
      rule: { section: "risk_levels", id: "risk_levels.high", file: "test.yaml", line: 4 },
    });
    expect(brief(at("odd"))).toBe("require_approval approval_required risk_levels.odd");
    expect([at("low").effect, at("none").effect]).toStrictEqual(["allow", "allow"]);
  });

  it("asks where only a risk level bears on a call, and never allows by one", () => {
    const text = "risk_levels: { high: require_approval, odd: warn }";
    expect(verdict(text, { capability: "a.b", risk: "high" })).toContain("risk_levels.high");
    expect(verdict(text, { capability: "a.b", risk: "odd" })).toBe(
      "deny policy_default_deny no rule",
    );
  });

  it("takes a dotted resource for a shell where its other spelling is one", () => {
    const text = "deny: [{ capability: '*', contains: mkfs }]\nallow: ['*']\n";
    const call = { resource: "shell.remote", action: "execute" };
    const of = (command: string): string => verdict(text, { ...call, payload: { command } });
    expect(of("mk''fs /dev/x")).toContain("policy_deny");
    expect(of("$X")).toBe("deny policy_deny deny[0] contains?");
    expect(of("ls")).toContain("policy_allow");
  });
});
