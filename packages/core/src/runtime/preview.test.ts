import { describe, expect, it } from "vitest";
import { judgedRuntime, recordsOf, transfer } from "../../test/judged-runtime.ts";
import { ToldStorage } from "../../test/told-storage.ts";
import { AuditError } from "../errors.ts";
import { CapabilitySystem } from "../policy/capability-system.ts";
import { MemoryStorage } from "../storage/memory.ts";

const TOO_MUCH = 50_000;
const ASKING = 5000;

describe("ActionRuntime.preview", () => {
  it("says what execute would say, and records and uses up nothing", async () => {
    const runtime = judgedRuntime();
    for (const [amount, reason] of [
      [50, "policy_allow"],
      [TOO_MUCH, "policy_deny"],
      [ASKING, "approval_required"],
    ] as const)
      expect(await runtime.preview(transfer(amount))).toMatchObject({ reason });
    expect(await recordsOf(runtime)).toEqual([]);
    expect(await runtime.approvals.pending()).toEqual([]);
  });

  it("leaves an approval unused, however often it is asked", async () => {
    const runtime = judgedRuntime();
    const { approvalId = "" } = await runtime.execute(transfer(ASKING));
    expect(await runtime.preview(transfer(ASKING))).toMatchObject({ approvalId });
    await runtime.approvals.approve(approvalId, { by: "carol" });
    for (let time = 0; time < 3; time += 1)
      expect(await runtime.preview(transfer(ASKING))).toMatchObject({
        authorized: true,
        reason: "approval_granted",
        approvalId,
      });
    expect((await runtime.execute(transfer(ASKING))).authorized).toBe(true);
    expect(await runtime.preview(transfer(ASKING))).toMatchObject({
      authorized: false,
      reason: "approval_required",
    });
  });

  it("denies where the approvals cannot be read", async () => {
    const storage = new ToldStorage();
    storage.beforeReading = () => {
      throw new Error("gone");
    };
    expect(await judgedRuntime({ storage }).preview(transfer(ASKING))).toMatchObject({
      authorized: false,
      reason: "approval_error",
    });
  });
});

describe("observe mode", () => {
  it.each([
    [50, "allow", "policy_allow"],
    [TOO_MUCH, "deny", "policy_deny"],
    [ASKING, "require_approval", "approval_required"],
  ])(
    "lets an amount of %d run and records what would have been decided",
    async (amount, effect, reason) => {
      const runtime = judgedRuntime({ mode: "observe" });
      const verdict = await runtime.execute(transfer(amount));
      expect(verdict).toMatchObject({
        authorized: true,
        decision: effect,
        reason,
        mode: "observe",
      });
      expect(await recordsOf(runtime)).toMatchObject([{ effect, reason, mode: "observe" }]);
      expect(await runtime.approvals.pending()).toEqual([]);
    },
  );

  it("previews what it would decide, also where an approval is at hand", async () => {
    const storage = new MemoryStorage();
    const enforcing = judgedRuntime({ storage });
    const { approvalId = "" } = await enforcing.execute(transfer(ASKING));
    await enforcing.approvals.approve(approvalId, { by: "carol" });
    const observing = judgedRuntime({ storage, mode: "observe" });
    const preview = await observing.preview(transfer(ASKING));
    const { id: _id, timestamp: _time, ...verdict } = await observing.execute(transfer(ASKING));
    expect(preview.reason).toBe(verdict.reason);
    expect(preview.approvalId).toBe(verdict.approvalId);
    expect((await enforcing.execute(transfer(ASKING))).reason).toBe("approval_granted");
  });

  it("comes from the policy where the runtime does not say, and the runtime's word goes first", async () => {
    const text = "mode: observe\ndeny: [payments.transfer]";
    const capabilitySystem = new CapabilitySystem().loadPolicyText(text);
    expect((await judgedRuntime({ capabilitySystem }).execute(transfer(5))).authorized).toBe(true);
    const strict = judgedRuntime({ capabilitySystem, mode: "enforce" });
    expect((await strict.execute(transfer(5))).authorized).toBe(false);
  });

  it("still runs nothing that cannot be recorded", async () => {
    const storage = new ToldStorage();
    storage.refuses = () => true;
    const runtime = judgedRuntime({ storage, mode: "observe" });
    await expect(runtime.execute(transfer(50))).rejects.toThrow(AuditError);
  });

  it("is not taken from a misspelt mode", () => {
    expect(() => judgedRuntime({ mode: "Observe" as "observe" })).toThrow('unknown mode "Observe"');
  });
});
