import { describe, expect, it } from "vitest";
import { judgedRuntime, linesOf, transfer } from "../../test/judged-runtime.ts";
import { ToldStorage } from "../../test/told-storage.ts";
import { AuditError } from "../errors.ts";
import { MemoryStorage } from "../storage/memory.ts";

const ASKING = 5000;
const ASKED = ["approval requested", "require_approval approval_required"];

describe("ActionRuntime.ask", () => {
  it("makes and records the request of a call that waits, once, however often it is asked", async () => {
    const runtime = judgedRuntime();
    const first = await runtime.ask(transfer(ASKING));
    expect(first).toMatchObject({ authorized: false, reason: "approval_required" });
    for (let time = 0; time < 3; time += 1)
      expect((await runtime.ask(transfer(ASKING))).approvalId).toBe(first.approvalId);
    expect(await runtime.approvals.pending()).toMatchObject([{ id: first.approvalId }]);
    expect(await linesOf(runtime)).toEqual(ASKED);
  });

  it("makes one request of two processes that ask at once", async () => {
    const storage = new MemoryStorage();
    const runtimes = [judgedRuntime({ storage }), judgedRuntime({ storage })];
    const asked = await Promise.all(runtimes.map((one) => one.ask(transfer(ASKING))));
    expect(new Set(asked.map(({ approvalId }) => approvalId)).size).toBe(1);
    expect(await runtimes[0]?.approvals.pending()).toHaveLength(1);
  });

  it.each([
    [50, "policy_allow"],
    [50_000, "policy_deny"],
  ])("records nothing of a call of %i, which does not wait", async (amount, reason) => {
    const runtime = judgedRuntime();
    expect(await runtime.ask(transfer(amount))).toMatchObject({ reason });
    expect(await linesOf(runtime)).toEqual([]);
  });

  it("leaves an approval unused", async () => {
    const runtime = judgedRuntime();
    const { approvalId = "" } = await runtime.ask(transfer(ASKING));
    await runtime.approvals.approve(approvalId, { by: "carol" });
    for (let time = 0; time < 2; time += 1)
      expect(await runtime.ask(transfer(ASKING))).toMatchObject({ authorized: true, approvalId });
    expect(await runtime.execute(transfer(ASKING))).toMatchObject({ authorized: true, approvalId });
  });

  it("asks anew once an approval is used up", async () => {
    const runtime = judgedRuntime();
    const { approvalId = "" } = await runtime.ask(transfer(ASKING));
    await runtime.approvals.approve(approvalId, { by: "carol" });
    await runtime.execute(transfer(ASKING));
    const again = await runtime.ask(transfer(ASKING));
    expect(again).toMatchObject({ authorized: false, reason: "approval_required" });
    expect(again.approvalId).not.toBe(approvalId);
  });

  it("tells observers of the decision it records, and of no other", async () => {
    const told: string[] = [];
    const runtime = judgedRuntime({
      observers: [{ decided: ({ reason }) => void told.push(reason) }],
    });
    await runtime.ask(transfer(ASKING));
    await runtime.ask(transfer(ASKING));
    await runtime.ask(transfer(50));
    expect(told).toEqual(["approval_required"]);
  });

  it("denies where the approvals cannot be read", async () => {
    const storage = new ToldStorage();
    storage.beforeReading = () => {
      throw new Error("gone");
    };
    const runtime = judgedRuntime({ storage });
    expect(await runtime.ask(transfer(ASKING))).toMatchObject({
      authorized: false,
      reason: "approval_error",
    });
  });

  it("throws where the request cannot be recorded", async () => {
    class FullStorage extends MemoryStorage {
      override commit(): void {
        throw new Error("disk full");
      }
    }
    const runtime = judgedRuntime({ storage: new FullStorage() });
    await expect(runtime.ask(transfer(ASKING))).rejects.toBeInstanceOf(AuditError);
  });
});
