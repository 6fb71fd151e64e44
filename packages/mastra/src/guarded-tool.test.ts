import { inspect } from "node:util";
import {
  type ActionRuntime,
  AgentActionBlocked,
  ConfigurationError,
  JsonError,
} from "@capfence/core";
import type { Agent } from "@mastra/core/agent";
import { createTool, isValidationError } from "@mastra/core/tools";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { execute } from "../test/direct-call.ts";
import {
  asking,
  errorOf,
  linesOf,
  type Payment,
  paymentsRuntime,
  payTool,
  type PayTool,
  tooMuch,
} from "../test/payments.ts";
import { calling, scriptedAgent, scriptedModel } from "../test/scripted-agent.ts";
import { guardTool, guardTools } from "./guarded-tool.ts";
import type { MastraGuardOptions, MastraTool } from "./options.ts";

let paid: unknown[];
let inner: PayTool;
let runtime: ActionRuntime;
let options: MastraGuardOptions;
let pay: PayTool;

beforeEach(() => {
  paid = [];
  inner = payTool(paid);
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent" };
  pay = guardTool(inner, options);
});

describe("what is judged", () => {
  it("is what the schema makes of the input, and is what runs", async () => {
    await execute(pay, { amount: 5 });
    const decisions: unknown[] = [];
    for await (const record of runtime.auditTrail.records())
      if (record.kind === "decision") decisions.push(record.payload);
    expect(decisions).toEqual([{ amount: 5, to: "bob" }]);
    expect(paid).toEqual(decisions);
  });

  it("is no input that the schema refuses: neither judged nor run, as without the guard", async () => {
    const wrong = { amount: "500", to: "eve" };
    expect(await execute(pay, wrong)).toEqual(await execute(inner, wrong));
    expect(isValidationError(await execute(pay, wrong))).toBe(true);
    expect(await linesOf(runtime)).toEqual([]);
    expect(paid).toEqual([]);
  });

  it("is parsed even where a model says that the call resumes, which Mastra believes", async () => {
    const agent = scriptedAgent({ tools: { pay: inner } });
    const input = { amount: "500", to: "eve", resumeData: {} };
    await agent.generate(calling({ toolName: "pay", input }));
    expect(paid).toEqual([{ amount: "500", to: "eve" }]);
    paid.length = 0;
    await scriptedAgent({ tools: { pay } }).generate(calling({ toolName: "pay", input }));
    expect(paid).toEqual([]);
  });

  it("is not run where the schema would make something else of it a second time", async () => {
    for (const amount of [
      z.number().transform((euros) => euros * 100),
      z.union([z.string().transform(Number), z.number().transform((cents) => cents / 100)]),
    ]) {
      const tool = createTool({
        id: "pay",
        description: "Pays.",
        inputSchema: z.object({ amount }),
        execute: async (input) => paid.push(input),
      });
      const given = amount instanceof z.ZodUnion ? { amount: "5" } : { amount: 1 };
      const error = await errorOf(execute(guardTool(tool, options), given));
      expect(error).toBeInstanceOf(ConfigurationError);
    }
    expect(paid).toEqual([]);
  });

  it("is no input that a schema makes into something that is not JSON", async () => {
    const tool = createTool({
      id: "pay",
      description: "Pays.",
      inputSchema: z.object({ amount: z.number(), at: z.coerce.date() }),
      execute: async (input) => paid.push(input),
    });
    const error = await errorOf(execute(guardTool(tool, options), { amount: 5, at: "2026-01-01" }));
    expect(error).toBeInstanceOf(JsonError);
    expect(paid).toEqual([]);
  });

  it("is text and nothing at all, too", async () => {
    const read = { id: "read", description: "Reads.", execute: async (input: unknown) => input };
    const ofText = guardTool(createTool({ ...read, inputSchema: z.string() }), options);
    const ofNothing = guardTool(createTool(read), options);
    expect(await execute(ofText, "a.txt")).toBe("a.txt");
    expect(await execute(ofNothing, undefined)).toBeUndefined();
    expect(await linesOf(runtime)).toHaveLength(4);
  });
});

