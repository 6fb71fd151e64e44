import { inspect } from "node:util";
import { type ActionRuntime, AgentActionBlocked, ConfigurationError } from "@capfence/core";
import { callTool } from "@llamaindex/core/agent";
import { BaseLLM } from "@llamaindex/core/llms";
import { FunctionTool, tool as makeTool } from "@llamaindex/core/tools";
import { agent, type AgentWorkflow } from "@llamaindex/workflow";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { pay } from "../test/pay-call.ts";
import {
  decisionsOf,
  errorOf,
  linesOf,
  little,
  payConfig,
  type PayTool,
  paymentsRuntime,
  payTool,
  tooMuch,
} from "../test/payments.ts";
import { ScriptedModel } from "../test/scripted-model.ts";
import { guardTool, guardTools } from "./guard-tools.ts";
import { guardWorkflow } from "./guard-workflow.ts";
import type { LlamaIndexGuardOptions } from "./options.ts";

const quiet = { log: () => undefined, warn: () => undefined, error: () => undefined };

let paid: unknown[];
let inner: PayTool;
let runtime: ActionRuntime;
let options: LlamaIndexGuardOptions;
let guarded: PayTool;

beforeEach(() => {
  paid = [];
  inner = payTool(paid);
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent" };
  guarded = guardTool(inner, options);
});

function workflowOf(llm: ScriptedModel): AgentWorkflow {
  return agent({ name: "teller", llm, tools: [inner] });
}

function identify(bound: object | undefined): { actor: string } | undefined {
  return bound === undefined ? undefined : { actor: String(Reflect.get(bound, "user")) };
}

const entries: Readonly<Record<string, () => unknown>> = {
  call: () => guarded.call(tooMuch),
  "a bound tool": () => guarded.bind({}).call(tooMuch),
  "its own property": () => Reflect.get<PayTool, "call">(guarded, "call")(tooMuch),
  "the class of the tool": () =>
    new FunctionTool(guarded.call, guarded.metadata as never).call(tooMuch),
  "the model of a guarded workflow": () =>
    guardWorkflow(workflowOf(new ScriptedModel([[pay(500)]])), options).run("go"),
  "the tools of a guarded workflow": () => {
    const workflow = guardWorkflow(workflowOf(new ScriptedModel([])), options);
    return workflow.getAgents()[0]?.tools[0]?.call(tooMuch);
  },
};

