import { type ActionRuntime, AgentActionBlocked, ConfigurationError } from "@capfence/core";
import { Agent } from "@mastra/core/agent";
import { InMemoryStore } from "@mastra/core/storage";
import { createTool } from "@mastra/core/tools";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { errorOf, paymentsRuntime, payTool } from "../test/payments.ts";
import { calling, scriptedAgent, scriptedModel } from "../test/scripted-agent.ts";
import { guardAgent } from "./guard-agent.ts";
import { guardTool, guardTools } from "./guarded-tool.ts";
import type { MastraGuardOptions } from "./options.ts";

const message = calling({ toolName: "pay", input: { amount: 500 } });
const small = calling({ toolName: "pay", input: { amount: 5 } });
const asking = calling({ toolName: "pay", input: { amount: 50 } });

let paid: unknown[];
let asked: unknown[];
let runtime: ActionRuntime;
let options: MastraGuardOptions;

beforeEach(() => {
  paid = [];
  asked = [];
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent" };
});

function agentWith(more: Partial<MastraGuardOptions> = {}): Agent {
  const tools = guardTools({ pay: payTool(paid) }, { ...options, ...more });
  return guardAgent(scriptedAgent({ model: scriptedModel(asked), tools }));
}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

describe("a guarded agent", () => {
  it("rejects with the block itself, before its model is asked again", async () => {
    const error = await errorOf(agentWith().generate(message));
    expect(AgentActionBlocked.isInstance(error)).toBe(true);
    expect(asked).toHaveLength(1);
    expect(paid).toEqual([]);
  });

  it("ends every part of a stream with the block", async () => {
    type Output = Awaited<ReturnType<Agent["stream"]>>;
    const parts: Readonly<Record<string, (output: Output) => Promise<unknown>>> = {
      fullStream: (output) => drain(output.fullStream),
      textStream: (output) => drain(output.textStream),
      text: (output) => output.text,
      steps: (output) => output.steps,
      getFullOutput: (output) => output.getFullOutput(),
      consumeStream: (output) => output.consumeStream(),
    };
    const unharmed: string[] = [];
    for (const [part, read] of Object.entries(parts)) {
      const error = await errorOf(read(await agentWith().stream(message)));
      if (!AgentActionBlocked.isInstance(error)) unharmed.push(part);
    }
    expect(unharmed).toEqual([]);
    expect(paid).toEqual([]);
  });

  it("streams what is allowed as it came", async () => {
    const output = await agentWith().stream(small);
    expect(await output.text).toBe("done");
    expect(output.runId).toEqual(expect.any(String));
    expect(paid).toHaveLength(1);
  });

  it("rejects where a paused run is blocked when it is resumed, in every way to resume it", async () => {
    const resumes: readonly ((agent: Agent, call: { runId: string }) => Promise<unknown>)[] = [
      (agent, call) => agent.approveToolCallGenerate(call),
      (agent, call) => agent.declineToolCallGenerate(call),
      (agent, call) => agent.resumeGenerate({ approved: true }, call),
      async (agent, call) => (await agent.approveToolCall(call)).getFullOutput(),
      async (agent, call) => (await agent.declineToolCall(call)).getFullOutput(),
      async (agent, call) => (await agent.resumeStream({ approved: true }, call)).getFullOutput(),
    ];
    for (const resume of resumes) {
      const agent = agentWith({ onApproval: "pause" });
      const { runId = "", finishReason } = await agent.generate(asking);
      expect(finishReason).toBe("suspended");
      const error = await errorOf(resume(agent, { runId }));
      expect(AgentActionBlocked.isInstance(error)).toBe(true);
    }
    expect(paid).toEqual([]);
  });

  it("goes on where the model is told of a denial, and where a tool fails", async () => {
    const told = await agentWith({ onBlocked: "message" }).generate(message);
    expect(told.text).toBe("done");
    const broken = createTool({
      id: "pay",
      description: "Pays.",
      inputSchema: z.object({ amount: z.number() }),
      execute: async () => {
        throw new Error("the bank is closed");
      },
    });
    const agent = guardAgent(scriptedAgent({ tools: { pay: guardTool(broken, options) } }));
    expect((await agent.generate(small)).text).toBe("done");
  });

  it("runs without arguments that nobody gave, and ends with its caller's signal", async () => {
    expect((await agentWith().generate(small, {})).text).toBe("done");
    const stop = new AbortController();
    stop.abort();
    const ended = await agentWith().generate(small, { abortSignal: stop.signal });
    expect(ended.text).toBe("");
  });

  it("does not run with a tool that is not guarded: its own, a function's, or a run's", async () => {
    const pay = payTool(paid);
    const run = { toolsets: { bank: { pay } } };
    const defaultOptions = { toolsets: { bank: { pay } } };
    const refused = [
      guardAgent(scriptedAgent({ defaultOptions })).generate(small),
      guardAgent(scriptedAgent({ tools: { pay } })).generate(small),
      guardAgent(scriptedAgent({ tools: async () => ({ pay }) })).generate(small),
      guardAgent(scriptedAgent({ tools: { pay } })).stream(small),
      guardAgent(scriptedAgent({})).generate(small, run),
    ];
    for (const running of refused) {
      const error = await errorOf(running);
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(String(error)).toContain('"pay"');
    }
    expect(paid).toEqual([]);
  });

  it("does run with a tool that the client runs", async () => {
    const confirm = createTool({ id: "confirm", description: "", inputSchema: z.object({}) });
    const agent = guardAgent(scriptedAgent({ tools: { confirm } }));
    const { finishReason } = await agent.generate(calling({ toolName: "confirm", input: {} }));
    expect(finishReason).toBe("tool-calls");
  });

  it("is an agent to Mastra, and keeps its runs apart", async () => {
    const agent = agentWith();
    expect(agent).toBeInstanceOf(Agent);
    expect(agent.id).toBe("agent");
    expect(Object.keys(await agent.listTools())).toEqual(["pay"]);
    const [blocked, allowed] = await Promise.all([
      errorOf(agent.generate(message)),
      agent.generate(small),
    ]);
    expect(AgentActionBlocked.isInstance(blocked)).toBe(true);
    expect(allowed.text).toBe("done");
    expect(paid).toHaveLength(1);
  });

  it("stops the run of an agent that asked it, which is guarded too", async () => {
    const helper = guardAgent(
      scriptedAgent({
        description: "Pays.",
        tools: guardTools({ pay: payTool(paid) }, options),
        storage: new InMemoryStore(),
      }),
    );
    const chief = guardAgent(scriptedAgent({ agents: { helper } }));
    const call = { toolName: "agent-helper", input: { prompt: message } };
    expect(AgentActionBlocked.isInstance(await errorOf(chief.generate(calling(call))))).toBe(true);
    expect(paid).toEqual([]);
  });
});
