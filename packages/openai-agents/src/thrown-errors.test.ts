import { type ActionRuntime, AgentActionBlocked } from "@capfence/core";
import { run, RunContext, RunState, tool, ToolCallError } from "@openai/agents";
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
import { guardTool } from "./guard-tool.ts";
import type { OpenAiGuardOptions } from "./options.ts";
import { unwrapBlocked } from "./unwrap-blocked.ts";

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

const once = (input: object, settings: object = {}) =>
  agentWith({ model: modelCalling([["pay", input, "c1"]]), tools: [guarded], ...settings });

const text = JSON.stringify(tooMuch);

describe("a block", () => {
  it("comes out of a run inside the SDK's own error, with the state of the run", async () => {
    const error = await errorOf(run(once(tooMuch), "x"));
    expect(error).toBeInstanceOf(ToolCallError);
    expect((error as ToolCallError).error).toBeInstanceOf(AgentActionBlocked);
    expect((error as ToolCallError).state).toBeInstanceOf(RunState);
  });

  it("comes out as it is with unwrapBlocked, and so does any other error", async () => {
    expect(await errorOf(unwrapBlocked(run(once(tooMuch), "x")))).toBeInstanceOf(
      AgentActionBlocked,
    );
    const broken = new RangeError("broken");
    expect(await errorOf(unwrapBlocked(Promise.reject(broken)))).toBe(broken);
    expect(await unwrapBlocked(Promise.resolve(7))).toBe(7);
  });

  it("is not swallowed by the error function of the tool", async () => {
    guarded = createCapFenceTool(options)({
      name: "pay",
      description: "Pays.",
      parameters: z.object({ amount: z.number(), to: z.string() }),
      errorFunction: () => "all is well",
      execute: async (input) => paid.push(input),
    });
    expect(AgentActionBlocked.find(await errorOf(run(once(tooMuch), "x")))).toBeDefined();
    expect(paid).toEqual([]);
  });

  it("is a denial for the model in message mode, and the other calls of the turn run", async () => {
    guarded = guardTool(inner, { ...options, onBlocked: "message" });
    const model = modelCalling([
      ["pay", tooMuch, "c1"],
      ["pay", small, "c2"],
    ]);
    const result = await run(agentWith({ model, tools: [guarded] }), "x");
    expect(paid).toEqual([small]);
    const [denial, output] = outputsOf(result);
    expect(JSON.parse(String(denial))).toMatchObject({ reason: "policy_deny", tool: "pay" });
    expect(output).toBe("paid 5");
    expect(result.finalOutput).toBe("done");
  });

  it("is thrown even in message mode where the output has a schema", async () => {
    const structured = guardTool(
      tool({
        name: "pay",
        description: "Pays.",
        parameters: z.object({ amount: z.number(), to: z.string() }),
        outputSchema: z.object({ ok: z.boolean() }),
        execute: async (input) => {
          paid.push(input);
          return { ok: true };
        },
      }),
      { ...options, onBlocked: "message" },
    );
    expect(await errorOf(structured.invoke(new RunContext(), text))).toBeInstanceOf(
      AgentActionBlocked,
    );
    expect(paid).toEqual([]);
  });
});

/** A tool that throws, with settings of its own. */
function failingTool(settings: object): PayTool {
  return createCapFenceTool(options)({
    name: "pay",
    description: "Pays.",
    parameters: z.object({ amount: z.number(), to: z.string() }),
    execute: () => {
      throw new Error("the bank is closed");
    },
    ...settings,
  } as never) as unknown as PayTool;
}

describe("an error of a tool", () => {
  it("is recorded as a failure also where the SDK makes a text of it", async () => {
    const failing = guardTool(
      payTool(paid, {
        execute: () => {
          throw new Error("the bank is closed");
        },
      }),
      options,
    );
    const output = await failing.invoke(new RunContext(), JSON.stringify(small));
    expect(output).toContain("An error occurred while running the tool");
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "failed"]);
  });

  it("reaches the model as the tool made with createCapFenceTool says", async () => {
    const input = JSON.stringify(small);
    const plain = payTool(paid, {
      execute: () => {
        throw new Error("the bank is closed");
      },
    });
    const context = new RunContext();
    expect(await failingTool({}).invoke(context, input)).toBe(await plain.invoke(context, input));
    const own = failingTool({ errorFunction: (_context: unknown, error: Error) => error.message });
    expect(await own.invoke(context, input)).toBe("the bank is closed");
    const thrown = await errorOf(failingTool({ errorFunction: null }).invoke(context, input));
    expect(thrown).toMatchObject({ message: "the bank is closed" });
    expect((await linesOf(runtime)).filter((line) => line === "failed")).toHaveLength(3);
  });
});
