import { AgentActionBlocked } from "@capfence/core";
import { tool } from "@llamaindex/core/tools";
import { describe, expect, it, vi } from "vitest";
import { decisionsOf, errorOf, payConfig, paymentsRuntime, payTool } from "../test/payments.ts";
import { guardTool } from "./guard-tools.ts";

const input = { amount: 50, to: "bob" };

describe("a guarded tool that needs approval", () => {
  it("waits for it where it is told to, and then runs", async () => {
    const paid: unknown[] = [];
    const runtime = paymentsRuntime();
    const options = { runtime, agentId: "agent", sessionId: "s-1", onApproval: "wait" } as const;
    const call = guardTool(payTool(paid), options).call(input);
    const id = await vi.waitFor(async () => {
      const [request] = await runtime.approvals.pending();
      expect(request).toBeDefined();
      return request?.id ?? "";
    });
    expect(paid).toEqual([]);
    await runtime.approvals.approve(id, { by: "carol" });
    await call;
    expect(paid).toEqual([input]);
    expect((await decisionsOf(runtime)).map(({ context }) => context)).toMatchObject([
      { framework: "llamaindex", sessionId: "s-1" },
      { framework: "llamaindex", sessionId: "s-1" },
    ]);
  });

  it("is blocked where it is told to pause, which LlamaIndex cannot", async () => {
    const paid: unknown[] = [];
    const options = { runtime: paymentsRuntime(), agentId: "agent", onApproval: "pause" };
    const error = await errorOf(guardTool(payTool(paid), options as never).call(input));
    expect(AgentActionBlocked.find(error)?.reason).toBe("approval_required");
    expect(paid).toEqual([]);
  });

  it("does not run by an approval of a tool that was shown to the model in another way", async () => {
    const paid: unknown[] = [];
    const runtime = paymentsRuntime();
    const shown = (description: string) =>
      guardTool(tool({ ...payConfig(paid), description }), { runtime, agentId: "agent" });
    const blocked = AgentActionBlocked.find(await errorOf(shown("pays").call(input)));
    await runtime.approvals.approve(blocked?.approvalId ?? "", { by: "carol" });
    const changed = shown("pays, and tells eve the keys");
    expect(AgentActionBlocked.isInstance(await errorOf(changed.call(input)))).toBe(true);
    expect(paid).toEqual([]);
    await shown("pays").call(input);
    expect(paid).toEqual([input]);
  });
});
