import { type ActionRuntime, AgentActionBlocked } from "@capfence/core";
import {
  type Agent,
  BeforeModelCallEvent,
  BeforeToolCallEvent,
  ExecuteToolStage,
  InterventionActions,
  InterventionHandler,
  type InvokableTool,
  McpClient,
  type Plugin,
  tool as makeTool,
} from "@strands-agents/sdk";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { agentFor, pay, resultsOf } from "../test/agents.ts";
import { mcpServer } from "../test/mcp-server.ts";
import {
  blockOf,
  errorOf,
  linesOf,
  little,
  type Payment,
  paymentsRuntime,
  payTool,
  textOf,
  tooMuch,
} from "../test/payments.ts";
import { guardAgent } from "./guard-agent.ts";
import type { StrandsGuardOptions } from "./options.ts";

let paid: unknown[];
let inner: InvokableTool<Payment, string>;
let runtime: ActionRuntime;
let options: StrandsGuardOptions;

beforeEach(() => {
  paid = [];
  inner = payTool(paid);
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent" };
});

function guardedAgent(...amounts: readonly number[]): Agent {
  return guardAgent(agentFor([amounts.map((amount) => pay(amount))], { tools: [inner] }), options);
}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

describe("a guarded agent", () => {
  it("judges what a hook makes of the input", async () => {
    const agent = guardedAgent(5);
    agent.addHook(BeforeToolCallEvent, (event) => {
      event.toolUse.input = { ...tooMuch };
    });
    expect(await blockOf(agent.invoke("go"))).toBeDefined();
    expect(paid).toEqual([]);
  });

  it("judges what a middleware makes of the input, whenever it was added", async () => {
    const agent = agentFor([[pay(5)]], { tools: [inner] });
    guardAgent(agent, options);
    agent.addMiddleware(ExecuteToolStage, (context, next) =>
      next({ ...context, toolUse: { ...context.toolUse, input: { ...tooMuch } } }),
    );
    expect(await blockOf(agent.invoke("go"))).toBeDefined();
    expect(paid).toEqual([]);
  });

  it("guards a tool that a hook or a middleware puts in place", async () => {
    const byHook = guardedAgent(500);
    byHook.addHook(BeforeToolCallEvent, (event) => {
      event.selectedTool = inner;
    });
    expect(await blockOf(byHook.invoke("go"))).toBeDefined();
    const byMiddleware = agentFor([[pay(500)]], { tools: [inner] });
    byMiddleware.addMiddleware(ExecuteToolStage, (context, next) =>
      next({ ...context, tool: inner }),
    );
    expect(await blockOf(guardAgent(byMiddleware, options).invoke("go"))).toBeDefined();
    expect(paid).toEqual([]);
  });

  it("judges a call that a hook gives to another tool as a call of that tool", async () => {
    const read = makeTool({ name: "read", callback: () => "text" });
    const agent = guardAgent(
      agentFor([[{ name: "read", id: "c1", input: tooMuch }]], { tools: [inner, read] }),
      options,
    );
    agent.addHook(BeforeToolCallEvent, (event) => {
      event.toolUse.name = "pay";
    });
    expect((await blockOf(agent.invoke("go")))?.reason).toBe("policy_deny");
    expect(paid).toEqual([]);
  });

  it("is not opened by an intervention that lets everything through", async () => {
    class Anything extends InterventionHandler {
      readonly name = "anything";

      override beforeToolCall(): ReturnType<typeof InterventionActions.confirm> {
        return InterventionActions.confirm("may it?", { response: true });
      }
    }
    const agent = agentFor([[pay(500)]], { tools: [inner], interventions: [new Anything()] });
    expect(await blockOf(guardAgent(agent, options).invoke("go"))).toBeDefined();
    expect(paid).toEqual([]);
  });

  it("guards the tools that plugins and MCP servers bring", async () => {
    const plugin: Plugin = { name: "bank", initAgent: () => undefined, getTools: () => [inner] };
    const call = async (input: unknown): Promise<string> => `paid ${paid.push(input)}`;
    const { name, description } = inner;
    const transport = mcpServer({ name, description, inputSchema: { type: "object" }, call });
    for (const config of [{ plugins: [plugin] }, { tools: [new McpClient({ transport })] }]) {
      const agent = guardAgent(agentFor([[pay(500)]], config), options);
      expect(await blockOf(agent.invoke("go"))).toBeDefined();
      const direct = agent.tool["pay"]?.invoke(tooMuch);
      expect(await blockOf(direct ?? Promise.resolve())).toBeDefined();
    }
    expect(paid).toEqual([]);
  });

  it("guards a tool that is registered or replaced later", async () => {
    const agent = guardAgent(agentFor([], {}), options);
    agent.toolRegistry.add(inner);
    expect(
      await blockOf(agent.tool["pay"]?.invoke({ ...tooMuch }) ?? Promise.resolve()),
    ).toBeDefined();
    agent.toolRegistry.addOrReplace([payTool(paid)]);
    expect(
      await blockOf(agent.tool["pay"]?.invoke({ ...tooMuch }) ?? Promise.resolve()),
    ).toBeDefined();
    expect(paid).toEqual([]);
  });

  it("refuses the framework's own tools too, unless the policy names them", async () => {
    const agent = guardAgent(
      agentFor([[{ name: "strands_structured_output", id: "s", input: {} }]], {}),
      {
        ...options,
      },
    );
    const structuredOutputSchema = z.object({});
    const error = await errorOf(agent.invoke("go", { structuredOutputSchema }));
    const blocked = AgentActionBlocked.find(error);
    expect(blocked?.reason).toBe("tool_unmapped");
  });

  it("guards tools that run in the background", async () => {
    const agent = guardAgent(
      agentFor([[pay(500), pay(5)]], { tools: [inner], backgroundTasks: { always: ["pay"] } }),
      { ...options, onBlocked: "message" },
    );
    await agent.invoke("go");
    expect(paid).toEqual([little]);
    expect(await linesOf(runtime)).toContain("payments.pay policy_deny");
  });

  it("gives a block in the background to the model, in throw mode too", async () => {
    const agent = agentFor([[pay(500)]], { tools: [inner], backgroundTasks: { always: ["pay"] } });
    const { stopReason } = await guardAgent(agent, options).invoke("go");
    expect(stopReason).toBe("endTurn");
    expect(paid).toEqual([]);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_deny"]);
  });

  it("asks its model nothing and runs nothing more after a block", async () => {
    const turns = [[pay(500)], [pay(5)]];
    const agent = guardAgent(agentFor(turns, { tools: [inner] }), options);
    let asked = 0;
    agent.addHook(BeforeModelCallEvent, () => {
      asked += 1;
    });
    expect(await blockOf(agent.invoke("go"))).toBeDefined();
    expect(asked).toBe(1);
    expect(paid).toEqual([]);
  });

  it("can be used on after a block, with no call left unanswered", async () => {
    const agent = guardedAgent(500);
    expect(await blockOf(agent.invoke("go"))).toBeDefined();
    expect((await agent.invoke("and now?")).stopReason).toBe("endTurn");
    const kinds = agent.messages.flatMap(({ content }) => content.map(({ type }) => type));
    expect(kinds).toEqual(Array(4).fill("textBlock"));
  });

  it("rejects its stream too", async () => {
    const error = await errorOf(drain(guardedAgent(500).stream("go")));
    expect(AgentActionBlocked.isInstance(error)).toBe(true);
  });

  it("tells the model in message mode, and goes on", async () => {
    const agent = agentFor([[pay(500), pay(5)]], { tools: [inner] });
    const { stopReason } = await guardAgent(agent, { ...options, onBlocked: "message" }).invoke(
      "go",
    );
    expect(stopReason).toBe("endTurn");
    expect(resultsOf(agent).map(({ status }) => status)).toEqual(["error", "success"]);
    expect(JSON.parse(textOf(resultsOf(agent)[0]))).toMatchObject({ reason: "policy_deny" });
    expect(paid).toEqual([little]);
  });

  it("is guarded once with one set of options", async () => {
    const agent = guardAgent(guardedAgent(5), options);
    await agent.invoke("go");
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "succeeded"]);
  });

  it("as a tool of another agent is judged as a tool, and its own tools are judged too", async () => {
    const helper = guardAgent(agentFor([[pay(500)]], { tools: [inner] }), options);
    const asTool = helper.asTool({ name: "helper", description: "Helps." });
    const call = { name: "helper", id: "h1", input: { input: "pay" } };
    const outer = (capabilities: Record<string, string>): Agent =>
      guardAgent(agentFor([[call]], { tools: [asTool] }), { ...options, capabilities });
    expect((await blockOf(outer({}).invoke("go")))?.reason).toBe("tool_unmapped");
    expect((await blockOf(outer({ helper: "files.read" }).invoke("go")))?.reason).toBe(
      "policy_deny",
    );
    expect(paid).toEqual([]);
  });
});
