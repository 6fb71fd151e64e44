import type { DynamicTool } from "@langchain/core/tools";
import { describe, expectTypeOf, it } from "vitest";
import type { PayTool } from "../test/payments.ts";
import { CapFenceTool, guardTools } from "./capfence-tool.ts";
import type { LangChainGuardOptions } from "./options.ts";

const options = { policyPath: "policy.yaml", agentId: "agent" } satisfies LangChainGuardOptions;
const make = (tool: PayTool) => new CapFenceTool({ tool, ...options });
const wrap = (tool: PayTool) => CapFenceTool.wrap(tool, options);
const wrapAll = (pay: PayTool, text: DynamicTool<string>) => guardTools([pay, text], options);
const invoke = (tool: PayTool) => tool.invoke({ amount: 5 });
const invokeGuarded = (tool: ReturnType<typeof make>) => tool.invoke({ amount: 5 });

describe("the type of a guarded tool", () => {
  it("is that of the tool", () => {
    expectTypeOf(make).returns.toEqualTypeOf<PayTool>();
    expectTypeOf(wrap).returns.toEqualTypeOf<PayTool>();
    expectTypeOf(wrapAll).returns.toEqualTypeOf<[PayTool, DynamicTool<string>]>();
  });

  it("keeps the literal name, the input and the output", () => {
    expectTypeOf<ReturnType<typeof make>["name"]>().toEqualTypeOf<"pay">();
    expectTypeOf(invokeGuarded).returns.toEqualTypeOf<ReturnType<typeof invoke>>();
    // @ts-expect-error an amount is a number
    expectTypeOf((tool: ReturnType<typeof make>) => tool.invoke({ amount: "5" })).toBeFunction();
  });

  it("takes the options of every adapter, and no framework, which is known", () => {
    expectTypeOf<LangChainGuardOptions>().toHaveProperty("capabilities");
    expectTypeOf<LangChainGuardOptions>().not.toHaveProperty("framework");
    // @ts-expect-error agentId is needed
    expectTypeOf((tool: PayTool) => new CapFenceTool({ tool, policyPath: "p" })).toBeFunction();
  });
});
