import type { Agent, FunctionTool, InvokableTool, Tool } from "@strands-agents/sdk";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type Payment, paymentsRuntime, payTool } from "../test/payments.ts";
import { guardAgent } from "./guard-agent.ts";
import { guardTool, guardTools } from "./guard-tools.ts";
import type { StrandsGuardOptions } from "./options.ts";

const options = { policyPath: "policy.yaml", agentId: "agent" } satisfies StrandsGuardOptions;
const one = (tool: InvokableTool<Payment, string>) => guardTool(tool, options);
const several = (pay: InvokableTool<Payment, string>, other: FunctionTool) =>
  guardTools([pay, other], options);
const list = (tools: Tool[]) => guardTools(tools, options);
const agent = (made: Agent) => guardAgent(made, options);
const invoke = (tool: ReturnType<typeof one>) => tool.invoke({ amount: 5, to: "bob" });

describe("the type of a guarded tool", () => {
  it("is that of the tool", () => {
    expectTypeOf(one).returns.toEqualTypeOf<InvokableTool<Payment, string>>();
    expectTypeOf(several).returns.toEqualTypeOf<[InvokableTool<Payment, string>, FunctionTool]>();
    expectTypeOf(list).returns.toEqualTypeOf<Tool[]>();
    expectTypeOf(agent).returns.toEqualTypeOf<Agent>();
  });

  it("keeps the input and the output", () => {
    expectTypeOf(invoke).returns.toEqualTypeOf<Promise<string>>();
    // @ts-expect-error an amount is a number
    expectTypeOf((tool: ReturnType<typeof one>) => tool.invoke({ amount: "5" })).toBeFunction();
  });

  it("takes the options of every adapter, and no framework, which is known", () => {
    expectTypeOf<StrandsGuardOptions>().toHaveProperty("capabilities");
    expectTypeOf<StrandsGuardOptions>().not.toHaveProperty("framework");
    // @ts-expect-error agentId is needed
    expectTypeOf((tool: Tool) => guardTool(tool, { policyPath: "p" })).toBeFunction();
  });
});

describe("a guarded tool", () => {
  it("has the name, the description and the specification of the tool", () => {
    const tool = payTool([]);
    const { name, description, toolSpec } = tool;
    const guarded = guardTool(tool, { runtime: paymentsRuntime(), agentId: "agent" });
    expect(guarded).toMatchObject({ name, description, toolSpec });
    expect("invoke" in guarded).toBe(true);
  });
});
