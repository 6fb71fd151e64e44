import { beforeEach, describe, expect, it, vi } from "vitest";
import { approverKey, signedPolicy } from "../../test/approvers.ts";
import { judgedRuntime, linesOf, transfer } from "../../test/judged-runtime.ts";
import { ToldStorage } from "../../test/told-storage.ts";
import { ApprovalError } from "../errors.ts";
import { NO_READS } from "../state/store.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { AgentActionBlocked } from "./blocked.ts";
import { type FunctionGuardOptions, guard } from "./guard.ts";
import type { ActionRuntime } from "./runtime.ts";

const tool = vi.fn<(input: { amount: number }) => string>(({ amount }) => `sent ${amount}`);

let now: number;
let storage: MemoryStorage;
let runtime: ActionRuntime;
beforeEach(() => {
  now = 1_000_000;
  storage = new MemoryStorage();
  runtime = judgedRuntime({ storage, clock: () => now });
  tool.mockClear();
});

function waiting(
  options: Partial<FunctionGuardOptions<string>> = {},
): (input: { amount: number }) => Promise<string> {
  const base = { runtime, agentId: "agent", capability: "payments.transfer" };
  return guard({ ...base, onApproval: "wait", ...options }, tool);
}

/** The request that a call waits for, once it is there. */
async function request(of = runtime): Promise<string> {
  return vi.waitFor(async () => {
    const [first] = await of.approvals.pending();
    if (first === undefined) throw new Error("nothing waits yet");
    return first.id;
  });
}

/** Why a call was blocked. */
async function blocked(call: Promise<unknown>): Promise<AgentActionBlocked> {
  const error = await call.then(
    () => undefined,
    (cause: unknown) => AgentActionBlocked.find(cause),
  );
  if (error === undefined) throw new Error("the call was not blocked");
  return error;
}

describe("a guard that waits", () => {
  it("runs the tool once a human has approved, and records both", async () => {
    const call = waiting()({ amount: 5000 });
    await runtime.approvals.approve(await request(), { by: "carol" });
    expect(await call).toBe("sent 5000");
    expect(tool).toHaveBeenCalledTimes(1);
    expect(await linesOf(runtime)).toEqual([
      "approval requested",
      "require_approval approval_required",
      "approval approved",
      "approval consumed",
      "require_approval approval_granted",
      "succeeded",
    ]);
  });

  it("blocks with the approver's words where a human has said no", async () => {
    const call = waiting()({ amount: 5000 });
    await runtime.approvals.reject(await request(), { by: "carol", note: "ask finance first" });
    const { reason, message } = await blocked(call);
    expect([reason, message]).toEqual([
      "approval_rejected",
      "Blocked: approval_rejected: ask finance first",
    ]);
    expect(tool).not.toHaveBeenCalled();
  });

  it("does not call it a no where nobody answered in time", async () => {
    const call = waiting({ onBlocked: "message" } as never)({ amount: 5000 });
    await request();
    now += 60_000;
    storage.commit({
      reads: NO_READS,
      insertions: () => ({ versions: [], entries: [] }),
    });
    const denial = JSON.parse(await call) as object;
    expect(denial).toMatchObject({
      reason: "approval_expired",
      explanation: expect.stringContaining("the call was not refused"),
    });
    expect(tool).not.toHaveBeenCalled();
  });

  it("says that the request was taken back", async () => {
    const call = waiting()({ amount: 5000 });
    await runtime.approvals.cancel(await request(), { by: "agent" });
    expect((await blocked(call)).reason).toBe("approval_cancelled");
    expect(tool).not.toHaveBeenCalled();
  });

  it("blocks when it has waited as long as it may, and the request stays", async () => {
    const { reason } = await blocked(waiting({ approvalWait: 20 })({ amount: 5000 }));
    expect(reason).toBe("approval_required");
    expect(await runtime.approvals.pending()).toHaveLength(1);
    expect(tool).not.toHaveBeenCalled();
  });

  it("gives an approval to one of two equal calls, and goes on waiting for the other", async () => {
    const calls = [waiting()({ amount: 5000 }), waiting()({ amount: 5000 })];
    const first = await request();
    await runtime.approvals.approve(first, { by: "carol" });
    await Promise.race(calls);
    const second = await request();
    expect(second).not.toBe(first);
    expect(tool).toHaveBeenCalledTimes(1);
    await runtime.approvals.approve(second, { by: "carol" });
    expect(await Promise.all(calls)).toEqual(["sent 5000", "sent 5000"]);
  });

  it("is not woken by an approval that no approver signed", async () => {
    const alice = approverKey("alice");
    const capabilitySystem = signedPolicy([alice]);
    const own = judgedRuntime({ storage, capabilitySystem, clock: () => now });
    const call = waiting({ runtime: own })({ amount: 5000 });
    const id = await request(own);
    const found = storage.latest("request", id);
    if (found === undefined) throw new Error("no request");
    const forged = { ...JSON.parse(found.text), state: "approved", answers: [] } as object;
    storage.commit({
      reads: NO_READS,
      insertions: () => ({
        versions: [{ ...found, version: 2, text: JSON.stringify(forged) }],
        entries: [],
      }),
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(tool).not.toHaveBeenCalled();
    await own.approvals.cancel(id, { by: "agent" });
    expect((await blocked(call)).reason).toBe("approval_cancelled");
  });

  it.each([
    ["onApproval", { onApproval: "never" }],
    ["approvalWait", { approvalWait: -1 }],
    ["approvalWait", { approvalWait: Number.NaN }],
  ])("refuses what %s cannot be", (name, options) => {
    expect(() => waiting(options as never)).toThrow(name);
  });
});

describe("waitForApproval", () => {
  it("goes on in another runtime on the same store, as after a restart", async () => {
    const { approvalId = "" } = await runtime.execute(transfer(5000));
    await runtime.close();
    const next = judgedRuntime({ storage, clock: () => now });
    const answered = next.waitForApproval(approvalId);
    await next.approvals.approve(approvalId, { by: "carol" });
    expect(await answered).toMatchObject({ id: approvalId, state: "approved" });
  });

  it("ends with the reason of its signal, and at once where that was aborted before", async () => {
    const call = waiting({ approvalWait: 10 });
    await blocked(call({ amount: 5000 }));
    const id = await request();
    const stop = new AbortController();
    const waited = runtime.waitForApproval(id, { signal: stop.signal });
    stop.abort(new Error("the user left"));
    await expect(waited).rejects.toThrow("the user left");
    await expect(runtime.waitForApproval(id, { signal: stop.signal })).rejects.toThrow(
      "the user left",
    );
  });

  it("has nothing to wait for where there is no such request", async () => {
    await expect(runtime.waitForApproval("apr_none")).rejects.toThrow(ApprovalError);
  });

  it("ends where the storage is closed meanwhile, and does not ask it again and again", async () => {
    const call = waiting({ approvalWait: 10 });
    await blocked(call({ amount: 5000 }));
    const waited = runtime.waitForApproval(await request(), { timeout: 5000 });
    storage.close();
    await expect(waited).rejects.toThrow("the storage is closed");
  });

  it("looks now and then where the store cannot tell of changes", async () => {
    const silent = new ToldStorage();
    const own = judgedRuntime({ storage: silent, clock: () => now });
    const call = waiting({ runtime: own })({ amount: 5000 });
    await own.approvals.approve(await request(own), { by: "carol" });
    expect(await call).toBe("sent 5000");
  });
});
