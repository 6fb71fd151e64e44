import { beforeEach, describe, expect, it } from "vitest";
import { judgedRuntime, linesOf, recordsOf, transfer } from "../../test/judged-runtime.ts";
import { applyQuietly } from "../../test/apply-quietly.ts";
import { ToldStorage } from "../../test/told-storage.ts";
import { findRequest } from "../approvals/stored.ts";
import { CapabilitySystem } from "../policy/capability-system.ts";
import { MemoryStorage } from "../storage/memory.ts";
import type { ActionRuntime } from "./runtime.ts";

const ASKING = 5000;
const TIMEOUT = 60_000;

let now: number;
let storage: ToldStorage;
let runtime: ActionRuntime;
beforeEach(() => {
  now = 0;
  storage = new ToldStorage();
  runtime = judgedRuntime({ storage, clock: () => now });
});

/** Asks for a call, and gives the id of its request. */
async function ask(): Promise<string> {
  const { approvalId } = await runtime.execute(transfer(ASKING));
  if (approvalId === undefined) throw new Error("no request was made");
  return approvalId;
}

describe("a call that needs approval", () => {
  it("queues one request, with all that an approver has to see", async () => {
    const id = await ask();
    expect(await ask()).toBe(id);
    expect(await runtime.approvals.pending()).toEqual([
      expect.objectContaining({
        id,
        state: "pending",
        actor: "agent",
        capability: "payments.transfer",
        payload: { amount: ASKING },
        rule: "much",
        createdAt: 0,
        expiresAt: TIMEOUT,
      }),
    ]);
    expect(await linesOf(runtime)).toEqual([
      "approval requested",
      "require_approval approval_required",
      "require_approval approval_required",
    ]);
  });

  it("runs once after it was approved, with the approval used up in the same commit", async () => {
    const id = await ask();
    await runtime.approvals.approve(id, { by: "carol" });
    expect(await runtime.execute(transfer(ASKING))).toMatchObject({
      authorized: true,
      reason: "approval_granted",
      approvalId: id,
    });
    expect(await runtime.approvals.get(id)).toMatchObject({ state: "consumed" });
    expect(await ask()).not.toBe(id);
    expect((await linesOf(runtime)).slice(2)).toEqual([
      "approval approved",
      "approval consumed",
      "require_approval approval_granted",
      "approval requested",
      "require_approval approval_required",
    ]);
  });

  it("is not let through by an approval of another call that the store gives for it", async () => {
    const id = await ask();
    await runtime.approvals.approve(id, { by: "carol" });
    const approved = storage.latest("request", id);
    storage.latestOf = () => approved;
    const other = transfer(ASKING + 1);
    const seen = { authorized: false, decision: "deny", reason: "approval_error" };
    expect(await runtime.preview(other)).toMatchObject(seen);
    expect(await runtime.execute(other)).toMatchObject(seen);
    expect(await runtime.approvals.get(id)).toMatchObject({ state: "approved" });
  });

  it("does not lose its approval where its decision cannot be recorded", async () => {
    const id = await ask();
    await runtime.approvals.approve(id, { by: "carol" });
    storage.refuses = (record) => record.kind === "approval" && record.state === "consumed";
    await expect(runtime.execute(transfer(ASKING))).rejects.toThrow("disk full");
    storage.refuses = () => false;
    expect(await findRequest(storage, id)).toMatchObject({ state: "approved" });
    const reopened = judgedRuntime({ storage, clock: () => now });
    expect((await reopened.execute(transfer(ASKING))).reason).toBe("approval_granted");
  });

  it("stays rejected until the request expires, and may then be asked for anew", async () => {
    const id = await ask();
    await runtime.approvals.reject(id, { by: "carol", note: "not today" });
    now = TIMEOUT - 1;
    expect(await runtime.execute(transfer(ASKING))).toMatchObject({
      authorized: false,
      reason: "approval_rejected",
      approvalId: id,
      approverNote: "not today",
    });
    now = TIMEOUT;
    expect(await runtime.execute(transfer(ASKING))).toMatchObject({ reason: "approval_required" });
    expect(await runtime.approvals.pending()).toHaveLength(1);
    expect(await linesOf(runtime)).not.toContain("approval expired");
  });

  it.each(["unanswered", "approved"])(
    "is asked for anew when its request has expired %s",
    async (answer) => {
      const id = await ask();
      if (answer === "approved") await runtime.approvals.approve(id, { by: "carol" });
      now = TIMEOUT;
      const verdict = await runtime.execute(transfer(ASKING));
      expect(verdict).toMatchObject({ authorized: false, reason: "approval_required" });
      expect(verdict.approvalId).not.toBe(id);
      expect((await linesOf(runtime)).slice(-3)).toEqual([
        "approval expired",
        "approval requested",
        "require_approval approval_required",
      ]);
    },
  );

  it("is denied where a hundred of its actor wait already, and queues nothing more", async () => {
    for (let amount = 2001; amount <= 2100; amount += 1) await runtime.execute(transfer(amount));
    const other = transfer(ASKING);
    expect(await runtime.execute(other)).toMatchObject({
      authorized: false,
      decision: "require_approval",
      reason: "approval_queue_full",
    });
    expect((await runtime.preview(other)).reason).toBe("approval_queue_full");
    expect(await runtime.approvals.pending()).toHaveLength(100);
    const again = await runtime.execute(transfer(2050));
    expect(again.reason).toBe("approval_required");
    await runtime.approvals.cancel(again.approvalId ?? "", { by: "agent" });
    now += 1000;
    expect((await runtime.execute(other)).reason).toBe("approval_required");
    expect((await runtime.execute(transfer(ASKING + 1))).reason).toBe("approval_queue_full");
    const others = await runtime.execute(transfer(ASKING, { actor: "another" }));
    expect(others.reason).toBe("approval_required");
    now = 2 * TIMEOUT;
    expect((await runtime.execute(transfer(ASKING + 1))).reason).toBe("approval_required");
  });

  it("lets one of many calls at once have the approval", async () => {
    const id = await ask();
    await runtime.approvals.approve(id, { by: "carol" });
    const calls = Array.from({ length: 10 }, () => runtime.execute(transfer(ASKING)));
    const authorised = (await Promise.all(calls)).filter((verdict) => verdict.authorized);
    expect(authorised.map(({ approvalId }) => approvalId)).toEqual([id]);
    expect(await runtime.approvals.pending()).toHaveLength(1);
  });

  it("is not let through by an approval of another session", async () => {
    const { approvalId = "" } = await runtime.execute(transfer(ASKING, { sessionId: "one" }));
    await runtime.approvals.approve(approvalId, { by: "carol" });
    expect((await runtime.execute(transfer(ASKING, { sessionId: "two" }))).reason).toBe(
      "approval_required",
    );
    expect((await runtime.execute(transfer(ASKING, { sessionId: "one" }))).reason).toBe(
      "approval_granted",
    );
  });

  it("is not let through by an approval given under another policy", async () => {
    const inMemory = new MemoryStorage();
    const before = judgedRuntime({ storage: inMemory });
    const { approvalId = "" } = await before.execute(transfer(ASKING));
    await before.approvals.approve(approvalId, { by: "carol" });
    const text = "require_approval: [payments.transfer]";
    const after = judgedRuntime({
      storage: inMemory,
      capabilitySystem: new CapabilitySystem().loadPolicyText(text),
    });
    expect((await after.execute(transfer(ASKING))).reason).toBe("approval_required");
  });
});

