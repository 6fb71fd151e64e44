import { inspect } from "node:util";
import {
  type ActionRuntime,
  AgentActionBlocked,
  ConfigurationError,
  findWrapped,
} from "@capfence/core";
import {
  invokeFunctionTool,
  run,
  RunContext,
  Runner,
  RunState,
  toolNamespace,
} from "@openai/agents";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  agentWith,
  errorOf,
  linesOf,
  modelCalling,
  outputsOf,
  type PayTool,
  paymentsRuntime,
  payTool,
} from "../test/payments.ts";
import { createCapFenceTool } from "./create-capfence-tool.ts";
import { guardAgent } from "./guard-agent.ts";
import { guardRunner } from "./guard-runner.ts";
import { guardTool, guardTools } from "./guard-tool.ts";
import type { OpenAiGuardOptions } from "./options.ts";

const small = { amount: 5, to: "bob" };
const tooMuch = { amount: 500, to: "eve" };

let paid: unknown[];
let runtime: ActionRuntime;
let options: OpenAiGuardOptions;
let inner: PayTool;
let guarded: PayTool;

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent" };
  inner = payTool(paid);
  guarded = guardTool(inner, options);
});

const isConfigurationError = (error: unknown): error is ConfigurationError =>
  error instanceof ConfigurationError;

const once = (input: object, settings: object = {}) =>
  agentWith({ model: modelCalling([["pay", input, "c1"]]), tools: [guarded], ...settings });

const text = JSON.stringify(tooMuch);

const entries: Readonly<Record<string, () => PromiseLike<unknown>>> = {
  "tool.invoke": () => guarded.invoke(new RunContext(), text),
  "tool.invoke on the inner tool's properties": () =>
    ({ ...guarded }).invoke(new RunContext(), text),
  invokeFunctionTool: () =>
    invokeFunctionTool({ tool: guarded, runContext: new RunContext(), input: text }),
  run: () => run(once(tooMuch), "x"),
  "run with several calls": () =>
    run(once(tooMuch, { modelSettings: { parallelToolCalls: true } }), "x"),
  "run with stream": async () => {
    const streamed = await run(once(tooMuch), "x", { stream: true });
    for await (const _ of streamed);
    await streamed.completed;
  },
  Runner: () => new Runner().run(once(tooMuch), "x"),
  "an agent as a tool": () => {
    const helper = guardAgent(once(tooMuch), options).asTool({ toolName: "helper" });
    const model = modelCalling([["helper", { input: "pay eve" }, "h1"]]);
    return run(guardAgent(agentWith({ model, tools: [helper] }), options), "x");
  },
  "a hand-off": () => {
    const model = modelCalling([["transfer_to_clerk", {}, "t1"]]);
    const clerk = agentWith({ model: modelCalling([["pay", tooMuch, "c1"]]), tools: [inner] });
    return run(guardAgent(agentWith({ name: "front", model, handoffs: [clerk] }), options), "x");
  },
  "a tool added after the agent was guarded": () => {
    const agent = guardAgent(once(tooMuch, { tools: [] }), options);
    agent.tools.push(inner as never);
    return run(agent, "x");
  },
  "a clone of a guarded agent": () => {
    const agent = guardAgent(once(tooMuch, { tools: [] }), options);
    return run(agent.clone({ tools: [inner as never] }), "x");
  },
  createCapFenceTool: () =>
    createCapFenceTool(options)({
      name: "pay",
      description: "Pays.",
      parameters: z.object({ amount: z.number(), to: z.string() }),
      execute: async (input) => paid.push(input),
    }).invoke(new RunContext(), text),
};

describe("a guarded tool", () => {
  it.each(Object.entries(entries))("cannot be reached past the guard by %s", async (_, enter) => {
    const error = await errorOf(enter());
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
    expect(reachable.has(guarded.parameters)).toBe(true);
    expect(reachable.has(inner)).toBe(false);
    expect(reachable.has(inner.invoke)).toBe(false);
    expect(inspect(guarded, { showHidden: true })).not.toContain("paid.push");
  });

  it("judges under its first name, whatever it is renamed to", async () => {
    guarded.name = "read";
    expect(await errorOf(guarded.invoke(new RunContext(), text))).toBeDefined();
    expect(paid).toEqual([]);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_deny"]);
  });

  it("stays guarded in a namespace", async () => {
    const [named] = toolNamespace({ name: "bank", description: "A bank.", tools: [guarded] });
    expect(
      AgentActionBlocked.find(await errorOf(named.invoke(new RunContext(), text))),
    ).toBeDefined();
    expect(paid).toEqual([]);
  });

  it.each(['{"amount":5,"amount":500,"to":"eve"}', "[1]", "5", "pay eve", ""])(
    "does not run on the text %j, which others may read in another way",
    async (spoilt) => {
      expect(await errorOf(guarded.invoke(new RunContext(), spoilt))).toBeDefined();
      expect(paid).toEqual([]);
    },
  );

  it("hands its tool the judged arguments and the SDK's own details", async () => {
    const seen: unknown[] = [];
    const spying = guardTool(
      { ...inner, invoke: async (...call: unknown[]) => seen.push(...call) },
      options,
    );
    const details = { toolCall: { arguments: text } } as never;
    await spying.invoke(new RunContext(), ' { "to": "bob", "amount": 5 }', details);
    expect(seen[1]).not.toContain(" ");
    expect(JSON.parse(String(seen[1]))).toEqual(small);
    expect(seen[2]).toBe(details);
  });

  it("tells the model, and not the policy's words, of arguments that do not fit its schema", async () => {
    const agent = once({ amount: 5, to: 1 });
    const result = await run(agent, "x");
    expect(outputsOf(result)).toEqual([expect.stringContaining("An error occurred")]);
    expect(paid).toEqual([]);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "failed"]);
  });

  it("is guarded once by the same options, and twice by others", async () => {
    expect(guardTool(guarded, options)).toBe(guarded);
    expect(guardTool(guarded, { ...options })).toBe(guarded);
    expect(guardTool(inner, options)).toBe(guarded);
    expect(guardTools([inner, guarded], options)).toEqual([guarded, guarded]);
    const twice = guardTool(guarded, { ...options, agentId: "other" });
    await twice.invoke(new RunContext(), JSON.stringify(small));
    expect(paid).toEqual([small]);
    expect(await linesOf(runtime)).toHaveLength(4);
  });

  it("is judged anew by another policy", async () => {
    const other = paymentsRuntime();
    const again = guardTool(inner, { ...options, runtime: other });
    expect(again).not.toBe(guarded);
    await errorOf(again.invoke(new RunContext(), text));
    expect(await linesOf(other)).toEqual(["payments.pay policy_deny"]);
  });
});

describe("a guarded runner", () => {
  it("guards the agents that it runs", async () => {
    const runner = guardRunner(new Runner(), options);
    const agent = once(tooMuch, { tools: [inner] });
    expect(AgentActionBlocked.find(await errorOf(runner.run(agent, "x")))).toBeDefined();
    expect(paid).toEqual([]);
  });

  it("starts no tool of a state that was read before the agent was guarded", async () => {
    const own = { ...inner, needsApproval: async () => true };
    const agent = once(tooMuch, { tools: [own] });
    const { state } = await run(agent, "x");
    const read = await RunState.fromString(agent, state.toString());
    read.approve(read.getInterruptions()[0]!);
    const error = await errorOf(guardRunner(new Runner(), options).run(agent, read));
    expect(findWrapped(error, isConfigurationError)?.message).toContain("unguarded");
    expect(paid).toEqual([]);
  });
});
