import { beforeEach, describe, expect, it, vi } from "vitest";
import { approverKey, signedPolicy } from "../../test/approvers.ts";
import { judgedRuntime, linesOf, recordsOf } from "../../test/judged-runtime.ts";
import { ApprovalError, ConfigurationError } from "../errors.ts";
import { AgentActionBlocked, denialMessage } from "../runtime/blocked.ts";
import type { ActionRuntime } from "../runtime/runtime.ts";
import { Enforcement, type NativeCall } from "./enforcement.ts";
import type { PausingAdapterOptions } from "./options.ts";

/** What a made-up framework says of a call. */
interface Native {
  readonly user?: string;
}

const tool = vi.fn<(input: object) => string>(() => "sent");
const asking = { amount: 5000 };

let runtime: ActionRuntime;
beforeEach(() => {
  runtime = judgedRuntime();
  tool.mockClear();
});

function enforcement(options: Partial<PausingAdapterOptions<Native>> = {}): Enforcement<Native> {
  const base = { runtime, agentId: "agent", capability: "payments.transfer" };
  return new Enforcement("made-up", { ...base, onApproval: "pause", ...options });
}

function call(part: Partial<NativeCall<Native, string>> = {}): NativeCall<Native, string> {
  return { toolName: "transfer", input: asking, native: {}, invoke: tool, ...part };
}

async function blockOf(promise: Promise<unknown>): Promise<AgentActionBlocked | undefined> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return AgentActionBlocked.find(error);
}

const deny = (blocked: AgentActionBlocked): string => `no: ${denialMessage(blocked)}`;

const byCarol = { approver: () => ({ by: "carol" }) };

describe("Enforcement.run", () => {
  it("records the framework, and acts for whom the framework knows", async () => {
    const adapter = enforcement({ identify: ({ user }) => (user ? { actor: user } : undefined) });
    await adapter.run(call({ input: { amount: 5 }, native: { user: "alice" } }));
    await adapter.run(call({ input: { amount: 5 } }));
    const decisions = (await recordsOf(runtime)).filter(({ kind }) => kind === "decision");
    expect(decisions).toMatchObject([
      { actor: "alice", context: { framework: "made-up" } },
      { actor: "agent" },
    ]);
  });

  it("refuses an identity that is still a promise, and does not run", async () => {
    const identify = (() => Promise.resolve({ actor: "alice" })) as never;
    const running = enforcement({ identify }).run(call({ input: { amount: 5 } }));
    await expect(running).rejects.toBeInstanceOf(ConfigurationError);
    expect(tool).not.toHaveBeenCalled();
  });

  it("gives the framework's denial in message mode, and throws otherwise", async () => {
    const silent = enforcement({ onBlocked: "message" });
    expect(await silent.run(call({ deny }))).toContain('no: {"error":"AgentActionBlocked"');
    expect((await blockOf(enforcement().run(call({ deny }))))?.reason).toBe("approval_required");
    expect(await blockOf(silent.run(call()))).toBeDefined();
    expect(tool).not.toHaveBeenCalled();
  });

  it("judges what was given, whatever becomes of it while an answer is passed on", async () => {
    const adapter = enforcement(byCarol);
    await adapter.pending(call());
    const input = { ...asking };
    const running = adapter.run(call({ input, answer: { approved: true } }));
    input.amount = 50_000;
    await running;
    expect(tool.mock.calls).toEqual([[asking]]);
  });
});

describe("a yes given in the framework", () => {
  const yes = { approved: true, note: "fine" } as const;

  it("runs the call once, and is on record as that of who the host names", async () => {
    const adapter = enforcement(byCarol);
    await adapter.pending(call());
    expect(await adapter.run(call({ answer: yes }))).toBe("sent");
    const approvals = (await recordsOf(runtime)).filter(({ kind }) => kind === "approval");
    expect(approvals).toMatchObject([
      { state: "requested" },
      { state: "approved", by: "carol", note: "fine" },
      { state: "consumed" },
    ]);
    expect((await blockOf(adapter.run(call({ answer: yes }))))?.reason).toBe("approval_required");
    expect(tool).toHaveBeenCalledTimes(1);
  });

  it("counts only for a call that was asked for, however often it is said", async () => {
    const adapter = enforcement(byCarol);
    await adapter.pending(call());
    const other = call({ input: { amount: 6000 }, answer: yes });
    for (let time = 0; time < 2; time += 1)
      expect((await blockOf(adapter.run(other)))?.reason).toBe("approval_required");
    expect(await runtime.approvals.pending()).toHaveLength(1);
    expect(tool).not.toHaveBeenCalled();
  });

  it("counts for no other request than the one that was asked about, which waits on", async () => {
    const adapter = enforcement(byCarol);
    const first = await adapter.pending(call());
    await runtime.approvals.cancel(first?.approvalId ?? "", { by: "agent" });
    const second = await adapter.pending(call());
    const answered = (approvalId = ""): Promise<unknown> =>
      adapter.run(call({ answer: { ...yes, approvalId } }));
    expect((await blockOf(answered(first?.approvalId)))?.reason).toBe("approval_required");
    expect(tool).not.toHaveBeenCalled();
    expect(await runtime.approvals.pending()).toMatchObject([{ id: second?.approvalId }]);
    expect(await answered(second?.approvalId)).toBe("sent");
  });

  it("is not asked of the host for a call that waits for nothing", async () => {
    const approver = vi.fn<() => undefined>();
    const adapter = enforcement({ approver });
    await adapter.run(call({ input: { amount: 5 }, answer: yes }));
    expect(
      await blockOf(adapter.run(call({ input: { amount: 50_000 }, answer: yes }))),
    ).toBeDefined();
    expect(approver).not.toHaveBeenCalled();
    expect(tool).toHaveBeenCalledTimes(1);
  });

  it("does not count without the key that the policy asks for", async () => {
    runtime = judgedRuntime({ capabilitySystem: signedPolicy([approverKey("carol")]) });
    const adapter = enforcement(byCarol);
    await adapter.pending(call());
    await expect(adapter.run(call({ answer: yes }))).rejects.toBeInstanceOf(ApprovalError);
    expect(tool).not.toHaveBeenCalled();
  });

  it("counts once, however many resumes bring it at the same time, and whatever is sent afterwards", async () => {
    const adapter = enforcement(byCarol);
    const pending = await adapter.pending(call());
    await runtime.approvals.approve(pending?.approvalId ?? "", { by: "dora" });
    const resume = () => blockOf(adapter.run(call({ answer: yes })));
    await Promise.all([resume(), resume(), resume()]);
    expect(await runtime.approvals.pending()).toEqual([]);
    const late = await resume();
    expect(late?.reason).toBe("approval_required");
    expect(late?.approvalId).toBeUndefined();
    expect(tool).toHaveBeenCalledOnce();
  });

  it("counts with the key that the policy asks for", async () => {
    const signer = approverKey("carol");
    runtime = judgedRuntime({ capabilitySystem: signedPolicy([signer]) });
    const adapter = enforcement({ approver: () => ({ signer }) });
    await adapter.pending(call());
    expect(await adapter.run(call({ answer: yes }))).toBe("sent");
  });
});

