import { beforeEach, describe, expect, it } from "vitest";
import { approverKey, signedPolicy } from "../../test/approvers.ts";
import { judgedRuntime, transfer } from "../../test/judged-runtime.ts";
import type { GrantInput } from "../approvals/make-grant.ts";
import type { DecisionPoint } from "../policy/capability-system.ts";
import type { ActionRuntime } from "./runtime.ts";

const alice = approverKey("alice");
const bob = approverKey("bob");
const input: GrantInput = {
  actor: "agent",
  capability: "payments.transfer",
  environment: "*",
  durationSeconds: 60,
  by: "carol",
};

let now: number;
let runtime: ActionRuntime;
beforeEach(() => {
  now = 1_000_000;
  runtime = judgedRuntime({ clock: () => now });
});

async function reasonOf(event = transfer(5000), of = runtime): Promise<string> {
  const { reason, authorized } = await of.execute(event);
  return `${authorized ? "runs" : "blocked"}: ${reason}`;
}

const OPENED = "runs: approved_grant";
const ASKED = "blocked: approval_required";

describe("a grant", () => {
  it("opens what a policy asks approval for, as often as asked, until it ends", async () => {
    const { id } = await runtime.approvals.grant(input);
    expect(await runtime.execute(transfer(5000))).toMatchObject({
      authorized: true,
      decision: "require_approval",
      reason: "approved_grant",
      grantId: id,
      warn: false,
    });
    expect(await reasonOf(transfer(6000))).toBe(OPENED);
    now += 60_000;
    expect(await reasonOf()).toBe(ASKED);
  });

  it("never opens what is denied, or what no rule names", async () => {
    await runtime.approvals.grant({ ...input, capability: "payments.*" });
    await runtime.approvals.grant({ ...input, capability: "files.*" });
    expect(await reasonOf(transfer(50_000))).toBe("blocked: policy_deny");
    expect(await reasonOf(transfer(5, { capability: "files.read" }))).toBe(
      "blocked: policy_default_deny",
    );
  });

  it("does not open the very call that a human has rejected, until the rejection expires", async () => {
    const { approvalId = "" } = await runtime.execute(transfer(5000));
    await runtime.approvals.grant(input);
    await runtime.approvals.reject(approvalId, { by: "alice" });
    await runtime.approvals.grant({ ...input, durationSeconds: 600 });
    expect(await reasonOf()).toBe("blocked: approval_rejected");
    expect(await reasonOf(transfer(5001))).toBe(OPENED);
    now += 60_000;
    expect(await reasonOf()).toBe(OPENED);
  });

  it.each<[string, Partial<GrantInput>, Parameters<typeof transfer>[1], boolean]>([
    ["its actor", { actor: "agent" }, {}, true],
    ["another actor", { actor: "other" }, {}, false],
    ["anybody, where it says so", { actor: "*" }, { actor: "x" }, true],
    ["a capability it covers", { capability: "payments.*" }, {}, true],
    ["a capability beside it", { capability: "payments.refund" }, {}, false],
    ["a call that stops short of it", { capability: "payments.transfer.express" }, {}, false],
    ["its environment", { environment: "staging" }, { environment: "staging" }, true],
    ["another environment", { environment: "staging" }, { environment: "production" }, false],
    ["no environment", { environment: "staging" }, {}, false],
    ["its session", { session: "one" }, { sessionId: "one" }, true],
    ["another session", { session: "one" }, { sessionId: "two" }, false],
    ["no session", { session: "one" }, {}, false],
    ["calls that meet its conditions", { conditions: { amount_lte: 5000 } }, {}, true],
    ["calls that do not meet its conditions", { conditions: { amount_lte: 4999 } }, {}, false],
    ["nothing, under conditions nobody knows", { conditions: { amuont_lte: 9 } }, {}, false],
    ["nothing, under conditions that are no scope", { conditions: { capability: "*" } }, {}, false],
  ])("is for %s", async (_what, grant, facts, opens) => {
    await runtime.approvals.grant({ ...input, ...grant });
    expect(await reasonOf(transfer(5000, facts))).toBe(opens ? OPENED : ASKED);
  });

  it("for a session ends with its time as well", async () => {
    await runtime.approvals.grantSessionApproval({ ...input, session: "one" });
    const event = transfer(5000, { sessionId: "one" });
    expect(await reasonOf(event)).toBe(OPENED);
    now += 60_000;
    expect(await reasonOf(event)).toBe(ASKED);
  });

  it("with conditions opens nothing where the decision point cannot judge them", async () => {
    const { policy } = runtime;
    const decisionPoint: DecisionPoint = { decide: (event) => policy.decide(event) };
    const other = judgedRuntime({ capabilitySystem: decisionPoint, clock: () => now });
    await other.approvals.grant({ ...input, conditions: { amount_lte: 5000 } });
    expect(await reasonOf(transfer(5000), other)).toBe(ASKED);
    await other.approvals.grant(input);
    expect(await reasonOf(transfer(5000), other)).toBe(OPENED);
  });

  it("opens nothing once it is revoked", async () => {
    const { id } = await runtime.approvals.grant(input);
    await runtime.approvals.revoke(id, { by: "dave", reason: "done" });
    expect(await reasonOf()).toBe(ASKED);
    await expect(runtime.approvals.revoke(id, { by: "dave" })).rejects.toThrow("revoked already");
  });

  it("is recorded when it is given, used and revoked", async () => {
    const { id } = await runtime.approvals.grant(input);
    await runtime.execute(transfer(5000));
    await runtime.approvals.revoke(id, { by: "dave", reason: "done" });
    const records: unknown[] = [];
    for await (const record of runtime.auditTrail.records())
      if (["grant", "decision", "revocation"].includes(record.kind)) records.push(record);
    expect(records).toMatchObject([
      { kind: "grant", grant: id, by: "carol", granted: { actor: "agent", environment: "*" } },
      { kind: "decision", reason: "approved_grant", grant: id },
      { kind: "revocation", grant: id, by: "dave", reason: "done" },
    ]);
  });

  it("given in an emergency needs a reason, ends within a day, and marks what it lets through", async () => {
    const emergency = { ...input, breakGlass: true };
    await expect(runtime.approvals.grant(emergency)).rejects.toThrow("needs a reason");
    const why = { ...emergency, reason: "payroll is down" };
    await expect(runtime.approvals.grant({ ...why, durationSeconds: 86_401 })).rejects.toThrow(
      "lasts 1 to 86400 seconds",
    );
    await runtime.approvals.grant(why);
    expect(await runtime.execute(transfer(5000))).toMatchObject({
      authorized: true,
      warn: true,
      breakGlass: true,
    });
  });

  it.each<[string, Partial<GrantInput>, string]>([
    ["for everything", { capability: "*" }, "would open everything"],
    ["for every resource", { capability: "*.read" }, "would open everything"],
    ["for what is no capability", { capability: "a b" }, "is not a capability pattern"],
    ["for no time", { durationSeconds: 0 }, "lasts 1 to 2592000 seconds, got 0"],
    ["for part of a second", { durationSeconds: 0.5 }, "got 0.5"],
    ["for 31 years", { durationSeconds: 31 * 365 * 86_400 }, "lasts 1 to"],
    ["for no actor", { actor: "" }, "actor must not be empty"],
    ["for no session", { session: "" }, "session must not be empty"],
    ["by nobody", { by: " " }, "must not be empty"],
    ["with a quorum of nobody", { quorum: 0 }, "whole number from 1"],
  ])("is not made %s", async (_what, change, words) => {
    await expect(runtime.approvals.grant({ ...input, ...change })).rejects.toThrow(words);
    expect(await runtime.approvals.grants()).toEqual([]);
  });
});

