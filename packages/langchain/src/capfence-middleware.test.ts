import { AgentActionBlocked, ConfigurationError, notBlocked } from "@capfence/core";
import {
  type AgentMiddleware,
  createAgent,
  createMiddleware,
  tool,
  toolErrorMiddleware,
  toolRetryMiddleware,
} from "langchain";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { ASK, modelAsking, modelDone, payCall, toolMessages } from "../test/agents.ts";
import { errorOf, linesOf, paymentsRuntime, payTool, recordsOf } from "../test/payments.ts";
import { capFenceMiddleware, type CapFenceMiddlewareOptions } from "./capfence-middleware.ts";
import { guardTools } from "./capfence-tool.ts";

const failing = tool(
  async () => {
    throw new Error("HTTP 500");
  },
  { name: "read", schema: z.object({}) },
);
const readCall = { name: "read", args: {}, id: "c1" };

let paid: unknown[];
let runtime: ReturnType<typeof paymentsRuntime>;
beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
});

/** Middleware that guards, with the options of every test. */
const guarding = (options: Partial<CapFenceMiddlewareOptions> = {}): AgentMiddleware =>
  capFenceMiddleware({ runtime, agentId: "agent", ...options });

/** An agent whose model asks for one payment. */
const agentPaying = (amount: unknown, ...middleware: readonly AgentMiddleware[]) =>
  createAgent({ model: modelAsking(payCall(amount)), tools: [payTool(paid)], middleware });

const rewriting = createMiddleware({
  name: "rewriting",
  wrapToolCall: (request, handler) =>
    handler({ ...request, toolCall: { ...request.toolCall, args: { amount: 9999 } } }),
});

describe("an agent with the middleware", () => {
  it("runs what is allowed, with thread and tool call on record", async () => {
    await agentPaying(5, guarding()).invoke(ASK, { configurable: { thread_id: "thread-1" } });
    expect(paid).toEqual([{ amount: 5, to: "bob" }]);
    const context = { framework: "langchain", sessionId: "thread-1", toolCallId: "c1" };
    expect((await recordsOf(runtime))[0]).toMatchObject({ actor: "agent", context });
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "succeeded"]);
  });

  it("throws the block itself, also where it streams", async () => {
    const error = await errorOf(agentPaying(500, guarding()).invoke(ASK));
    expect(AgentActionBlocked.isInstance(error)).toBe(true);
    const streaming = async (): Promise<void> => {
      const stream = await agentPaying(500, guarding()).stream(ASK, { streamMode: "updates" });
      for await (const _ of stream);
    };
    expect(AgentActionBlocked.isInstance(await errorOf(streaming()))).toBe(true);
    expect(paid).toEqual([]);
  });

  it("goes on after a denial in message mode", async () => {
    const state = await agentPaying(500, guarding({ onBlocked: "message" })).invoke(ASK);
    const [denied] = toolMessages(state);
    expect(denied?.status).toBe("error");
    expect(JSON.parse(denied?.text ?? "")).toMatchObject({ tool: "pay", reason: "policy_deny" });
    expect(state.messages.at(-1)?.text).toBe("done");
    expect(paid).toEqual([]);
  });

  it("tells the model of ordinary errors of tools, as an agent without middleware", async () => {
    const answers: string[] = [];
    for (const middleware of [[], [guarding()]]) {
      const agent = createAgent({ model: modelAsking(readCall), tools: [failing], middleware });
      answers.push(...toolMessages(await agent.invoke(ASK)).map(({ text }) => text));
    }
    expect(answers[0]).toContain("HTTP 500");
    expect(answers[1]).toBe(answers[0]);
    expect(await linesOf(runtime)).toEqual(["files.read policy_allow", "failed"]);
  });

  it("leaves errors of tools to other middleware where it is told to", async () => {
    const agent = createAgent({
      model: modelAsking(readCall),
      tools: [failing],
      middleware: [
        toolErrorMiddleware({ onError: (error) => `handled ${String(error)}` }),
        guarding({ toolErrors: "throw" }),
      ],
    });
    const [message] = toolMessages(await agent.invoke(ASK));
    expect(message?.text).toBe("handled Error: HTTP 500");
  });

  it("tells the model of arguments that do not fit the schema, and judges nothing", async () => {
    const state = await agentPaying("much", guarding()).invoke(ASK);
    expect(toolMessages(state)[0]?.text).toContain("did not match expected schema");
    expect(await linesOf(runtime)).toEqual([]);
    expect(paid).toEqual([]);
  });

  it("throws what is wrong with the guard itself", async () => {
    const guard = guarding({ identify: () => Promise.resolve({ actor: "eve" }) as never });
    const error = await errorOf(agentPaying(5, guard).invoke(ASK));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(paid).toEqual([]);
  });

  it("throws what a tool throws because the agent was stopped", async () => {
    const stop = new AbortController();
    const stopping = tool(
      () => {
        stop.abort();
        throw new Error("stopped");
      },
      { name: "read", schema: z.object({}) },
    );
    const middleware = [guarding()];
    const agent = createAgent({ model: modelAsking(readCall), tools: [stopping], middleware });
    expect(await errorOf(agent.invoke(ASK, { signal: stop.signal }))).toBeDefined();
  });

  it("guards a tool that is guarded with the same options once, and keeps both where they differ", async () => {
    const tools = guardTools([payTool(paid)], { runtime, agentId: "agent" });
    const once = createAgent({
      model: modelAsking(payCall(5)),
      tools,
      middleware: [guarding()],
    });
    await once.invoke(ASK);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "succeeded"]);
    const twice = createAgent({
      model: modelAsking(payCall(5)),
      tools,
      middleware: [guarding({ sessionId: "other" })],
    });
    await twice.invoke(ASK);
    expect(await linesOf(runtime)).toHaveLength(6);
  });
});

