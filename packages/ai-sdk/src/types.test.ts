import {
  type generateText,
  jsonSchema,
  type ModelMessage,
  streamText,
  type Tool,
  tool,
  ToolLoopAgent,
} from "ai";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { type CapFence, capFence } from "./cap-fence.ts";
import { guardTools } from "./guard-tools.ts";
import type { AiSdkGuardOptions } from "./options.ts";

const options = { policyPath: "policy.yaml", agentId: "agent" } satisfies AiSdkGuardOptions;
const pay = tool({
  description: "Pays somebody.",
  inputSchema: z.object({ amount: z.number() }),
  execute: async ({ amount }) => ({ paid: amount }),
});
const gen = tool({
  inputSchema: jsonSchema<{ n: number }>({ type: "object" }),
  async *execute({ n }) {
    yield n;
  },
});
const tools = { pay, gen };
type Tools = typeof tools;

const guardAll = () => guardTools(tools, options);
const fenceAll = () => capFence(tools, options);

describe("the type of guarded tools", () => {
  it("is that of the tools", () => {
    expectTypeOf(guardAll).returns.toEqualTypeOf<Tools>();
    expectTypeOf(fenceAll).returns.toEqualTypeOf<CapFence<Tools>>();
    expectTypeOf<CapFence<Tools>["tools"]>().toEqualTypeOf<Tools>();
  });

  it("spreads into calls of the SDK, which know the tools by it", () => {
    const model = {} as Parameters<typeof generateText>[0]["model"];
    const stream = () => streamText({ model, ...fenceAll(), prompt: "x" });
    type Parts = Awaited<ReturnType<typeof stream>["toolCalls"]>[number];
    type PayCall = Extract<Parts, { readonly toolName: "pay" }>;
    expectTypeOf<PayCall["input"]>().toEqualTypeOf<{ amount: number }>();
    const runtimeContext = { tenant: "t" };
    expectTypeOf(() =>
      streamText({ model, ...fenceAll(), runtimeContext, prompt: "x" }),
    ).toBeFunction();
    const agent = () => new ToolLoopAgent({ model, ...fenceAll() });
    expectTypeOf<ReturnType<typeof agent>["tools"]>().toEqualTypeOf<Tools>();
  });

  it("tells the app's own approval what the SDK tells it", () => {
    expectTypeOf(() =>
      capFence(tools, options, {
        pay: ({ amount }) => (amount > 1 ? "user-approval" : undefined),
      }),
    ).toBeFunction();
    expectTypeOf(() =>
      capFence(tools, options, ({ toolCall }) =>
        toolCall.toolName === "pay" ? { type: "denied", reason: "no" } : undefined,
      ),
    ).toBeFunction();
    // @ts-expect-error there is no such tool
    expectTypeOf(() => capFence(tools, options, { play: "denied" })).toBeFunction();
    // @ts-expect-error an amount is a number
    expectTypeOf(() => capFence(tools, options, { pay: (input: string) => input })).toBeFunction();
  });

  it("takes the options of every adapter, and no framework, which is known", () => {
    expectTypeOf<AiSdkGuardOptions>().toHaveProperty("capabilities");
    expectTypeOf<AiSdkGuardOptions>().not.toHaveProperty("framework");
    type Native = Parameters<NonNullable<AiSdkGuardOptions["identify"]>>[0];
    expectTypeOf<Native["messages"]>().toEqualTypeOf<readonly ModelMessage[]>();
    // @ts-expect-error agentId is needed
    expectTypeOf((one: Tool) => guardTools({ one }, { policyPath: "p" })).toBeFunction();
  });
});