function signed(rule?: string): ActionRuntime {
  return judgedRuntime({
    capabilitySystem: signedPolicy([alice, bob], rule),
    clock: () => now,
  });
}

describe("where approvers are configured, a grant", () => {
  const { by: _by, ...unsigned } = input;
  it("counts only with the key of one", async () => {
    const own = signed();
    await own.approvals.grant(input);
    await own.approvals.grant({ ...unsigned, signer: approverKey("alice") });
    expect(await reasonOf(transfer(5000), own)).toBe(ASKED);
    await own.approvals.grant({ ...unsigned, signer: alice });
    expect(await reasonOf(transfer(5000), own)).toBe(OPENED);
  });

  it("needs their quorum, whatever it says itself", async () => {
    const own = signed(", quorum: 2");
    const { id } = await own.approvals.grant({ ...unsigned, signer: alice });
    expect(await reasonOf(transfer(5000), own)).toBe(ASKED);
    await own.approvals.endorse(id, { signer: bob });
    await expect(own.approvals.endorse(id, { signer: bob })).rejects.toThrow("has granted");
    expect(await reasonOf(transfer(5000), own)).toBe(OPENED);
  });

  it("cannot be given by an approver to themselves", async () => {
    const own = signed();
    await own.approvals.grant({ ...unsigned, actor: "Alice", signer: alice });
    expect(await reasonOf(transfer(5000, { actor: "Alice" }), own)).toBe(ASKED);
    await own.approvals.grant({ ...unsigned, actor: "*", signer: alice });
    expect(await reasonOf(transfer(5000, { actor: "Alice" }), own)).toBe(ASKED);
    expect(await reasonOf(transfer(5000), own)).toBe(OPENED);
  });
});

