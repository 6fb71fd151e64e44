import { describe, expect, it } from "vitest";
import { transfer } from "../../test/judged-runtime.ts";
import { CapFenceError } from "../errors.ts";
import type { RuleReference } from "../policy/decision.ts";
import { AgentActionBlocked, denialMessage, notBlocked } from "./blocked.ts";
import type { ExecutionVerdict } from "./verdict.ts";

const rule: RuleReference = {
  section: "deny",
  id: "secret-rule-id",
  file: "policy.yaml",
  line: 3,
  reason: "too much",
};

function blocked(facts: Partial<ExecutionVerdict> = {}): AgentActionBlocked {
  return new AgentActionBlocked({
    authorized: false,
    decision: "deny",
    reason: "policy_deny",
    event: transfer(5, { toolName: "pay" }),
    warn: false,
    rule: undefined,
    uncertain: [],
    policyDigest: "digest",
    mode: "enforce",
    id: "id",
    timestamp: "2026-01-01T00:00:00.000Z",
    ...facts,
  });
}

describe("AgentActionBlocked", () => {
  it("says why in its message", () => {
    expect(String(blocked())).toBe("AgentActionBlocked: Blocked: policy_deny");
    expect(blocked({ rule }).message).toBe("Blocked: policy_deny: too much");
    expect(blocked({ rule, approverNote: "not today" }).message).toContain(": not today");
    expect(blocked({ rule, uncertain: ["amount_gt", "currency"] }).message).toBe(
      "Blocked: policy_deny (could not evaluate amount_gt, currency): too much",
    );
    const waiting = blocked({ reason: "approval_required", approvalId: "apr_1" });
    expect(waiting.message).toBe("Blocked: approval_required (request apr_1)");
  });

  it("carries its verdict, and a code that never changes", () => {
    const error = blocked({ approvalId: "apr_1" });
    expect(error).toBeInstanceOf(CapFenceError);
    expect(error).toMatchObject({
      code: "CAPFENCE_BLOCKED",
      decision: "deny",
      reason: "policy_deny",
      approvalId: "apr_1",
      verdict: { authorized: false },
    });
  });

  it("is recognised by its brand, not by its name or class", () => {
    expect(AgentActionBlocked.isInstance(blocked())).toBe(true);
    const fake = Object.assign(new Error("Blocked: policy_deny"), { name: "AgentActionBlocked" });
    for (const value of [fake, undefined, null, "Blocked", {}, AgentActionBlocked])
      expect(AgentActionBlocked.isInstance(value)).toBe(false);
  });
});

describe("AgentActionBlocked.find", () => {
  const error = blocked();

  it.each<[string, unknown]>([
    ["itself", error],
    ["a cause", new Error("wrapped", { cause: error })],
    ["a cause of a cause", new Error("a", { cause: new Error("b", { cause: error }) })],
    ["an error property", Object.assign(new Error("tool call"), { error })],
    ["a toolError property", { toolError: error }],
    ["an originalError property", { originalError: { error } }],
    ["several errors", new AggregateError([new Error("other"), { cause: error }])],
  ])("finds it in %s", (_, wrapper) => {
    expect(AgentActionBlocked.find(wrapper)).toBe(error);
    expect(notBlocked(wrapper)).toBe(false);
  });

  it("finds it past a cycle, and ends where there is only a cycle", () => {
    const circle: { cause?: unknown; error?: unknown } = {};
    circle.cause = circle;
    expect(AgentActionBlocked.find(circle)).toBeUndefined();
    circle.error = { errors: [circle, { cause: error }] };
    expect(AgentActionBlocked.find(circle)).toBe(error);
  });

  it("gives up on a chain without end", () => {
    let links = 0;
    const endless = {
      get cause(): unknown {
        links += 1;
        return Object.create(endless, { link: { value: links } });
      },
    };
    expect(AgentActionBlocked.find(endless)).toBeUndefined();
    expect(links).toBeLessThan(1000);
  });

  it("reads past a getter that throws", () => {
    const hostile = {
      get cause(): never {
        throw new Error("no");
      },
      error: blocked(),
    };
    expect(AgentActionBlocked.find(hostile)?.reason).toBe("policy_deny");
  });

  it("finds nothing in other errors and values", () => {
    for (const value of [new Error("other"), "text", 5, null, undefined, [error.message]]) {
      expect(AgentActionBlocked.find(value)).toBeUndefined();
      expect(notBlocked(value)).toBe(true);
    }
  });
});

describe("denialMessage", () => {
  it("tells the model what was refused and why, and nothing of the policy", () => {
    const text = denialMessage(blocked({ rule, approvalId: "apr_1", uncertain: ["amount_gt"] }));
    expect(JSON.parse(text)).toEqual({
      error: "AgentActionBlocked",
      tool: "pay",
      reason: "policy_deny",
      explanation: "too much",
      approvalId: "apr_1",
      retryable: false,
    });
    for (const secret of ["secret-rule-id", "policy.yaml", "digest", "amount_gt"])
      expect(text).not.toContain(secret);
  });

  it("has the approver's words before the rule's", () => {
    const denial: unknown = JSON.parse(denialMessage(blocked({ rule, approverNote: "not today" })));
    expect(denial).toMatchObject({ explanation: "not today" });
  });
});
