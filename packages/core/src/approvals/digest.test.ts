import { describe, expect, it } from "vitest";
import { ActionEvent, type ActionEventInput } from "../action/event.ts";
import { approvalDigest } from "./digest.ts";

const base: ActionEventInput = {
  actor: "agent",
  capability: "payments.transfer",
  environment: "production",
  sessionId: "session",
  toolName: "transfer",
  payload: { amount: 5000, to: "bob" },
};

function digestOf(changes: Partial<ActionEventInput> = {}, policy = "policy"): string {
  return approvalDigest(ActionEvent.create({ ...base, ...changes }), policy);
}

describe("approvalDigest", () => {
  it("is the same for the same call, however its payload is written", () => {
    expect(digestOf()).toBe(digestOf({ payload: { to: "bob", amount: 5000.0 } }));
    expect(digestOf()).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, Partial<ActionEventInput>]>([
    ["actor", { actor: "other" }],
    ["capability", { capability: "payments.refund" }],
    ["environment", { environment: "staging" }],
    ["session", { sessionId: "other" }],
    ["tool", { toolName: "other" }],
    ["payload", { payload: { amount: 5001, to: "bob" } }],
    ["payload's keys", { payload: { amount: 5000, to: "bob", memo: "" } }],
    ["payload's types", { payload: { amount: "5000", to: "bob" } }],
  ])("differs with the %s", (_, changes) => {
    expect(digestOf(changes)).not.toBe(digestOf());
  });

  it("differs where a fact is missing", () => {
    const { environment: _environment, ...nowhere } = base;
    const { sessionId: _session, ...anySession } = base;
    const { toolName: _tool, ...anyTool } = base;
    const digests = [base, nowhere, anySession, anyTool].map((input) =>
      approvalDigest(ActionEvent.create(input), "policy"),
    );
    expect(new Set(digests).size).toBe(digests.length);
  });

  it("differs with the policy", () => {
    expect(digestOf({}, "other")).not.toBe(digestOf());
  });

  it("differs with the alias of a dotted resource", () => {
    const plain = { actor: "agent", capability: "files.read.workspace" };
    const dotted = { actor: "agent", resource: "files.workspace", action: "read" };
    const digests = [plain, dotted].map((input) => {
      const event = ActionEvent.create(input);
      expect(event.capability).toBe("files.read.workspace");
      return approvalDigest(event, "policy");
    });
    expect(new Set(digests).size).toBe(2);
  });
});
