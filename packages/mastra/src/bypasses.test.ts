import { type ActionRuntime, AgentActionBlocked } from "@capfence/core";
import { Mastra } from "@mastra/core";
import { InMemoryStore } from "@mastra/core/storage";
import { type CodeModeTransport, createCodeModeTool } from "@mastra/core/tools";
import { createStep, createWorkflow } from "@mastra/core/workflows";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { execute } from "../test/direct-call.ts";
import {
  asking,
  errorOf,
  linesOf,
  paymentsRuntime,
  payTool,
  type PayTool,
  tooMuch,
} from "../test/payments.ts";
import { calling, scriptedAgent } from "../test/scripted-agent.ts";
import { guardAgent } from "./guard-agent.ts";
import { guardTool } from "./guarded-tool.ts";

let paid: unknown[];
let runtime: ActionRuntime;
let pay: PayTool;

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
  pay = guardTool(payTool(paid), { runtime, agentId: "agent" });
});

describe("a guarded tool called past an agent", () => {
  it("is judged where it is executed directly, with and without a context", async () => {
    expect(AgentActionBlocked.isInstance(await errorOf(execute(pay, tooMuch)))).toBe(true);
    expect(AgentActionBlocked.isInstance(await errorOf(execute(pay, tooMuch, {})))).toBe(true);
    expect(paid).toEqual([]);
  });

  it("is judged in a step of a workflow, and in a step's own code", async () => {
    const step = createStep({
      id: "own",
      inputSchema: z.any(),
      outputSchema: z.any(),
      execute: ({ inputData }) => execute(pay, inputData),
    });
    for (const first of [createStep(pay as never), step]) {
      const workflow = createWorkflow({ id: "w", inputSchema: z.any(), outputSchema: z.any() })
        .then(first as never)
        .commit();
      const mastra = new Mastra({ workflows: { workflow }, logger: false });
      const ended = await (
        await mastra.getWorkflow("workflow").createRun()
      ).start({ inputData: tooMuch });
      expect(ended).toMatchObject({
        status: "failed",
        error: { message: expect.stringContaining("Blocked: policy_deny") },
      });
    }
    expect(paid).toEqual([]);
  });

  it("is judged in code mode, where a program calls it", async () => {
    const transport: CodeModeTransport = {
      requiresSandbox: false,
      run: async ({ dispatch }) => {
        const error = await errorOf(dispatch("pay", tooMuch));
        return { success: false, error: { message: String(error) } };
      },
    };
    const program = createCodeModeTool({ tools: { pay } }, transport);
    const { toolResults } = await scriptedAgent({ tools: { program } }).generate(
      calling({ toolName: "program", input: { code: "await external_pay({ amount: 500 })" } }),
    );
    const result = toolResults[0]?.payload.result;
    expect(JSON.stringify(result)).toContain("policy_deny");
    expect(paid).toEqual([]);
  });

  it("is judged where another agent has it, and stops the run of the agent that asked", async () => {
    const helper = scriptedAgent({ tools: { pay }, description: "Pays." });
    const chief = guardAgent(scriptedAgent({ agents: { helper } }));
    const prompt = calling({ toolName: "pay", input: tooMuch });
    const message = calling({ toolName: "agent-helper", input: { prompt } });
    const error = await errorOf(chief.generate(message));
    expect(AgentActionBlocked.isInstance(error)).toBe(true);
    expect(paid).toEqual([]);
  });
});

describe("what else Mastra has before a tool", () => {
  const message = calling({ toolName: "pay", input: tooMuch });
  const reset = { hooks: { beforeToolCall: async () => undefined } };

  it("is no guard, and hooks that a run replaces change nothing", async () => {
    const agent = scriptedAgent({ tools: { pay }, ...reset });
    await agent.generate(message, reset);
    expect(paid).toEqual([]);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_deny"]);
  });

  it("cannot change what is judged: a hook that rewrites arguments does it before", async () => {
    const hooks = {
      beforeToolCall: async ({ input }: { input: unknown }) => {
        Object.assign(input as object, tooMuch);
      },
    };
    const agent = scriptedAgent({ tools: { pay }, hooks });
    await agent.generate(calling({ toolName: "pay", input: { amount: 5 } }));
    expect(paid).toEqual([]);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_deny"]);
  });

  it("is not relied on: a processor that aborts leaves the tools running, which are judged", async () => {
    const processor = {
      id: "abort",
      processOutputStep: ({ abort }: { abort: (reason: string) => never }) => abort("stop"),
    };
    const agent = scriptedAgent({ tools: { pay }, outputProcessors: [processor as never] });
    const { finishReason } = await agent.generate(message);
    expect(finishReason).toBe("tripwire");
    expect(paid).toEqual([]);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_deny"]);
  });

  it("does not let a run's approval of its own stand for ours", async () => {
    const storage = new InMemoryStore();
    const agent = scriptedAgent({ tools: { pay }, storage });
    const paused = await agent.generate(calling({ toolName: "pay", input: asking }), {
      requireToolApproval: true,
    });
    expect(paused.finishReason).toBe("suspended");
    await agent.approveToolCallGenerate({ runId: paused.runId ?? "", toolCallId: "call-1" });
    expect(paid).toEqual([]);
    expect(await linesOf(runtime)).toEqual(["payments.pay approval_required"]);
  });

  it("does not let one of a toolset through under another name", async () => {
    const agent = scriptedAgent({});
    await agent.generate(calling({ toolName: "read", input: tooMuch }), {
      toolsets: { bank: { read: pay } },
    });
    expect(paid).toEqual([]);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_deny"]);
  });
});