describe("the middleware among others", () => {
  it("is not got around by one that rewrites the arguments, on either side", async () => {
    for (const middleware of [
      [guarding(), rewriting],
      [rewriting, guarding()],
    ]) {
      const error = await errorOf(agentPaying(1, ...middleware).invoke(ASK));
      expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
    }
    expect(paid).toEqual([]);
  });

  it("guards a tool that one before it brings, and does not run one that it cannot see", async () => {
    const bringing = createMiddleware({
      name: "bringing",
      wrapModelCall: (request, handler) =>
        handler({ ...request, tools: [...request.tools, payTool(paid)] }),
      wrapToolCall: (request, handler) => handler({ ...request, tool: payTool(paid) }),
    });
    const settings = { model: modelAsking(payCall(500)), tools: [failing] };
    const before = createAgent({ ...settings, middleware: [bringing, guarding()] });
    const error = await errorOf(before.invoke(ASK));
    expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
    const model = modelAsking(payCall(500));
    const after = createAgent({ ...settings, model, middleware: [guarding(), bringing] });
    const state = await after.invoke(ASK);
    expect(toolMessages(state)[0]).toMatchObject({ text: '"pay" is not a guarded tool' });
    expect(paid).toEqual([]);
  });

  it("cannot guard a tool that one after it puts in its place, but guarded tools still do", async () => {
    const tools = guardTools([payTool(paid)], { runtime, agentId: "agent" });
    const swapping = createMiddleware({
      name: "swapping",
      wrapToolCall: (request, handler) => handler({ ...request, tool: tools[0] }),
    });
    const error = await errorOf(agentPaying(500, guarding(), swapping).invoke(ASK));
    expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
    expect(paid).toEqual([]);
  });

  it("is asked again by one that retries, unless that is told not to retry blocks", async () => {
    const retry = { maxRetries: 2, initialDelayMs: 1 };
    await agentPaying(500, toolRetryMiddleware(retry), guarding()).invoke(ASK);
    expect(await linesOf(runtime)).toHaveLength(3);
    const once = toolRetryMiddleware({ ...retry, retryOn: notBlocked, onFailure: "error" });
    const error = await errorOf(agentPaying(500, once, guarding()).invoke(ASK));
    expect(AgentActionBlocked.find(error)).toBeDefined();
    expect(await linesOf(runtime)).toHaveLength(4);
    expect(paid).toEqual([]);
  });

  it("does not keep the calls beside a blocked one from running", async () => {
    const agent = createAgent({
      model: modelAsking(payCall(500, "c1"), payCall(5, "c2")),
      tools: [payTool(paid)],
      middleware: [guarding()],
    });
    expect(AgentActionBlocked.find(await errorOf(agent.invoke(ASK)))).toBeDefined();
    expect(paid).toEqual([{ amount: 5, to: "bob" }]);
  });
});

describe("a tool that the model's provider runs", () => {
  const search = { type: "web_search", name: "web_search" };
  const agentWith = (options: Partial<CapFenceMiddlewareOptions>, shown: unknown[] = []) => {
    const watching = createMiddleware({
      name: "watching",
      wrapModelCall: (request, handler) => {
        shown.push(...request.tools.map(({ name }) => name));
        return handler(request);
      },
    });
    const tools = [payTool(paid), search];
    return createAgent({ model: modelDone(), tools, middleware: [guarding(options), watching] });
  };

  it("is refused before the model is asked", async () => {
    const shown: unknown[] = [];
    const error = await errorOf(agentWith({}, shown).invoke(ASK));
    expect(String(error)).toContain("web_search");
    expect((error as Error).cause).toBeInstanceOf(ConfigurationError);
    expect(shown).toEqual([]);
  });

  it("is kept from the model where that is wanted", async () => {
    const shown: unknown[] = [];
    await agentWith({ providerTools: "hide" }, shown).invoke(ASK);
    expect(shown).toEqual(["pay"]);
  });
});
