import { type Agent, type RunContext, tool } from "@openai/agents";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import type { PayTool } from "../test/payments.ts";
import { createCapFenceTool } from "./create-capfence-tool.ts";
import { guardAgent } from "./guard-agent.ts";
import { guardTool, guardTools } from "./guard-tool.ts";
import type { OpenAiGuardOptions } from "./options.ts";
import { unwrapBlocked } from "./unwrap-blocked.ts";

const options = { policyPath: "policy.yaml", agentId: "agent" } satisfies OpenAiGuardOptions;
const parameters = z.object({ amount: z.number() });
const one = (pay: PayTool) => guardTool(pay, options);
const both = (pay: PayTool, shell: ShellLike) => guardTools([pay, shell], options);
const agent = (given: Agent<AppContext, typeof parameters>) => guardAgent(given, options);
const unwrapped = (run: Promise<"text">) => unwrapBlocked(run);
const made = () =>
  createCapFenceTool(options)({
    name: "pay",
    description: "Pays.",
    parameters,
    execute: async (input) => {
      expectTypeOf(input).toEqualTypeOf<{ amount: number }>();
      return "paid";
    },
  });
const native = () =>
  tool({ name: "pay", description: "Pays.", parameters, execute: async () => "paid" });

interface ShellLike {
  readonly type: "shell";
  readonly name: "bash";
}

interface AppContext {
  readonly user: string;
}

describe("the type of a guarded tool", () => {
  it("is that of the tool", () => {
    expectTypeOf(one).returns.toEqualTypeOf<PayTool>();
    expectTypeOf(both).returns.toEqualTypeOf<[PayTool, ShellLike]>();
  });

  it("is that which the SDK's tool gives, with the input that the schema says", () => {
    expectTypeOf(made).returns.toEqualTypeOf<ReturnType<typeof native>>();
  });

  it("is no type of what is no tool", () => {
    // @ts-expect-error a tool has a type and a name
    expectTypeOf(() => guardTool({ name: "pay" }, options)).toBeFunction();
  });
});

describe("the type of a guarded agent, and of an unwrapped run", () => {
  it("is that of the agent, and of what the run gives", () => {
    expectTypeOf(agent).returns.toEqualTypeOf<Agent<AppContext, typeof parameters>>();
    expectTypeOf(unwrapped).returns.resolves.toEqualTypeOf<"text">();
  });
});

describe("the options", () => {
  it("know the context of the run", () => {
    expectTypeOf<OpenAiGuardOptions<AppContext>>()
      .toHaveProperty("identify")
      .exclude<undefined>()
      .parameter(0)
      .toEqualTypeOf<RunContext<AppContext>>();
    expectTypeOf<OpenAiGuardOptions>().toHaveProperty("capabilities");
    expectTypeOf<OpenAiGuardOptions>().not.toHaveProperty("framework");
    // @ts-expect-error agentId is needed
    expectTypeOf((pay: PayTool) => guardTool(pay, { policyPath: "p" })).toBeFunction();
  });

  it("take a context of the host's own in every function", () => {
    const typed: OpenAiGuardOptions<AppContext> = {
      ...options,
      identify: ({ context }) => ({ actor: context.user }),
    };
    expectTypeOf((pay: PayTool) => guardTool(pay, typed)).returns.toEqualTypeOf<PayTool>();
  });
});