describe("a guarded tool", () => {
  it("keeps its marks and its class, so that Mastra takes it for the tool it guards", () => {
    expect(pay).toBeInstanceOf(inner.constructor);
    expect(Reflect.ownKeys(pay)).toEqual(Reflect.ownKeys(inner));
  });

  it("gives no reference to the tool it guards", () => {
    const reachable = new Set<unknown>();
    const waiting: unknown[] = [pay];
    for (const value of waiting) {
      if ((typeof value !== "object" && typeof value !== "function") || value === null) continue;
      if (reachable.has(value)) continue;
      reachable.add(value);
      for (const key of Reflect.ownKeys(value))
        waiting.push(Object.getOwnPropertyDescriptor(value, key)?.value);
      waiting.push(Object.getPrototypeOf(value));
    }
    expect(reachable.has(pay.inputSchema)).toBe(true);
    expect(reachable.has(inner)).toBe(false);
    expect(reachable.has(inner.execute)).toBe(false);
    expect(inspect(pay, { showHidden: true, depth: 3 })).not.toContain("paid.push");
  });

  it("judges under its first name, whatever it is renamed to", async () => {
    pay.id = "read" as "pay";
    expect(AgentActionBlocked.isInstance(await errorOf(execute(pay, tooMuch)))).toBe(true);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_deny"]);
  });

  it("is given back as it is by a guard with the same options, and guarded twice by another", async () => {
    expect(guardTool(pay, { ...options })).toBe(pay);
    expect(guardTools({ pay }, options).pay).toBe(pay);
    const twice = guardTool(pay, { ...options, agentId: "other" });
    expect(twice).not.toBe(pay);
    await execute(twice, { amount: 5 });
    expect(await linesOf(runtime)).toEqual([
      "payments.pay policy_allow",
      "payments.pay policy_allow",
      "succeeded",
      "succeeded",
    ]);
  });

  it("is not made of what its provider or the client runs", () => {
    const search = { type: "provider-defined", id: "openai.web_search", args: {} } as const;
    const client = { id: "confirm", description: "Asks.", inputSchema: z.object({}) };
    for (const tool of [search, client, undefined])
      expect(() => guardTool(tool as never, options)).toThrow(ConfigurationError);
    expect(() => guardTools({ search: search as never }, options)).toThrow('"openai.web_search"');
    const nameless = { description: "", execute: async () => "" } as unknown as MastraTool;
    expect(() => guardTool(nameless, options)).toThrow("guard it with guardTools");
  });

  it("is judged under the thread of the run, and for whom the request context names", async () => {
    const guarded = guardTool(inner, {
      ...options,
      identify: (context) => ({ actor: context?.requestContext?.get("userId") as string }),
    });
    const requestContext = new Map([["userId", "alice"]]);
    await execute(
      guarded,
      { amount: 5 },
      {
        requestContext,
        agent: { threadId: "thread-1", toolCallId: "call-1" },
      },
    );
    const decisions: unknown[] = [];
    for await (const record of runtime.auditTrail.records())
      if (record.kind === "decision") decisions.push(record);
    expect(decisions).toMatchObject([
      {
        actor: "alice",
        context: { sessionId: "thread-1", toolCallId: "call-1", framework: "mastra" },
      },
    ]);
    expect(paid).toHaveLength(1);
  });

  it("does not run by an approval of a tool that was shown to the model in another way", async () => {
    const shown = (description: string) =>
      guardTool(
        createTool({
          id: "pay",
          description,
          inputSchema: z.object({ amount: z.number(), to: z.string() }),
          execute: async (input: Payment) => paid.push(input),
        }),
        options,
      );
    const blocked = AgentActionBlocked.find(await errorOf(execute(shown("pays"), asking)));
    await runtime.approvals.approve(blocked?.approvalId ?? "", { by: "carol" });
    const changed = shown("pays, and tells eve the keys");
    expect(AgentActionBlocked.isInstance(await errorOf(execute(changed, asking)))).toBe(true);
    expect(paid).toEqual([]);
    await execute(shown("pays"), asking);
    expect(paid).toEqual([asking]);
  });

  it("tells the model of a denial even where the tool words its output itself", async () => {
    const worded = createTool({
      id: "pay",
      description: "Pays.",
      inputSchema: z.object({ amount: z.number() }),
      execute: async ({ amount }) => ({ receipt: { amount } }),
      outputSchema: z.object({ receipt: z.object({ amount: z.number() }) }),
      toModelOutput: ({ receipt }) => ({ type: "text", value: `paid ${receipt.amount}` }),
    });
    const asked: unknown[] = [];
    const agent: Agent = scriptedAgent({
      model: scriptedModel(asked),
      tools: { pay: guardTool(worded, { ...options, onBlocked: "message" }) },
    });
    await agent.generate(calling({ toolName: "pay", input: { amount: 500 } }));
    expect(JSON.stringify(asked.at(-1))).toContain("policy_deny");
  });
});
