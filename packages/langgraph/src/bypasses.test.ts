import { inspect } from "node:util";
import { AgentActionBlocked, ConfigurationError, JsonError, notBlocked } from "@capfence/core";
import { guardTools } from "@capfence/langchain";
import { AIMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { Command, interrupt, isInterrupted } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  agentWith,
  answering,
  answersIn,
  asking,
  errorOf,
  linesOf,
  pay,
  paymentsRuntime,
  payTool,
  READ,
  readTool,
  thread,
  USER,
} from "../test/payments.ts";
import { CapFenceToolNode } from "./capfence-tool-node.ts";
import { guardToolNode } from "./guard-tool-node.ts";
import type { CapFenceToolNodeOptions } from "./options.ts";

let ran: string[];
let runtime: ReturnType<typeof paymentsRuntime>;

beforeEach(() => {
  ran = [];
  runtime = paymentsRuntime();
});

function nodeWith(options: Partial<CapFenceToolNodeOptions> = {}): CapFenceToolNode {
  return new CapFenceToolNode([payTool(ran), readTool(ran)], {
    runtime,
    agentId: "agent",
    approver: () => ({ by: "carol" }),
    ...options,
  });
}

/** What a node has that types keep for classes that extend it. */
interface Inside {
  run(input: unknown, config: object): Promise<unknown>;
  runTool(call: object, config: object, state: unknown): Promise<ToolMessage>;
  func(input: unknown, config: object): Promise<unknown>;
}

const denied = asking(pay(500));

function userOf(config: unknown): { actor: string } {
  return { actor: (config as { configurable: { user: string } }).configurable.user };
}

const entries: Readonly<Record<string, (node: CapFenceToolNode) => Promise<unknown>>> = {
  "invoke with messages": (node) => node.invoke([denied]),
  "invoke with a state": (node) => node.invoke({ messages: [denied] }),
  "invoke with a call": (node) => node.invoke({ lg_tool_call: { ...pay(500), type: "tool_call" } }),
  batch: (node) => node.batch([[denied]]),
  stream: async (node) => {
    for await (const _ of await node.stream([denied]));
  },
  func: (node) => (node as unknown as Inside).func([denied], {}),
  run: (node) => (node as unknown as Inside).run([denied], {}),
  withConfig: (node) => node.withConfig({ tags: ["x"] }).invoke([denied]),
  withRetry: (node) => node.withRetry({ stopAfterAttempt: 1 }).invoke([denied]),
  "one of its tools": async (node) => node.tools[0]?.invoke({ amount: 500 }),
};

