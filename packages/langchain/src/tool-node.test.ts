import { AgentActionBlocked } from "@capfence/core";
import { AIMessage, type ToolMessage } from "@langchain/core/messages";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { describe, expect, it } from "vitest";
import { errorOf, linesOf, paymentsRuntime, payTool } from "../test/payments.ts";
import { guardTools } from "./capfence-tool.ts";

const asking = (...amounts: readonly number[]): AIMessage =>
  new AIMessage({
    content: "",
    tool_calls: amounts.map((amount) => ({ name: "pay", args: { amount }, id: `call-${amount}` })),
  });

describe("LangGraph's ToolNode with guarded tools", () => {
  it("answers each call of a message, and a blocked one with an error", async () => {
    const paid: unknown[] = [];
    const runtime = paymentsRuntime();
    const node = new ToolNode(guardTools([payTool(paid)], { runtime, agentId: "agent" }));
    const answers = (await node.invoke([asking(5, 500)])) as readonly ToolMessage[];
    expect(answers.map(({ tool_call_id: id, status }) => `${id} ${status}`)).toEqual([
      "call-5 success",
      "call-500 error",
    ]);
    expect(answers[1]?.text).toContain("Blocked: policy_deny");
    expect(paid).toEqual([{ amount: 5, to: "bob" }]);
    expect(await linesOf(runtime)).toHaveLength(3);
  });

  it("throws the block itself where it handles no errors", async () => {
    const paid: unknown[] = [];
    const tools = guardTools([payTool(paid)], { runtime: paymentsRuntime(), agentId: "agent" });
    const node = new ToolNode(tools, { handleToolErrors: false });
    const error = await errorOf(node.invoke([asking(500)]));
    expect(AgentActionBlocked.isInstance(error)).toBe(true);
    expect(paid).toEqual([]);
  });
});
