import type { ActionRuntime } from "@capfence/core";
import type { ToolsInput } from "@mastra/core/agent";
import { createTool } from "@mastra/core/tools";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { execute } from "../test/direct-call.ts";
import { pausingTools } from "../test/pausing-tools.ts";
import { asking, paymentsRuntime, payTool } from "../test/payments.ts";
import { calling, denialIn, scriptedAgent } from "../test/scripted-agent.ts";
import type { MastraTool } from "./options.ts";

let paid: unknown[];
let runtime: ActionRuntime;

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
});

/** The guarded tool, pausing. */
function pausing(tool: MastraTool = payTool(paid)): ToolsInput {
  return pausingTools(tool, { runtime, agentId: "agent" });
}

describe("a pause", () => {
  it("tells whoever answers which request it is, and why", async () => {
    const agent = scriptedAgent({ tools: pausing() });
    const { suspendPayload } = await agent.generate(calling({ toolName: "pay", input: asking }));
    const [request] = await runtime.approvals.pending();
    expect(suspendPayload).toMatchObject({
      toolCallId: "call-1",
      suspendPayload: {
        capfence: {
          approvalId: request?.id,
          tool: "pay",
          payload: asking,
          explanation: "a human looks at it",
        },
      },
    });
  });

  it("is not made where nothing could resume it: in a direct call", async () => {
    const { pay: tool } = pausing();
    expect(denialIn(await execute(tool as object, asking))).toContain("approval_required");
    expect(paid).toEqual([]);
  });

  it("is not waited for with an input that its caller can still change", async () => {
    const plain = {
      id: "pay",
      description: "Pays somebody.",
      execute: async (given: unknown) => void paid.push(given),
    };
    const { pay: tool } = pausing(plain);
    const input = { amount: 5 };
    const agent = { suspend: async () => undefined };
    const running = execute(tool as object, input, { agent });
    input.amount = 7;
    await running;
    expect(paid).toEqual([{ amount: 5 }]);
  });

  it("is not made on an MCP server, whose client would answer itself", async () => {
    const { pay: tool } = pausing();
    const suspended: unknown[] = [];
    const suspend = async (payload: unknown) => void suspended.push(payload);
    const output = await execute(tool as object, asking, { suspend, mcp: { extra: {} } });
    expect(denialIn(output)).toContain("approval_required");
    expect(suspended).toEqual([]);
  });

  it("is not made for a tool that suspends by schemas of its own, which is blocked", async () => {
    const own = createTool({
      id: "pay",
      description: "Pays somebody.",
      inputSchema: z.object({ amount: z.number(), to: z.string() }),
      resumeSchema: z.object({ sure: z.boolean() }),
      execute: async (input) => paid.push(input),
    });
    const agent = scriptedAgent({ tools: pausing(own) });
    const { toolResults } = await agent.generate(calling({ toolName: "pay", input: asking }));
    expect(denialIn(toolResults[0]?.payload.result)).toContain("approval_required");
    expect(paid).toEqual([]);
  });

  it("is not seen by the tool, which gets neither its payload nor the answer", async () => {
    const seen: unknown[] = [];
    const curious = createTool({
      id: "pay",
      description: "Pays somebody.",
      inputSchema: z.object({ amount: z.number(), to: z.string() }),
      execute: async (_input, { agent }) =>
        void seen.push([agent?.resumeData, agent?.suspendPayload]),
    });
    const agent = scriptedAgent({ tools: pausing(curious) });
    const { runId = "" } = await agent.generate(calling({ toolName: "pay", input: asking }));
    await agent.resumeGenerate({ approved: true, reason: "fine" }, { runId, toolCallId: "call-1" });
    expect(seen).toEqual([[undefined, undefined]]);
  });

  it("of a tool's own goes on with what the host resumes it with", async () => {
    const own = createTool({
      id: "pay",
      description: "Pays somebody.",
      inputSchema: z.object({ amount: z.number() }),
      suspendSchema: z.object({ question: z.string() }),
      resumeSchema: z.object({ to: z.string() }),
      execute: async ({ amount }, { agent }) => {
        const answer = agent?.resumeData;
        if (answer === undefined) return agent?.suspend({ question: "whom?" });
        paid.push({ amount, ...answer });
        return undefined;
      },
    });
    const agent = scriptedAgent({ tools: pausing(own) });
    const message = calling({ toolName: "pay", input: { amount: 5 } });
    const { runId = "" } = await agent.generate(message);
    await agent.resumeGenerate({ to: "bob" }, { runId, toolCallId: "call-1" });
    expect(paid).toEqual([{ amount: 5, to: "bob" }]);
  });
});
