import { describeAdapter, type SuiteTool, type TransferInput } from "@capfence/testkit";
import { ToolMessage } from "@langchain/core/messages";
import { RunnableLambda } from "@langchain/core/runnables";
import {
  type ClientTool,
  StructuredTool,
  tool as makeTool,
  type ToolRunnableConfig,
} from "@langchain/core/tools";
import { z } from "zod";
import { z as z3 } from "zod/v3";
import { CapFenceTool } from "./capfence-tool.ts";

const schema = z.object({ amount: z.number(), to: z.string(), tags: z.array(z.string()) });
const schema3 = z3.object({ amount: z3.number(), to: z3.string(), tags: z3.array(z3.string()) });

class TransferTool extends StructuredTool {
  readonly name: string;
  readonly description: string;
  readonly schema = schema;
  readonly #run: SuiteTool["run"];

  constructor({ name, description, run }: SuiteTool) {
    super();
    this.name = name;
    this.description = description;
    this.#run = run;
  }

  protected override _call(
    input: TransferInput,
    _runManager?: unknown,
    config?: ToolRunnableConfig,
  ): Promise<string> {
    return this.#run(input, config?.signal);
  }
}

/** The suite's tool as each kind of tool there is. */
const kinds: Readonly<Record<string, (tool: SuiteTool) => ClientTool>> = {
  "a tool() with a JSON schema": ({ run, name, description, inputSchema }) =>
    makeTool(
      (input: unknown, config: ToolRunnableConfig) => run(input as TransferInput, config.signal),
      {
        name,
        description,
        schema: inputSchema,
      },
    ),
  "a tool() with a zod 4 schema": ({ run, name, description }) =>
    makeTool((input: TransferInput, config: ToolRunnableConfig) => run(input, config.signal), {
      name,
      description,
      schema,
    }),
  "a tool() with a zod 3 schema": ({ run, name, description }) =>
    makeTool((input: TransferInput, config: ToolRunnableConfig) => run(input, config.signal), {
      name,
      description,
      // Its types do not fit the library's own under exactOptionalPropertyTypes.
      schema: schema3 as unknown as typeof schema,
    }),
  "a tool() that streams": ({ run, name, description }) =>
    makeTool(
      async function* (input: TransferInput, config: ToolRunnableConfig) {
        yield "starting";
        return await run(input, config.signal);
      },
      { name, description, schema },
    ),
  "a class": (tool) => new TransferTool(tool),
  "a runnable": ({ run, name, description }) =>
    RunnableLambda.from((input: TransferInput, config) => run(input, config.signal)).asTool({
      name,
      description,
      schema,
    }),
};

function shown({ name, description, schema: parameters }: ClientTool): object {
  return { name, description, parameters };
}

for (const [kind, make] of Object.entries(kinds))
  describeAdapter({
    name: `CapFenceTool around ${kind}`,
    harness(suiteTool, options) {
      const original = make(suiteTool);
      const guarded = new CapFenceTool({ tool: original, ...options });
      return {
        async call(input, signal) {
          const call = { type: "tool_call", id: "call-1", name: suiteTool.name, args: input };
          const answer: unknown = await guarded.invoke(call, signal && { signal });
          return ToolMessage.isInstance(answer) && answer.status === "success"
            ? answer.content
            : answer;
        },
        denialOf: (output) =>
          ToolMessage.isInstance(output) && output.status === "error" ? output.text : undefined,
        shown: { original: shown(original), guarded: shown(guarded) },
      };
    },
  });
