import { describe, expect, it } from "vitest";
import { policy } from "../../test/judge.ts";
import { ActionEvent } from "../action/event.ts";
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
