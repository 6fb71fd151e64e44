import type { JSONValue } from "@llamaindex/core/global";
import type { BaseToolWithCall } from "@llamaindex/core/llms";
import type { FunctionTool } from "@llamaindex/core/tools";
import type { AgentWorkflow } from "@llamaindex/workflow";
import { describe, expect, expectTypeOf, it } from "vitest";
import { payConfig, paymentsRuntime, type PayTool, payTool } from "../test/payments.ts";
import { guardTool, guardTools } from "./guard-tools.ts";
import { guardWorkflow } from "./guard-workflow.ts";
import type { LlamaIndexGuardOptions } from "./options.ts";

const options = { policyPath: "policy.yaml", agentId: "agent" } satisfies LlamaIndexGuardOptions;
const one = (tool: PayTool) => guardTool(tool, options);
const several = (pay: PayTool, other: BaseToolWithCall) => guardTools([pay, other], options);
const made = (paid: unknown[]) => guardTool(payConfig(paid), options);
const workflow = (given: AgentWorkflow) => guardWorkflow(given, options);

describe("the type of a guarded tool", () => {
  it("is that of the tool", () => {
    expectTypeOf(one).returns.toEqualTypeOf<PayTool>();
    expectTypeOf(several).returns.toEqualTypeOf<[PayTool, BaseToolWithCall]>();
    expectTypeOf(workflow).returns.toEqualTypeOf<AgentWorkflow>();
  });

  it("is that of the schema, where it is made of what tool() takes", () => {
    expectTypeOf(made).returns.toEqualTypeOf<
      FunctionTool<{ amount: number; to: string }, Promise<JSONValue>>
    >();
    // @ts-expect-error an amount is a number
    expectTypeOf((tool: ReturnType<typeof made>) => tool.call({ amount: "5" })).toBeFunction();
  });

  it("takes the options of every adapter, and no framework, which is known", () => {
    expectTypeOf<LlamaIndexGuardOptions>().toHaveProperty("capabilities");
    expectTypeOf<LlamaIndexGuardOptions>().not.toHaveProperty("framework");
    expectTypeOf<LlamaIndexGuardOptions["onApproval"]>().toEqualTypeOf<
      "block" | "wait" | undefined
    >();
    // @ts-expect-error agentId is needed
    expectTypeOf((tool: PayTool) => guardTool(tool, { policyPath: "p" })).toBeFunction();
  });
});

describe("a guarded tool", () => {
  it("has the name, the description and the schema of the tool, however it is made", () => {
    const tool = payTool([]);
    const settings = { runtime: paymentsRuntime(), agentId: "agent" };
    expect(guardTool(tool, settings).metadata).toEqual(tool.metadata);
    expect(guardTool(payConfig([]), settings).metadata).toEqual(tool.metadata);
  });
});