describe("a guarded tool", () => {
  it.each(Object.entries(entries))("cannot be reached past the guard by %s", async (_, enter) => {
    const error = await errorOf(enter());
    expect(AgentActionBlocked.isInstance(error)).toBe(true);
    expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
    expect(paid).toEqual([]);
  });

  it("is a tool of LlamaIndex, and gives no reference to the tool it guards", () => {
    expect(guarded).toBeInstanceOf(FunctionTool);
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
    expect(reachable.has(guarded.call)).toBe(true);
    expect(reachable.has(inner)).toBe(false);
    expect(reachable.has(inner.call)).toBe(false);
    expect(inspect(guarded, { showHidden: true, depth: 4 })).not.toContain("paid.push");
  });

  it("judges under its first name, whatever it is renamed to", async () => {
    guarded.metadata.name = "read";
    expect(AgentActionBlocked.isInstance(await errorOf(guarded.call(tooMuch)))).toBe(true);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_deny"]);
  });

  it("made of what tool() takes does not run on what its schema refuses", async () => {
    const config = payConfig(paid);
    const strict = guardTool(config, options);
    const invalid = { amount: "5", to: "bob" } as never;
    expect(String(await errorOf(strict.call(invalid)))).toContain("expected number");
    expect(String(await errorOf(strict.bind({}).call(invalid)))).toContain("expected number");
    expect(paid).toEqual([]);
    expect(await linesOf(runtime)).toEqual([]);
  });

  it("made of what tool() takes judges and runs what its schema makes, once", async () => {
    const parameters = z.object({ amount: z.number().overwrite((amount) => amount * 2) });
    const execute = ({ amount }: { amount: number }): number => paid.push(amount);
    const doubling = guardTool({ ...payConfig(paid), parameters, execute }, options);
    expect(AgentActionBlocked.isInstance(await errorOf(doubling.call({ amount: 51 })))).toBe(true);
    await doubling.call({ amount: 5 });
    expect(paid).toEqual([10]);
  });

  it("made of a tool runs what was judged, also where its schema refuses it, which LlamaIndex only logs", async () => {
    const { execute, parameters } = payConfig(paid);
    const lax = new FunctionTool(execute, inner.metadata as never, parameters, undefined, quiet);
    guarded = guardTool(lax as unknown as PayTool, options);
    const outputs = ["500", "five", "5"].map((amount) =>
      errorOf(guarded.call({ amount, to: "bob" } as never)),
    );
    const errors = await Promise.all(outputs);
    expect(errors.map((error) => AgentActionBlocked.isInstance(error))).toEqual([
      true,
      true,
      false,
    ]);
    const authorised = (await decisionsOf(runtime)).filter((decision) => decision.authorized);
    expect(paid).toEqual([{ amount: "5", to: "bob" }]);
    expect(authorised.map(({ payload }) => payload)).toEqual(paid);
  });

  it("hands on what it is bound to, and is judged for whom the host says that is", async () => {
    const seen: unknown[] = [];
    const config = {
      ...payConfig(paid),
      execute: (_: unknown, bound?: { user: string }) => {
        seen.push(bound);
        return "paid";
      },
    };
    const user = { user: "alice" };
    await guardTool(config, { ...options, identify })
      .bind(user)
      .call(little);
    await guardTool(makeTool(config), { ...options, identify })
      .bind(user)
      .call(little);
    expect(seen).toEqual([user, user]);
    expect((await decisionsOf(runtime)).map(({ actor }) => actor)).toEqual(["alice", "alice"]);
  });

  it("tells callTool in message mode why it did not run", async () => {
    const told = guardTool(inner, { ...options, onBlocked: "message" });
    const call = { name: "pay", id: "c", input: tooMuch };
    const { output, isError } = await callTool(told, call, quiet);
    expect(isError).toBe(false);
    expect(JSON.parse(output as string)).toMatchObject({ reason: "policy_deny", retryable: false });
    const thrown = await callTool(guarded, call, quiet);
    expect(thrown.isError).toBe(true);
    expect(thrown.output).toContain("AgentActionBlocked");
    expect(paid).toEqual([]);
  });

  it("does not run in a model's exec either", async () => {
    const model = new ScriptedModel([[pay(500), pay(5)]]);
    const { newMessages } = await model.exec({
      messages: [{ role: "user", content: "go" }],
      tools: [guarded],
    });
    expect(model).toBeInstanceOf(BaseLLM);
    expect(JSON.stringify(newMessages)).toContain("policy_deny");
    expect(paid).toEqual([little]);
  });

  it("is given back as it is where it is guarded with the same options, else judged twice", async () => {
    expect(guardTool(guarded, options)).toBe(guarded);
    expect(guardTools([guarded], { ...options })[0]).toBe(guarded);
    const own = guardTool(payConfig(paid), options);
    expect(guardTool(own, options)).toBe(own);
    const twice = guardTool(guarded, { ...options, agentId: "other" });
    expect(twice).not.toBe(guarded);
    await twice.call(little);
    expect((await decisionsOf(runtime)).map(({ actor }) => actor)).toEqual(["other", "agent"]);
  });

  it("is not made of what LlamaIndex does not run", () => {
    const remote = { metadata: { name: "search", description: "Searches." } };
    expect(() => guardTool(remote, options)).toThrow('"search" is not a tool that LlamaIndex runs');
    for (const value of [{}, { call: () => "x" }, { metadata: { name: "x" } }])
      expect(() => guardTools([value as never], options)).toThrow(ConfigurationError);
  });
});
