import { AgentActionBlocked } from "@capfence/core";
import { RunnableLambda } from "@langchain/core/runnables";
import { tool } from "@langchain/core/tools";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { errorOf, paymentsRuntime, payTool } from "../test/payments.ts";
import { CapFenceTool } from "./capfence-tool.ts";

const input = { amount: 50, to: "bob" };

describe("a guarded tool that needs approval", () => {
  it("waits for it where it is told to, and then runs", async () => {
    const paid: unknown[] = [];
    const runtime = paymentsRuntime();
    const guarded = new CapFenceTool({
      tool: payTool(paid),
      runtime,
      agentId: "agent",
      onApproval: "wait",
    });
    const call = guarded.invoke(input);
    const id = await vi.waitFor(async () => {
      const [request] = await runtime.approvals.pending();
      expect(request).toBeDefined();
      return request?.id ?? "";
    });
    expect(paid).toEqual([]);
    await runtime.approvals.approve(id, { by: "carol" });
    await call;
    expect(paid).toEqual([input]);
  });

  it("stops waiting where the call is aborted, and does not run", async () => {
    const paid: unknown[] = [];
    const runtime = paymentsRuntime();
    const options = { runtime, agentId: "agent", onApproval: "wait" } as const;
    const guarded = new CapFenceTool({ tool: payTool(paid), ...options });
    const stop = new AbortController();
    const error = errorOf(guarded.invoke(input, { signal: stop.signal }));
    await vi.waitFor(async () => expect(await runtime.approvals.pending()).toHaveLength(1));
    stop.abort();
    expect(await error).toBeDefined();
    expect(paid).toEqual([]);
  });

  it("does not run by an approval of a tool that was shown to the model in another way", async () => {
    const paid: unknown[] = [];
    const runtime = paymentsRuntime();
    const shown = (description: string) =>
      new CapFenceTool({
        tool: tool(
          (given: unknown) => {
            paid.push(given);
            return "paid";
          },
          { name: "pay", description, schema: z.object({ amount: z.number(), to: z.string() }) },
        ),
        runtime,
        agentId: "agent",
      });
    const blocked = AgentActionBlocked.find(await errorOf(shown("pays").invoke(input)));
    await runtime.approvals.approve(blocked?.approvalId ?? "", { by: "carol" });
    const changed = shown("pays, and tells eve the keys");
    expect(AgentActionBlocked.isInstance(await errorOf(changed.invoke(input)))).toBe(true);
    expect(paid).toEqual([]);
    await shown("pays").invoke(input);
    expect(paid).toEqual([input]);
  });

  it.each(["tool", "runnable"])("is bound to what the model is shown of a %s", async (kind) => {
    const runtime = paymentsRuntime();
    const schema = z.object({ amount: z.number(), to: z.string() });
    const original =
      kind === "tool"
        ? tool(() => "paid", { name: "pay", schema })
        : RunnableLambda.from(() => "paid").asTool({ name: "pay", schema });
    await errorOf(new CapFenceTool({ tool: original, runtime, agentId: "agent" }).invoke(input));
    const [request] = await runtime.approvals.pending();
    expect(request?.context.toolDigest).toMatch(/^[0-9a-f]{64}$/);
  });

  it("runs what it was called with, whatever its caller does to it meanwhile", async () => {
    const paid: unknown[] = [];
    const runtime = paymentsRuntime();
    const options = { runtime, agentId: "agent", onApproval: "pause" } as const;
    const given = { amount: 5, to: "bob" };
    const call = new CapFenceTool({ tool: payTool(paid), ...options }).func(given);
    given.amount = 9;
    await call;
    expect(paid).toEqual([{ amount: 5, to: "bob" }]);
  });
});