describe("a no given in the framework", () => {
  const no = { approved: false, note: "not today" } as const;

  it("rejects the request of the call, and the block has the words", async () => {
    const adapter = enforcement(byCarol);
    await adapter.pending(call());
    const blocked = await blockOf(adapter.run(call({ answer: no })));
    expect(blocked?.reason).toBe("approval_rejected");
    expect(blocked?.verdict.approverNote).toBe("not today");
    expect(await runtime.approvals.list("rejected")).toHaveLength(1);
    expect(tool).not.toHaveBeenCalled();
  });

  it.each([
    ["nobody", {}],
    ["somebody who may not answer", byCarol],
  ])("of %s takes the request back, and the block has the words", async (_, options) => {
    runtime = judgedRuntime({ capabilitySystem: signedPolicy([approverKey("alice")]) });
    const adapter = enforcement(options);
    const pending = await adapter.pending(call());
    const blocked = await blockOf(adapter.run(call({ answer: no })));
    expect(blocked?.reason).toBe("approval_cancelled");
    expect(blocked?.approvalId).toBe(pending?.approvalId);
    expect(blocked?.message).toContain("not today");
    expect(await runtime.approvals.list("cancelled")).toMatchObject([
      { cancelledFor: "not today" },
    ]);
    expect((await linesOf(runtime)).at(-1)).toBe("deny approval_cancelled");
    expect(tool).not.toHaveBeenCalled();
  });

  it("stops a call that is approved elsewhere, granted, or allowed by now", async () => {
    const adapter = enforcement(byCarol);
    const pending = await adapter.pending(call());
    await runtime.approvals.approve(pending?.approvalId ?? "", { by: "dora" });
    expect(await blockOf(adapter.run(call({ answer: no })))).toBeDefined();
    await runtime.approvals.grant({
      by: "dora",
      actor: "agent",
      capability: "payments.transfer",
      environment: "*",
      reason: "a busy day",
      durationSeconds: 60,
    });
    expect(await blockOf(adapter.run(call({ answer: no })))).toBeDefined();
    const allowed = call({ input: { amount: 5 }, answer: no });
    expect((await blockOf(adapter.run(allowed)))?.reason).toBe("approval_cancelled");
    expect(tool).not.toHaveBeenCalled();
  });
});

describe("Enforcement.pending", () => {
  it("says what a call waits for, and nothing of one that runs or is refused", async () => {
    const adapter = enforcement();
    expect(await adapter.pending(call())).toMatchObject({
      tool: "transfer",
      capability: "payments.transfer",
      actor: "agent",
      payload: asking,
    });
    expect(await adapter.pending(call({ input: { amount: 5 } }))).toBeUndefined();
    expect(await adapter.pending(call({ input: { amount: 50_000 } }))).toBeUndefined();
  });

  it("says nothing of a tool without a capability, which is refused when it runs", async () => {
    const adapter = new Enforcement<Native>("made-up", { runtime, agentId: "agent" });
    expect(await adapter.pending(call())).toBeUndefined();
    expect(await adapter.preview(call())).toBeUndefined();
    expect((await blockOf(adapter.run(call())))?.reason).toBe("tool_unmapped");
  });

  it("says nothing of a call that is approved by now", async () => {
    const adapter = enforcement();
    const pending = await adapter.pending(call());
    await runtime.approvals.approve(pending?.approvalId ?? "", { by: "carol" });
    expect(await adapter.pending(call())).toBeUndefined();
  });
});
