import { beforeEach, describe, expect, it, vi } from "vitest";
import { judgedRuntime, transfer } from "../../test/judged-runtime.ts";
import { ToldStorage } from "../../test/told-storage.ts";
import { WaitingStorage } from "../../test/waiting-storage.ts";
import { CapabilitySystem } from "../policy/capability-system.ts";
import type { StorageEngine } from "../storage/engine.ts";
import { AgentActionBlocked } from "./blocked.ts";
import { guard } from "./guard.ts";
import type { ActionRuntime } from "./runtime.ts";

const POLICY = `
deny:
  - { id: day, capability: payments.transfer, max_total: { amount: 100, per: 1d, by: [] } }
  - { id: calls, capability: payments.transfer, max_calls: { count: 5, per: 1m } }
require_approval:
  - { id: often, capability: payments.transfer, max_calls: { count: 3, per: 1m } }
allow: [payments.transfer, files.read]
`;

let now: number;
let storage: ToldStorage;
let runtime: ActionRuntime;
beforeEach(() => {
  now = 1_000_000;
  storage = new ToldStorage();
  runtime = limited(storage);
});

function limited(on: StorageEngine, mode?: "observe"): ActionRuntime {
  const capabilitySystem = new CapabilitySystem().loadPolicyText(POLICY, "policy.yaml");
  const options = mode === undefined ? {} : { mode };
  return judgedRuntime({ storage: on, capabilitySystem, clock: () => now, ...options });
}

async function reasons(count: number, of = runtime): Promise<readonly string[]> {
  const all: string[] = [];
  for (let call = 0; call < count; call += 1) {
    const { reason, rule } = await of.execute(transfer(1));
    all.push(rule === undefined ? reason : `${reason} ${rule.id}`);
  }
  return all;
}

describe("a limit", () => {
  it("lets through what is left, then asks or denies, and forgets with its window", async () => {
    expect(await reasons(4)).toEqual([
      "policy_allow allow[0]",
      "policy_allow allow[0]",
      "policy_allow allow[0]",
      "approval_required often",
    ]);
    now += 60_000;
    expect(await reasons(1)).toEqual(["policy_allow allow[0]"]);
  });

  it("counts what a human let be exceeded, up to a limit that denies", async () => {
    await reasons(3);
    for (const expected of ["approval_granted", "approval_granted"]) {
      const { approvalId = "" } = await runtime.execute(transfer(1));
      await runtime.approvals.approve(approvalId, { by: "carol" });
      expect((await runtime.execute(transfer(1))).reason).toBe(expected);
    }
    expect(await reasons(1)).toEqual(["policy_deny calls"]);
  });

  it("is not lifted by an approval or a grant whose giver knew of no limit", async () => {
    const text = `
require_approval:
  - { id: much, capability: payments.transfer, amount_gt: 10 }
  - { id: often, capability: payments.transfer, max_calls: { count: 1, per: 1m } }
allow: [payments.transfer]`;
    const capabilitySystem = new CapabilitySystem().loadPolicyText(text, "policy.yaml");
    const own = judgedRuntime({ storage, capabilitySystem, clock: () => now });
    const { approvalId = "" } = await own.execute(transfer(50));
    await own.approvals.approve(approvalId, { by: "carol" });
    expect((await own.execute(transfer(1))).authorized).toBe(true);
    const beyond = await own.execute(transfer(50));
    expect(beyond).toMatchObject({ authorized: false, rule: { id: "often" } });
    expect(beyond.approvalId).not.toBe(approvalId);
    const grant = { actor: "agent", capability: "payments.*", environment: "*", by: "carol" };
    await own.approvals.grant({ ...grant, durationSeconds: 120 });
    expect((await own.execute(transfer(2))).authorized).toBe(false);
    // Where the limit is not exceeded any more, both are what they were.
    now += 60_000;
    expect((await own.execute(transfer(50))).reason).toBe("approval_granted");
    now += 30_000;
    expect((await own.execute(transfer(50))).authorized).toBe(false);
    now += 30_000;
    expect((await own.execute(transfer(50))).authorized).toBe(false);
    const emergency = { ...grant, durationSeconds: 60, breakGlass: true, reason: "payroll" };
    await own.approvals.grant(emergency);
    expect(await own.execute(transfer(50))).toMatchObject({ authorized: true, breakGlass: true });
  });

  it("is not used by calls that do not run", async () => {
    for (let call = 0; call < 10; call += 1) await runtime.execute(transfer(1000));
    expect(await reasons(1)).toEqual(["policy_allow allow[0]"]);
    expect((await runtime.preview(transfer(1))).authorized).toBe(true);
    expect((await reasons(2)).every((one) => one.startsWith("policy_allow"))).toBe(true);
  });

  it("counts each actor by itself where it says so, and all together where it does not", async () => {
    await reasons(3);
    expect((await runtime.execute(transfer(1, { actor: "other" }))).authorized).toBe(true);
    const rest = await runtime.execute(transfer(97, { actor: "third" }));
    expect(rest).toMatchObject({ authorized: false, rule: { id: "day" } });
    expect((await runtime.execute(transfer(96, { actor: "third" }))).authorized).toBe(true);
  });

  it("denies an amount that it cannot count, and does not run the tool", async () => {
    const tool = vi.fn<() => void>();
    const options = { runtime, agentId: "agent", capability: "payments.transfer" };
    for (const payload of [{ amount: "1,000" }, { amount: -5 }, {}]) {
      const call = guard(options, tool)(payload);
      await expect(call).rejects.toThrow(AgentActionBlocked);
    }
    expect(tool).not.toHaveBeenCalled();
  });

  it("denies, and says so in the log, where what was used cannot be read", async () => {
    storage.latest = () => {
      throw new Error("gone");
    };
    expect(await runtime.execute(transfer(1))).toMatchObject({
      authorized: false,
      decision: "deny",
      reason: "approval_error",
    });
    expect((await runtime.preview(transfer(1))).authorized).toBe(false);
    const other = transfer(1, { capability: "files.read" });
    expect((await runtime.execute(other)).authorized).toBe(true);
  });

  it("is exact where many call at once", async () => {
    for (const on of [new WaitingStorage(), storage]) {
      const own = limited(on);
      const calls = Array.from({ length: 30 }, () => own.execute(transfer(1)));
      const verdicts = await Promise.all(calls);
      expect(verdicts.filter(({ authorized }) => authorized)).toHaveLength(3);
      expect(new Set(verdicts.map(({ reason }) => reason))).toEqual(
        new Set(["policy_allow", "approval_required"]),
      );
    }
  });

  it("lets a synchronous caller through as far as any other", () => {
    const own = Array.from({ length: 4 }, () => runtime.executeSync(transfer(1)).authorized);
    expect(own).toEqual([true, true, true, false]);
  });

  it("only says what it would do where a policy is observed, and counts all the same", async () => {
    const observed = limited(storage, "observe");
    const verdicts = [];
    for (let call = 0; call < 5; call += 1) verdicts.push(await observed.execute(transfer(1)));
    expect(verdicts.every(({ authorized }) => authorized)).toBe(true);
    expect(verdicts.map(({ decision }) => decision)).toEqual([
      "allow",
      "allow",
      "allow",
      "require_approval",
      "require_approval",
    ]);
  });

  it("goes on after a restart", async () => {
    await reasons(3);
    await runtime.close();
    expect(await reasons(1, limited(storage))).toEqual(["approval_required often"]);
  });
});
