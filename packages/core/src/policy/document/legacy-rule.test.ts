import { describe, expect, it } from "vitest";
import { decide, policy } from "../../../test/judge.ts";

const POLICY = `
version: "1.0"
policy_name: production_shell_policy
enforcement_mode: block
rules:
  - id: destructive
    description: what must never run
    match_keywords: ["rm -rf", mkfs]
    threshold: 0.1
    action: block
  - id: secrets
    match_regex: ["^cat /etc/shadow"]
    action: require_approval
  - id: reading
    match_regex: ["^ls ", "^echo", "^cat "]
    action: allow
  - id: noisy
    capability: mail.send
    action: warn
`;

const effect = (command: string, capability = "shell.run"): string => {
  const { effect: made, warn, rule } = decide(POLICY, { capability, payload: { command } });
  return `${made}${warn ? " with a warning" : ""} by ${rule?.id}`;
};

describe("a policy of the older form", () => {
  it("is about every capability where a rule names none", () => {
    expect(effect("rm -rf /")).toBe("deny by destructive");
    expect(effect("RM  -RF /", "files.write")).toBe("deny by destructive");
    expect(effect("cat /etc/shadow")).toBe("require_approval by secrets");
    expect(effect("echo hello")).toBe("allow by reading");
    expect(effect("curl example.com")).toBe("deny by undefined");
  });

  it("is about the capability that a rule names", () => {
    expect(effect("hello", "mail.send")).toBe("allow with a warning by noisy");
  });

  it("allows nothing by a decoy argument", () => {
    const payload = { command: "echo x", other: "curl example.com" };
    expect(decide(POLICY, { capability: "shell.run", payload }).effect).toBe("deny");
  });

  it("takes its mode and name", () => {
    expect(policy(POLICY).document).toMatchObject({
      mode: "enforce",
      name: "production_shell_policy",
    });
  });

  it.each([
    ["- a.b", "rules[0]: expected a mapping"],
    ["- { id: x }", "rules[0]: the rule has no action; add one, such as action: block"],
    ["- { action: forbid }", 'rules[0].action: unknown action "forbid"; use block'],
    ["- { action: toString }", 'rules[0].action: unknown action "toString"'],
    ["- { action: [block] }", "rules[0].action: unknown action a list"],
    ["- { action: null }", "rules[0].action: unknown action nothing"],
    [
      "- { action: block, match_keyword: x }",
      'unknown key "match_keyword"; did you mean "match_keywords"?',
    ],
    ["- { action: block, amount_gt: 5 }", 'unknown key "amount_gt"'],
    ["- { action: block, match_keywords: [] }", "rules[0].match_keywords: the list is empty"],
    ["- { action: block, match_regex: '(' }", "rules[0].match_regex: not a regular expression"],
    ["- { action: block, capability: 'a b' }", 'rules[0].capability: "a b" is not a capability'],
  ])("refuses %s", (rule, message) => {
    expect(() => policy(`rules:\n  ${rule}\n`)).toThrow(message);
  });
});