describe("a CapFenceToolNode", () => {
  it.each(Object.entries(entries))("cannot be got past by %s", async (_, enter) => {
    const error = await errorOf(enter(nodeWith()));
    expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
    expect(ran).toEqual([]);
  });

  it("answers without running where a class that extends it calls runTool itself", async () => {
    const node = nodeWith() as unknown as Inside;
    const answer = await node.runTool({ ...pay(500) }, {}, {});
    expect(answer.text).toContain("policy_deny");
    expect(ran).toEqual([]);
  });

  it("takes no more tools once it is made, and shows none without its guard", async () => {
    const node = nodeWith();
    expect(() => node.tools.push(payTool(ran))).toThrow(TypeError);
    expect(() => {
      node.tools = [payTool(ran)];
    }).toThrow(TypeError);
    expect(inspect(node, { showHidden: true, depth: 4 })).not.toContain("ran.push");
  });

  it("has the answer to a call of a tool it does not have, and runs the others", async () => {
    const graph = agentWith(nodeWith(), [[{ name: "rm", args: {}, id: "rm" }, READ]]);
    const state = await graph.invoke(USER, thread());
    expect(answersIn(state)["rm"]?.text).toContain('Tool "rm" not found');
    expect(ran).toEqual(["read"]);
  });

  it("judges no call whose arguments do not fit, and runs the others", async () => {
    const graph = agentWith(nodeWith(), [[pay("much"), READ]]);
    const state = await graph.invoke(USER, thread());
    expect(answersIn(state)["pay-much"]?.text).toContain("did not match expected schema");
    expect(ran).toEqual(["read"]);
    expect(await linesOf(runtime)).toEqual(["read policy_allow", "succeeded"]);
  });

  it("never runs what is not JSON", async () => {
    const node = new CapFenceToolNode(
      [tool(() => ran.push("read"), { name: "read", schema: z.object({ at: z.date() }) })],
      { runtime, agentId: "agent", handleToolErrors: false },
    );
    const call = { name: "read", args: { at: new Date(0) }, id: "c" };
    expect(await errorOf(node.invoke([asking(call)]))).toBeInstanceOf(JsonError);
    expect(ran).toEqual([]);
  });

  it("is not moved by arguments that are changed after the message came", async () => {
    const call = { name: "pay", args: { amount: 5 }, id: "c" };
    const message = new AIMessage({ content: "", tool_calls: [call] });
    const running = nodeWith().invoke([message]);
    call.args.amount = 500;
    message.tool_calls?.push({ ...pay(400) });
    await running;
    expect(ran).toEqual(["pay 5"]);
  });

  it("judges what a schema makes of the arguments, in the pause as when it runs", async () => {
    const doubling = tool(({ amount }) => ran.push(`pay ${amount}`) && "paid", {
      name: "pay",
      schema: z.object({ amount: z.number().transform((amount) => amount * 2) }),
    });
    const options = { runtime, agentId: "agent", onApproval: "pause" } as const;
    const node = new CapFenceToolNode([doubling], {
      ...options,
      approver: () => ({ by: "carol" }),
    });
    const graph = agentWith(node, [[pay(30)]]);
    expect(isInterrupted(await graph.invoke(USER, thread()))).toBe(true);
    await graph.invoke(answering(true), thread());
    expect(ran).toEqual(["pay 60"]);
    const over = agentWith(node, [[pay(60)]]).invoke(USER, thread("other"));
    expect(AgentActionBlocked.find(await errorOf(over))?.reason).toBe("policy_deny");
  });

  it("blocks a call that needs an approval where the graph keeps no state", async () => {
    const graph = agentWith(nodeWith({ onApproval: "pause" }), [[pay(50)]], {
      checkpointer: false,
    });
    const error = await errorOf(graph.invoke(USER));
    expect(AgentActionBlocked.find(error)?.reason).toBe("approval_required");
    const outside = await errorOf(nodeWith({ onApproval: "pause" }).invoke([asking(pay(50))]));
    expect(AgentActionBlocked.find(outside)?.reason).toBe("approval_required");
    expect(ran).toEqual([]);
  });

  it("waits in this process for an approval where it is told to", async () => {
    const graph = agentWith(nodeWith({ onApproval: "wait" }), [[READ, pay(50)]]);
    const running = graph.invoke(USER, thread());
    await expect.poll(() => runtime.approvals.pending()).toHaveLength(1);
    const [request] = await runtime.approvals.pending();
    await runtime.approvals.approve(request?.id ?? "", { by: "carol" });
    await running;
    expect(ran.toSorted()).toEqual(["pay 50", "read"]);
  });

  it("gives an answer to one message to no later one", async () => {
    const node = nodeWith({ onApproval: "pause", onBlocked: "message" });
    const graph = agentWith(node, [[pay(50)], [pay(50, "again")]]);
    await graph.invoke(USER, thread());
    expect(isInterrupted(await graph.invoke(answering(true), thread()))).toBe(true);
    expect(ran).toEqual(["pay 50"]);
  });

  it("takes nothing for its answer that a tool was told in its own pause", async () => {
    const asks = tool(
      () => {
        const told: unknown = interrupt("which?");
        ran.push("read");
        return String(told);
      },
      { name: "read", schema: z.object({}) },
    );
    const options = { runtime, agentId: "agent", onApproval: "pause" } as const;
    const node = new CapFenceToolNode([asks], { ...options, approver: () => ({ by: "carol" }) });
    const graph = agentWith(node, [[READ]]);
    expect(isInterrupted(await graph.invoke(USER, thread()))).toBe(true);
    const state = await graph.invoke(new Command({ resume: "this one" }), thread());
    expect(answersIn(state)["read"]?.text).toBe("this one");
  });

  it("is judged again by a retry, unless that asks notBlocked", async () => {
    const twice = { retryPolicy: { maxAttempts: 2, initialInterval: 1, logWarning: false } };
    await errorOf(agentWith(nodeWith(), [[pay(500)]], { node: twice }).invoke(USER, thread("1")));
    expect(await linesOf(runtime)).toHaveLength(2);
    const once = { retryPolicy: { ...twice.retryPolicy, retryOn: notBlocked } };
    await errorOf(agentWith(nodeWith(), [[pay(500)]], { node: once }).invoke(USER, thread("2")));
    expect(await linesOf(runtime)).toHaveLength(3);
    expect(ran).toEqual([]);
  });

  it("lets a tool give a command", async () => {
    const moving = tool(
      (_, config) =>
        new Command({
          update: {
            messages: [
              new ToolMessage({ content: "moved", tool_call_id: config.toolCall?.id ?? "" }),
            ],
          },
        }),
      { name: "read", schema: z.object({}) },
    );
    const node = new CapFenceToolNode([moving], { runtime, agentId: "agent" });
    const state = await agentWith(node, [[READ]]).invoke(USER, thread());
    expect(answersIn(state)["read"]?.text).toBe("moved");
    expect(await linesOf(runtime)).toEqual(["read policy_allow", "succeeded"]);
  });

  it("leaves the errors of tools to whom they were left before", async () => {
    const failing = tool(
      () => {
        throw new Error("HTTP 500");
      },
      { name: "read", schema: z.object({}) },
    );
    const handling = new CapFenceToolNode([failing], { runtime, agentId: "agent" });
    const state = await agentWith(handling, [[READ]]).invoke(USER, thread());
    expect(answersIn(state)["read"]?.text).toContain("HTTP 500");
    const options = { runtime, agentId: "agent", handleToolErrors: false };
    const passing = agentWith(new CapFenceToolNode([failing], options), [[READ]]);
    expect(String(await errorOf(passing.invoke(USER, thread("2"))))).toContain("HTTP 500");
  });

  it("acts for whom identify names, in the session of the thread", async () => {
    const node = nodeWith({ identify: userOf, onApproval: "pause" });
    const config = { configurable: { thread_id: "thread-7", user: "alice" } };
    await agentWith(node, [[pay(50)]]).invoke(USER, config);
    expect(await runtime.approvals.pending()).toMatchObject([
      { actor: "alice", context: { sessionId: "thread-7", framework: "langgraph" } },
    ]);
  });
});

