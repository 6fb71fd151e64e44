import { inspect } from "node:util";
import { type ActionRuntime, AgentActionBlocked, ConfigurationError } from "@capfence/core";
import {
  type Agent,
  AfterToolCallEvent,
  type InvokableTool,
  McpClient,
  tool as makeTool,
} from "@strands-agents/sdk";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { agentFor, pay } from "../test/agents.ts";
import { mcpServer } from "../test/mcp-server.ts";
import {
  blockOf,
  contextFor,
  decisionsOf,
  errorOf,
  linesOf,
  little,
  type Payment,
  paymentsRuntime,
  payTool,
  resultOf,
  textOf,
  tooMuch,
} from "../test/payments.ts";
import { guardAgent } from "./guard-agent.ts";
import { guardTool, guardTools } from "./guard-tools.ts";
import type { StrandsGuardOptions } from "./options.ts";

let paid: unknown[];
let inner: InvokableTool<Payment, string>;
let runtime: ActionRuntime;
let options: StrandsGuardOptions;
let guarded: InvokableTool<Payment, string>;

beforeEach(() => {
  paid = [];
  inner = payTool(paid);
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent" };
  guarded = guardTool(inner, options);
});

function guardedAgent(...amounts: readonly number[]): Agent {
  return guardAgent(agentFor([amounts.map((amount) => pay(amount))], { tools: [inner] }), options);
}

const entries: Readonly<Record<string, () => Promise<unknown>>> = {
  invoke: () => guarded.invoke(tooMuch),
  "invoke with a context": () => guarded.invoke(tooMuch, contextFor(tooMuch)),
  stream: () => resultOf(guarded.stream(contextFor(tooMuch))),
  "the agent's tool accessor": () =>
    agentFor([], { tools: [guarded] }).tool["pay"]?.invoke(tooMuch) ?? Promise.resolve(),
  "the tool accessor of a guarded agent": () =>
    guardedAgent().tool["pay"]?.invoke(tooMuch) ?? Promise.resolve(),
  "the registry of a guarded agent": () =>
    resultOf(guardedAgent().toolRegistry.resolve("PAY").stream(contextFor(tooMuch))),
  "the tools of a guarded agent": async () => {
    const [tool] = guardedAgent().tools;
    return tool && resultOf(tool.stream(contextFor(tooMuch)));
  },
  "the model of a guarded agent": () => guardedAgent(500).invoke("go"),
};

describe("a guarded tool", () => {
  it.each(Object.entries(entries))("cannot be reached past the guard by %s", async (_, enter) => {
    const error = await errorOf(enter());
    expect(AgentActionBlocked.isInstance(error)).toBe(true);
    expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
    expect(paid).toEqual([]);
  });

  it("gives no reference to the tool it guards", () => {
    const reachable = new Set<unknown>();
    const waiting: unknown[] = [guarded];
    for (const value of waiting) {
      if ((typeof value !== "object" && typeof value !== "function") || value === null) continue;
      if (reachable.has(value)) continue;
      reachable.add(value);
      for (const key of Reflect.ownKeys(value))
        waiting.push(Object.getOwnPropertyDescriptor(value, key)?.value);
      waiting.push(Object.getPrototypeOf(value));
    }
    expect(reachable.has(guarded.toolSpec)).toBe(true);
    expect(reachable.has(inner)).toBe(false);
    expect(reachable.has(Reflect.get(inner, "_callback"))).toBe(false);
    expect(inspect(guarded, { showHidden: true, depth: 4 })).not.toContain("_callback");
    expect(JSON.stringify(guarded)).not.toContain("_callback");
  });

  it("judges under its first name, whatever it or the call is renamed to", async () => {
    Reflect.set(guarded, "name", "read");
    const context = contextFor(tooMuch);
    const renamed = { ...context, toolUse: { ...context.toolUse, name: "read" } };
    expect(await blockOf(resultOf(guarded.stream(renamed)))).toBeDefined();
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_deny"]);
  });

  it("runs what was given to stream, not what became of it before it was read", async () => {
    const input = { ...little };
    const stream = guarded.stream(contextFor(input));
    input.amount = 500;
    input.to = "eve";
    expect(textOf(await resultOf(stream))).toBe("paid 5");
    expect(paid).toEqual([little]);
  });

  it("does not run on what its schema refuses, and judges what its schema makes", async () => {
    expect(String(await errorOf(guarded.invoke({ amount: "5" } as never)))).toContain(
      "expected number",
    );
    const refused = await errorOf(resultOf(guarded.stream(contextFor({ amount: "5" }))));
    expect(String(refused)).toContain("expected number");
    expect(paid).toEqual([]);
    expect(await linesOf(runtime)).toEqual([]);
    const doubling = makeTool({
      name: "pay",
      inputSchema: z.object({ amount: z.number().overwrite((amount) => amount * 2) }),
      callback: ({ amount }) => paid.push(amount),
    });
    const judged = guardTool(doubling, options);
    expect(await blockOf(judged.invoke({ amount: 51 }))).toBeDefined();
    expect(await blockOf(resultOf(judged.stream(contextFor({ amount: 51 }))))).toBeDefined();
    await judged.invoke({ amount: 4 });
    await resultOf(judged.stream(contextFor({ amount: 5 })));
    expect(paid).toEqual([8, 10]);
  });

  it("may take nothing", async () => {
    const ping = makeTool({ name: "read", description: "Reads.", callback: () => "pong" });
    const shut = makeTool({ name: "shut", description: "Shuts.", callback: () => paid.push(1) });
    const [reader, shutter] = guardTools([ping, shut], options);
    expect(await reader.invoke({})).toBe("pong");
    expect((await blockOf(shutter.invoke({})))?.reason).toBe("tool_unmapped");
    expect(paid).toEqual([]);
  });

  it("judges again what a retry asks again", async () => {
    const agent = agentFor([[pay(500)]], { tools: [guarded] });
    let times = 0;
    agent.addHook(AfterToolCallEvent, (event) => {
      times += 1;
      event.retry = times < 3;
    });
    await agent.invoke("go");
    expect(paid).toEqual([]);
    expect(await linesOf(runtime)).toEqual(Array(3).fill("payments.pay policy_deny"));
  });

  it("is given back as it is where it is guarded with the same options, else judged twice", async () => {
    expect(guardTool(guarded, options)).toBe(guarded);
    expect(guardTool(guarded, { ...options })).toBe(guarded);
    const twice = guardTool(guarded, { ...options, agentId: "other" });
    expect(twice).not.toBe(guarded);
    await twice.invoke(little);
    expect((await decisionsOf(runtime)).map(({ actor }) => actor)).toEqual(["other", "agent"]);
  });

  it("is not made of what is no tool", async () => {
    const client = new McpClient({
      transport: mcpServer({ ...inner.toolSpec, inputSchema: {}, call: async () => "" }),
    });
    const other = agentFor([], {});
    for (const value of [client, other, undefined, { name: "pay" }])
      expect(() => guardTool(value as never, options)).toThrow(ConfigurationError);
    const delegating = other.asTool({ name: "helper", description: "Helps.", delegate: true });
    expect(() => guardTool(delegating, options)).toThrow("guard the tools of that agent");
  });
});