describe("a store of approvals that misbehaves", () => {
  it("denies where it cannot be read, and says so in the log", async () => {
    storage.beforeReading = () => {
      throw new Error("gone");
    };
    for (const judge of [
      async () => runtime.executeSync(transfer(ASKING)),
      () => runtime.execute(transfer(ASKING)),
    ])
      expect(await judge()).toMatchObject({
        authorized: false,
        decision: "deny",
        reason: "approval_error",
      });
    expect(await linesOf(runtime)).toEqual(["deny approval_error", "deny approval_error"]);
    storage.beforeReading = () => undefined;
    expect(await ask()).toMatch(/^apr_[0-9a-f]{16}$/);
  });

  it("reads again where another process was faster", async () => {
    const id = await ask();
    await runtime.approvals.approve(id, { by: "carol" });
    let used = false;
    storage.beforeReading = () => {
      if (used) return;
      used = true;
      void applyQuietly(storage, { type: "consume", id, at: () => now });
    };
    const verdict = await runtime.execute(transfer(ASKING));
    expect(verdict).toMatchObject({ authorized: false, reason: "approval_required" });
    expect(verdict.approvalId).not.toBe(id);
    expect(await linesOf(runtime)).not.toContain("require_approval approval_granted");
  });

  it("denies where the state keeps changing", async () => {
    await ask();
    // Somebody else always queues one first.
    storage.latestOf = () => undefined;
    expect(await runtime.execute(transfer(ASKING))).toMatchObject({
      authorized: false,
      reason: "approval_error",
    });
    expect((await recordsOf(runtime)).at(-1)).toMatchObject({ reason: "approval_error" });
  });
});
