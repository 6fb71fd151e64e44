/* oxlint-disable no-underscore-dangle -- `_call` is LangChain's name */
import { AgentActionBlocked, ConfigurationError, JsonError } from "@capfence/core";
import { RunnableLambda } from "@langchain/core/runnables";
import {
  DynamicTool,
  StructuredTool,
  Tool,
  tool,
  type ToolRunnableConfig,
} from "@langchain/core/tools";
import { tool as langchainTool } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { errorOf, linesOf, paymentsRuntime, payTool, recordsOf } from "../test/payments.ts";
import { CapFenceTool, guardTools } from "./capfence-tool.ts";

const agentId = "agent";

const shellTool = (ran: unknown[]): DynamicTool =>
  new DynamicTool({
    name: "shell",
    description: "Runs a command.",
    func: async (command) => {
      ran.push(command);
      return `ran ${command}`;
    },
  });

describe("a tool that takes text", () => {
  it("is judged as { input } and runs with the text", async () => {
    const ran: unknown[] = [];
    const runtime = paymentsRuntime();
    const shell = new CapFenceTool({ tool: shellTool(ran), runtime, agentId });
    expect(await shell.invoke("ls")).toBe("ran ls");
    expect(await shell.invoke({ input: "ls -l" })).toBe("ran ls -l");
    expect(await shell.call("pwd")).toBe("ran pwd");
    expect(ran).toEqual(["ls", "ls -l", "pwd"]);
    const [decision] = await recordsOf(runtime);
    expect(decision).toMatchObject({ payload: { input: "ls" } });
  });

  it("never runs a denied text, by whichever door it comes", async () => {
    const ran: unknown[] = [];
    const shell = new CapFenceTool({ tool: shellTool(ran), runtime: paymentsRuntime(), agentId });
    for (const run of [
      () => shell.invoke("rm -rf /"),
      () => shell.invoke({ input: "rm -rf /" }),
      () => shell.call("rm -rf /"),
      async () => shell.func("rm -rf /"),
      async () => shell._call("rm -rf /"),
    ])
      expect(AgentActionBlocked.isInstance(await errorOf(run()))).toBe(true);
    expect(ran).toEqual([]);
  });

  it("runs without a text, as it did before", async () => {
    class Clock extends Tool {
      name = "read";
      description = "Tells the time.";
      protected override _call(input: string | undefined): Promise<string> {
        return Promise.resolve(`noon ${input}`);
      }
    }
    const clock = new CapFenceTool({ tool: new Clock(), runtime: paymentsRuntime(), agentId });
    expect(await clock.call(undefined)).toBe("noon undefined");
  });

  it("may take the text as it is", async () => {
    class Reader extends StructuredTool {
      name = "read";
      description = "Reads.";
      schema = z.string();
      protected override _call(path: string): Promise<string> {
        return Promise.resolve(`read ${path}`);
      }
    }
    const runtime = paymentsRuntime();
    const reader = new CapFenceTool({ tool: new Reader(), runtime, agentId });
    expect(await reader.invoke("a.txt")).toBe("read a.txt");
    expect((await recordsOf(runtime))[0]).toMatchObject({ payload: { input: "a.txt" } });
  });

  it("is made from a runnable as well", async () => {
    const ran: unknown[] = [];
    const runnable = RunnableLambda.from((command: string) => ran.push(command));
    const shell = new CapFenceTool({
      tool: runnable.asTool({ name: "shell", schema: z.string() }),
      runtime: paymentsRuntime(),
      agentId,
    });
    const call = { type: "tool_call", name: "shell", id: "c", args: { input: "rm -rf /" } };
    expect(AgentActionBlocked.find(await errorOf(shell.invoke(call as never)))).toBeDefined();
    await shell.invoke({ ...call, args: { input: "ls" } } as never);
    expect(ran).toEqual(["ls"]);
  });
});

