import { AgentActionBlocked } from "@capfence/core";
import { ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { errorOf, paymentsRuntime, payTool } from "../test/payments.ts";
import { CapFenceTool } from "./capfence-tool.ts";

const options = () =>
  ({ runtime: paymentsRuntime(), agentId: "agent", onBlocked: "message" }) as const;
const call = { type: "tool_call", name: "pay", id: "c9", args: { amount: 500 } } as const;

describe("a call that is blocked in message mode", () => {
  it("answers a tool call with a tool message of status error", async () => {
    const guarded = new CapFenceTool({ tool: payTool([]), ...options() });
    const message: unknown = await guarded.invoke(call);
    expect(message).toBeInstanceOf(ToolMessage);
    expect(message).toMatchObject({ status: "error", tool_call_id: "c9", name: "pay" });
    expect(JSON.parse((message as ToolMessage).text)).toEqual({
      error: "AgentActionBlocked",
      tool: "pay",
      reason: "policy_deny",
      retryable: false,
    });
  });

  it("answers with the text alone where no model made the call", async () => {
    const guarded = new CapFenceTool({ tool: payTool([]), ...options() });
    const answer: unknown = await guarded.invoke({ amount: 50 });
    expect(JSON.parse(String(answer))).toMatchObject({
      reason: "approval_required",
      approvalId: expect.stringMatching(/^apr_/),
    });
  });

  it("keeps to the form of a tool that gives content and an artifact", async () => {
    const guarded = new CapFenceTool({
      tool: tool(async () => ["paid", {}], {
        name: "pay",
        schema: z.object({ amount: z.number() }),
        responseFormat: "content_and_artifact",
      }),
      ...options(),
    });
    expect(await guarded.invoke(call)).toMatchObject({ status: "error", tool_call_id: "c9" });
    expect(await guarded.invoke({ amount: 500 })).toContain("policy_deny");
  });

  it("still throws what is not a block", async () => {
    const guarded = new CapFenceTool({
      tool: tool(
        async () => {
          throw new RangeError("no such file");
        },
        { name: "read", schema: z.object({}) },
      ),
      ...options(),
    });
    expect(await errorOf(guarded.invoke({}))).toBeInstanceOf(RangeError);
  });
});

describe("a block thrown by another copy of CapFence", () => {
  it("is recognised by its brand, also inside other errors", async () => {
    const copyPath = "../../core/src/runtime/blocked.ts?copy";
    const copy = (await import(/* @vite-ignore */ copyPath)) as {
      readonly AgentActionBlocked: typeof AgentActionBlocked;
    };
    expect(copy.AgentActionBlocked).not.toBe(AgentActionBlocked);
    const guarded = new CapFenceTool({
      tool: payTool([]),
      runtime: paymentsRuntime(),
      agentId: "agent",
    });
    const error = await errorOf(guarded.invoke(call));
    expect(error).not.toBeInstanceOf(copy.AgentActionBlocked);
    expect(copy.AgentActionBlocked.isInstance(error)).toBe(true);
    expect(copy.AgentActionBlocked.find(new Error("wrapped", { cause: error }))).toBe(error);
  });
});