describe("guarding a node", () => {
  it("keeps its tools, its name and what it does with errors", () => {
    const node = new ToolNode([payTool(ran)], {
      name: "bank",
      tags: ["x"],
      handleToolErrors: false,
    });
    const guarded = guardToolNode(node, { runtime, agentId: "agent" });
    expect(guarded).toMatchObject({ name: "bank", handleToolErrors: false });
    expect(guarded.config?.tags).toEqual(["x"]);
    expect(guarded.tools.map(({ name }) => name)).toEqual(["pay"]);
  });

  it("is done once for the same options", () => {
    const options = { runtime, agentId: "agent" };
    const guarded = guardToolNode(new ToolNode([payTool(ran)]), options);
    expect(guardToolNode(guarded, { ...options })).toBe(guarded);
    const refused = /guarded already|ToolNode of LangGraph itself/u;
    expect(() => guardToolNode(guarded, { ...options, agentId: "other" })).toThrow(refused);
    expect(() => guardToolNode(guarded, { ...options, sessionId: "s" })).toThrow(refused);
  });

  it("refuses a class of its own, tools that are guarded already, and tools of a provider", () => {
    const options = { runtime, agentId: "agent" };
    class Own extends ToolNode {}
    expect(() => guardToolNode(new Own([payTool(ran)]), options)).toThrow(ConfigurationError);
    const guarded = guardTools([payTool(ran)], options);
    expect(() => new CapFenceToolNode(guarded, options)).toThrow(ConfigurationError);
    const search = { type: "web_search", name: "web_search" } as never;
    expect(() => new CapFenceToolNode([search], options)).toThrow(ConfigurationError);
  });
});