describe("an approval with a scope", () => {
  it("lets the call run once, and later ones within the grant", async () => {
    const { approvalId = "" } = await runtime.execute(transfer(5000));
    await runtime.approvals.approve(approvalId, {
      by: "carol",
      grant: {
        capability: "payments.transfer",
        environment: "*",
        durationSeconds: 60,
        conditions: { amount_lte: 5000 },
      },
    });
    expect(await reasonOf()).toBe("runs: approval_granted");
    expect(await reasonOf()).toBe(OPENED);
    expect(await reasonOf(transfer(5001))).toBe(ASKED);
    expect(await runtime.approvals.grants()).toMatchObject([
      { request: approvalId, actor: "agent" },
    ]);
  });

  it("opens later calls of the same tool alone, as it was shown", async () => {
    const shown = { toolName: "transfer", toolDigest: "a".repeat(64) };
    const { approvalId = "" } = await runtime.execute(transfer(5000, shown));
    await runtime.approvals.approve(approvalId, {
      by: "carol",
      grant: { capability: "payments.transfer", environment: "*", durationSeconds: 60 },
    });
    const changed = { ...shown, toolDigest: "b".repeat(64) };
    expect(await reasonOf(transfer(6000, changed))).toBe(ASKED);
    expect(await reasonOf(transfer(6000, { ...shown, toolName: "other" }))).toBe(ASKED);
    expect(await reasonOf(transfer(6000, shown))).toBe(OPENED);
  });

  it("for exactly this payload opens no other", async () => {
    const { approvalId = "" } = await runtime.execute(transfer(5000));
    const { digest } = (await runtime.approvals.get(approvalId)) ?? { digest: "" };
    const { capability } = input;
    const grant = { capability, environment: "*", durationSeconds: 60, digest };
    await runtime.approvals.approve(approvalId, { by: "carol", grant });
    expect(await reasonOf()).toBe("runs: approval_granted");
    expect(await reasonOf()).toBe(OPENED);
    expect(await reasonOf()).toBe(OPENED);
    expect(await reasonOf(transfer(5000, { sessionId: "other" }))).toBe(ASKED);
  });
});
