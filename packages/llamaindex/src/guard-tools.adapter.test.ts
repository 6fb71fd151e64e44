import { describeAdapter, type SuiteTool, type TransferInput } from "@capfence/testkit";
import type { BaseTool } from "@llamaindex/core/llms";
import { FunctionTool, tool as makeTool } from "@llamaindex/core/tools";
import { z } from "zod";
import { z as z3 } from "zod/v3";
import { guardTool } from "./guard-tools.ts";
import type { LlamaIndexGuardOptions } from "./options.ts";

const parameters = z.object({ amount: z.number(), to: z.string(), tags: z.array(z.string()) });
const parameters3 = z3.object({
  amount: z3.number(),
  to: z3.string(),
  tags: z3.array(z3.string()),
});

/** A tool that somebody has written from scratch. */
class TransferTool {
  readonly metadata: { name: string; description: string; parameters: Record<string, unknown> };
  readonly #run: SuiteTool["run"];

  constructor({ name, description, inputSchema, run }: SuiteTool) {
    this.metadata = { name, description, parameters: { ...inputSchema } };
    this.#run = run;
  }

  call(input: TransferInput): Promise<string> {
    return this.#run(input);
  }
}

interface Shown {
  readonly original: BaseTool;
  readonly guarded: BaseTool;
}

/** The suite's tool as each kind of tool there is. */
const kinds: Readonly<Record<string, (tool: SuiteTool, options: LlamaIndexGuardOptions) => Shown>> =
  {
    "a tool() with a zod 4 schema": ({ name, description, run }, options) => {
      const original = makeTool({ name, description, parameters, execute: (input) => run(input) });
      return { original, guarded: guardTool(original, options) };
    },
    "a FunctionTool with a JSON schema": ({ name, description, inputSchema, run }, options) => {
      const metadata = { name, description, parameters: inputSchema as never };
      const original = FunctionTool.from((input: TransferInput) => run(input), metadata);
      return { original, guarded: guardTool(original, options) };
    },
    "a bound tool": ({ name, description, inputSchema, run }, options) => {
      const metadata = { name, description, parameters: inputSchema as never };
      const original = FunctionTool.from((input: TransferInput) => run(input), metadata);
      return { original, guarded: guardTool(original, options).bind({ user: "alice" }) };
    },
    "a class": (suiteTool, options) => {
      const original = new TransferTool(suiteTool);
      return { original, guarded: guardTool(original, options) };
    },
    "what tool() takes, with a zod 4 schema": ({ name, description, run }, options) => {
      const config = {
        name,
        description,
        parameters,
        execute: (input: TransferInput) => run(input),
      };
      return { original: makeTool(config), guarded: guardTool(config, options) };
    },
    "what tool() takes, with a zod 3 schema": ({ name, description, run }, options) => {
      const config = {
        name,
        description,
        parameters: parameters3,
        execute: (input: TransferInput) => run(input),
      };
      return {
        original: makeTool(config as never) as BaseTool,
        guarded: guardTool(config as never, options) as BaseTool,
      };
    },
  };

const noSignal = {
  case: "hands the framework's abort signal to the tool",
  reason: "LlamaIndex has none for a tool",
};
const parsedAgain = {
  case: "gives the tool the frozen judged input, not its caller's object",
  reason: "the tool applies its zod schema to the judged input, which makes a new object",
};

for (const [kind, make] of Object.entries(kinds))
  describeAdapter({
    name: `guardTool around ${kind}`,
    harness(suiteTool, options) {
      const { original, guarded } = make(suiteTool, options);
      return {
        call: async (input) => guarded.call?.(input),
        shown: { original: original.metadata, guarded: guarded.metadata },
      };
    },
    skip: kind === "a tool() with a zod 4 schema" ? [noSignal, parsedAgain] : [noSignal],
  });