describe("a tool of another kind", () => {
  it("may keep private fields", async () => {
    class Reader extends StructuredTool {
      name = "read";
      description = "Reads.";
      schema = z.object({ path: z.string() });
      readonly #secret = 7;
      protected override _call({ path }: { path: string }): Promise<string> {
        return Promise.resolve(`${path} ${this.#secret}`);
      }
    }
    const reader = new CapFenceTool({ tool: new Reader(), runtime: paymentsRuntime(), agentId });
    expect(await reader.invoke({ path: "a" })).toBe("a 7");
  });

  it("may be made from a runnable, and stays one", async () => {
    const paid: unknown[] = [];
    const schema = z.object({ amount: z.number() });
    const runnable = RunnableLambda.from((input: { amount: number }) => {
      paid.push(input);
      return "paid";
    }).asTool({ name: "pay", description: "Pays.", schema });
    const runtime = paymentsRuntime();
    const guarded = new CapFenceTool({ tool: runnable, runtime, agentId });
    expect(guarded.schema).toBe(schema);
    expect(guarded).toBeInstanceOf(runnable.constructor);
    expect(await guarded.invoke({ amount: 5 })).toBe("paid");
    for (const run of [
      () => guarded.invoke({ amount: 500 }),
      () => guarded.batch([{ amount: 500 }]),
      () => guarded.stream({ amount: 500 }).then((stream) => stream.next()),
      () => guarded.withConfig({ tags: ["x"] }).invoke({ amount: 500 }),
      () => guarded.bound.invoke({ amount: 500 }),
    ])
      expect(AgentActionBlocked.find(await errorOf(run()))).toBeDefined();
    expect(paid).toEqual([{ amount: 5 }]);
  });

  it("hands a runnable the judged arguments also in the config's tool call", async () => {
    const seen: unknown[] = [];
    const runnable = RunnableLambda.from((_: { path: string }, config) =>
      seen.push((config as ToolRunnableConfig).toolCall?.args),
    ).asTool({ name: "read", schema: z.object({ path: z.string() }) });
    const guarded = new CapFenceTool({ tool: runnable, runtime: paymentsRuntime(), agentId });
    const args = { path: "a", hidden: "unjudged" };
    await guarded.invoke({ type: "tool_call", name: "read", id: "c", args } as never);
    expect(seen).toEqual([{ path: "a" }]);
  });

  it("streams its events where it is a generator, and is recorded when it ends", async () => {
    const counter = tool(
      async function* ({ amount }: { amount: number }) {
        for (let index = 0; index < amount; index += 1) yield { index };
        return "done";
      },
      { name: "pay", schema: z.object({ amount: z.number() }) },
    );
    const runtime = paymentsRuntime();
    const guarded = new CapFenceTool({ tool: counter, runtime, agentId });
    const events: unknown[] = [];
    const handleToolEvent = (event: unknown): number => events.push(event);
    expect(await guarded.invoke({ amount: 2 }, { callbacks: [{ handleToolEvent }] })).toBe("done");
    expect(events).toEqual([{ index: 0 }, { index: 1 }]);
    await errorOf(guarded.invoke({ amount: 500 }, { callbacks: [{ handleToolEvent }] }));
    expect(events).toHaveLength(2);
    expect(await linesOf(runtime)).toEqual([
      "payments.pay policy_allow",
      "succeeded",
      "payments.pay policy_deny",
    ]);
  });

  it("may give content and an artifact", async () => {
    const reader = tool(async () => ["text", { big: 1 }], {
      name: "read",
      schema: z.object({}),
      responseFormat: "content_and_artifact",
    });
    const guarded = new CapFenceTool({ tool: reader, runtime: paymentsRuntime(), agentId });
    const message: unknown = await guarded.invoke({
      type: "tool_call",
      name: "read",
      args: {},
      id: "c1",
    } as never);
    expect(message).toMatchObject({ content: "text", artifact: { big: 1 }, tool_call_id: "c1" });
  });

  it("may be run by the client, and is then paired with the guarded tool", () => {
    const located = langchainTool({
      name: "read",
      description: "Where the user is.",
      schema: z.object({}),
    });
    const guarded = new CapFenceTool({ tool: located, runtime: paymentsRuntime(), agentId });
    expect(guarded.implement(async () => "here").tool).toBe(guarded);
  });

  it("is refused if its provider runs it", () => {
    const search = { type: "web_search", name: "web_search" };
    expect(() => guardTools([search as never], { runtime: paymentsRuntime(), agentId })).toThrow(
      ConfigurationError,
    );
  });
});

describe("the schema of a guarded tool", () => {
  it("is applied once, and what it makes of the input is judged", async () => {
    const runtime = paymentsRuntime();
    const doubling = tool(async ({ amount }) => amount, {
      name: "pay",
      schema: z.object({ amount: z.number().transform((amount) => amount * 2) }),
    });
    const guarded = new CapFenceTool({ tool: doubling, runtime, agentId });
    expect(await guarded.invoke({ amount: 5 })).toBe(10);
    expect(AgentActionBlocked.find(await errorOf(guarded.invoke({ amount: 51 })))?.reason).toBe(
      "policy_deny",
    );
    expect((await recordsOf(runtime))[0]).toMatchObject({ payload: { amount: 10 } });
  });

  it("fills in defaults, and refuses what does not fit before anything is judged", async () => {
    const paid: unknown[] = [];
    const runtime = paymentsRuntime();
    const guarded = new CapFenceTool({ tool: payTool(paid), runtime, agentId });
    await guarded.invoke({ amount: 5 });
    expect(paid).toEqual([{ amount: 5, to: "bob" }]);
    const error = await errorOf(guarded.invoke({ amount: "5" } as never));
    expect(String(error)).toContain("did not match expected schema");
    expect(await linesOf(runtime)).toHaveLength(2);
  });

  it("must leave something that can be judged", async () => {
    const dated = tool(async () => "never", {
      name: "read",
      schema: z.object({ day: z.coerce.date() }),
    });
    const guarded = new CapFenceTool({ tool: dated, runtime: paymentsRuntime(), agentId });
    expect(await errorOf(guarded.invoke({ day: "2026-01-01" }))).toBeInstanceOf(JsonError);
  });
});
