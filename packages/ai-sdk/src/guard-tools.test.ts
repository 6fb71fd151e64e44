import { inspect } from "node:util";
import { type ActionRuntime, AgentActionBlocked, ConfigurationError } from "@capfence/core";
import { jsonSchema, type Tool, type ToolSet, tool as makeTool } from "ai";
import { beforeEach, describe, expect, it } from "vitest";
import { errorOf, linesOf, payAndRead, paymentsRuntime, payTool } from "../test/payments.ts";
import { newest } from "../test/sdks.ts";
import { type Run, type Started, ways } from "../test/ways.ts";
import { capFence } from "./cap-fence.ts";
import { guardTools } from "./guard-tools.ts";
import type { AiSdkGuardOptions } from "./options.ts";

let paid: number[];
let runtime: ActionRuntime;
let options: AiSdkGuardOptions;

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent", approver: () => ({ by: "carol" }) };
});

const tools = (): ToolSet => payAndRead(paid);

describe("a guarded tool", () => {
  const call = { toolCallId: "call-1", messages: [] };
  const execute = async (tool: ToolSet[string] | undefined, input: unknown): Promise<unknown> =>
    tool?.execute?.(input, call as never);

  it("is judged when it is executed directly", async () => {
    const { pay: guarded } = guardTools(tools(), options);
    expect(AgentActionBlocked.isInstance(await errorOf(execute(guarded, { amount: 500 })))).toBe(
      true,
    );
    expect(AgentActionBlocked.isInstance(await errorOf(execute(guarded, { amount: 50 })))).toBe(
      true,
    );
    expect(await execute(guarded, { amount: 5 })).toBe("paid 5");
    expect(paid).toEqual([5]);
  });

  it("runs what was judged, whatever its caller changes meanwhile", async () => {
    const { pay: guarded } = guardTools(tools(), options);
    const input = { amount: 5 };
    const running = execute(guarded, input);
    input.amount = 500;
    await running;
    expect(paid).toEqual([5]);
  });

  it("is judged as what it was guarded as, under whatever name it is offered", async () => {
    const { pay: guarded } = guardTools(tools(), options);
    const turns = [[{ tool: "read", input: { amount: 500 } }], "done"];
    const error = await errorOf(
      ways.generateText(newest, {}, { tools: { read: guarded as Tool }, turns }),
    );
    expect(AgentActionBlocked.find(error)?.verdict.event.context.toolName).toBe("pay");
    expect(paid).toEqual([]);
  });

  it("does not lead to the tool it guards", () => {
    class Hidden {
      readonly inputSchema = jsonSchema({ type: "object" });
      execute(): string {
        return "the unguarded one";
      }
    }
    const inner = new Hidden();
    const { read } = guardTools({ read: inner }, options);
    expect(inspect(read, { showHidden: true, depth: 9 })).not.toContain("Hidden");
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Reflect.get(read as object, "constructor")).toBe(Object);
  });

  it("is given back by a second guard with the same options, and judged twice by one with others", async () => {
    const once = guardTools(tools(), options);
    expect(guardTools(once, { ...options })["pay"]).toBe(once["pay"]);
    const twice = guardTools(once, { ...options, agentId: "another" });
    expect(twice["pay"]).not.toBe(once["pay"]);
    await execute(twice["pay"], { amount: 5 });
    expect(await linesOf(runtime)).toEqual([
      "payments.pay policy_allow",
      "payments.pay policy_allow",
      "succeeded",
      "succeeded",
    ]);
  });

  it("refuses a tool that others run, saying so", () => {
    const others: Record<string, object> = {
      search: { type: "provider", id: "x.search", args: {}, isProviderExecuted: true },
      ask: { inputSchema: jsonSchema({ type: "object" }) },
      nothing: {},
    };
    for (const [name, tool] of Object.entries(others))
      expect(() => guardTools({ [name]: tool } as ToolSet, options)).toThrow(
        new ConfigurationError(
          `"${name}" has no execute function, so its provider or a client runs it; leave it out, or put it beside the guarded tools`,
        ),
      );
  });
});

function generateBeside(beside: ToolSet, turns: Started["turns"]): Promise<Run> {
  const fence = capFence(tools(), options);
  const all = { ...fence.tools, ...beside };
  return ways.generateText(newest, { ...fence, tools: all }, { tools: all, turns });
}

describe("a tool beside the guarded ones", () => {
  it("does not run, where the SDK would run it unguarded", async () => {
    const error = await errorOf(
      generateBeside({ other: payTool(paid) }, [[{ tool: "other", input: { amount: 1 } }]]),
    );
    expect(error).toEqual(
      new ConfigurationError('"other" is not guarded; give it to capFence too'),
    );
    expect(paid).toEqual([]);
  });

  it("is left to whoever runs it elsewhere", async () => {
    const ask = makeTool({
      inputSchema: jsonSchema({ type: "object" }),
      outputSchema: jsonSchema({}),
    });
    const made = await generateBeside({ ask }, [[{ tool: "ask", input: {} }]]);
    expect(made.content.map(({ type }) => type)).toEqual(["tool-call"]);
  });

  it("cannot be named by what objects inherit", async () => {
    const made = await generateBeside({}, [[{ tool: "constructor", input: {} }], "done"]);
    expect(made.text).toBe("done");
    expect(paid).toEqual([]);
  });
});
