import type { Agent } from "@mastra/core/agent";
import { createTool, type Tool } from "@mastra/core/tools";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { guardAgent } from "./guard-agent.ts";
import { guardTool, guardTools } from "./guarded-tool.ts";
import type { MastraGuardOptions } from "./options.ts";

const options = { policyPath: "policy.yaml", agentId: "agent" } satisfies MastraGuardOptions;
const makePay = () =>
  createTool({
    id: "pay",
    description: "Pays.",
    inputSchema: z.object({ amount: z.number(), to: z.string().default("bob") }),
    outputSchema: z.object({ paid: z.number() }),
    execute: async ({ amount }) => ({ paid: amount }),
  });
const makeRead = () => createTool({ id: "read", description: "", execute: async () => "text" });
type Pay = ReturnType<typeof makePay>;
type Read = ReturnType<typeof makeRead>;

const guardPay = (pay: Pay) => guardTool(pay, options);
const guardBoth = (pay: Pay, read: Read) => guardTools({ pay, read }, options);
const guardHelper = (agent: Agent<"helper", { pay: Pay }>) => guardAgent(agent);

describe("the type of a guarded tool", () => {
  it("is that of the tool", () => {
    expectTypeOf(guardPay).returns.toEqualTypeOf<Pay>();
    expectTypeOf(guardBoth).returns.toEqualTypeOf<{ pay: Pay; read: Read }>();
    expectTypeOf(guardHelper).returns.toEqualTypeOf<Agent<"helper", { pay: Pay }>>();
  });

  it("keeps the literal id, the input and the output", () => {
    type Guarded = ReturnType<typeof guardPay>;
    expectTypeOf<Guarded["id"]>().toEqualTypeOf<"pay">();
    expectTypeOf<Guarded>().toExtend<
      Tool<{ amount: number; to: string }, { paid: number }, unknown, unknown, never, "pay">
    >();
    // @ts-expect-error an amount is a number
    expectTypeOf((tool: Guarded) => tool.execute?.({ amount: "5", to: "" }, {})).toBeFunction();
  });

  it("takes the options of every adapter that pauses, and no framework, which is known", () => {
    expectTypeOf<MastraGuardOptions>().toHaveProperty("capabilities");
    expectTypeOf<MastraGuardOptions>().toHaveProperty("approver");
    expectTypeOf<MastraGuardOptions>().not.toHaveProperty("framework");
    // @ts-expect-error agentId is needed
    expectTypeOf((tool: Pay) => guardTool(tool, { policyPath: "policy.yaml" })).toBeFunction();
    // @ts-expect-error text is no tool
    expectTypeOf(() => guardTool("pay", options)).toBeFunction();
  });
});
