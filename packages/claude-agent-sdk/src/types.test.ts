import {
  createSdkMcpServer,
  type Options,
  query,
  type SdkMcpToolDefinition,
  tool,
} from "@anthropic-ai/claude-agent-sdk";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { guardOptions } from "./guard-options.ts";
import { guardQuery } from "./guard-query.ts";
import { guardTool, guardTools } from "./guard-tool.ts";
import type { ClaudeGuardOptions } from "./options.ts";

const options = { policyPath: "policy.yaml", agentId: "agent" } satisfies ClaudeGuardOptions;
const pay = tool("pay", "Pays.", { amount: z.number() }, async () => ({ content: [] }));
const read = tool("read", "Reads.", { path: z.string().optional() }, async () => ({ content: [] }));
type Pay = SdkMcpToolDefinition<{ amount: z.ZodNumber }>;
const one = () => guardTool(pay, options);
const both = () => guardTools([pay, read], options);
const server = () => createSdkMcpServer({ name: "bank", tools: both() });
const guarded = () => guardQuery(query, options);
const settings = () => guardOptions({ mcpServers: { bank: server() } }, options);

describe("the type of what is guarded", () => {
  it("is that of a tool, with its input and output", () => {
    expectTypeOf(one).returns.toEqualTypeOf<Pay>();
    expectTypeOf(both).returns.toEqualTypeOf<[typeof pay, typeof read]>();
    expectTypeOf<Parameters<ReturnType<typeof one>["handler"]>[0]>().toEqualTypeOf<{
      amount: number;
    }>();
  });

  it("is that of a query, and of options", () => {
    expectTypeOf<ReturnType<ReturnType<typeof guarded>>>().toEqualTypeOf<
      ReturnType<typeof query>
    >();
    expectTypeOf<Parameters<ReturnType<typeof guarded>>>().toEqualTypeOf<
      Parameters<typeof query>
    >();
    expectTypeOf(settings).returns.toEqualTypeOf<Options>();
  });

  it("takes the options of every adapter, and no framework, which is known", () => {
    expectTypeOf<ClaudeGuardOptions>().toHaveProperty("capabilities");
    expectTypeOf<ClaudeGuardOptions>().not.toHaveProperty("framework");
    // @ts-expect-error agentId is needed
    expectTypeOf(() => guardTool(pay, { policyPath: "p" })).toBeFunction();
  });
});
