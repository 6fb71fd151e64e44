import { AgentActionBlocked } from "@capfence/core";
import { describeAdapter, type SuiteTool, type TransferInput } from "@capfence/testkit";
import { dynamicTool, jsonSchema, type Tool, tool as makeTool, type ToolSet } from "ai";
import { z } from "zod";
import { newest, type Sdk, sdks } from "../test/sdks.ts";
import { denialIn, resultOf, type Way, ways } from "../test/ways.ts";
import { capFence } from "./cap-fence.ts";
import { guardTools } from "./guard-tools.ts";

const zodSchema = z.object({ amount: z.number(), to: z.string(), tags: z.array(z.string()) });

class TransferTool {
  readonly inputSchema = zodSchema;
  readonly #tool: SuiteTool;

  constructor(tool: SuiteTool) {
    this.#tool = tool;
  }

  get description(): string {
    return this.#tool.description;
  }

  execute(input: TransferInput, { abortSignal }: { readonly abortSignal?: AbortSignal }) {
    return this.#tool.run(input, abortSignal);
  }
}

/** The suite's tool as each kind of tool there is. */
const kinds: Readonly<Record<string, (tool: SuiteTool) => Tool>> = {
  "a tool() with a zod schema": ({ description, run }) =>
    makeTool({
      description,
      inputSchema: zodSchema,
      execute: (input, { abortSignal }) => run(input, abortSignal),
    }),
  "a tool() with a JSON schema": ({ description, inputSchema, run }) =>
    makeTool({
      description,
      inputSchema: jsonSchema<TransferInput>(inputSchema as never),
      execute: (input, { abortSignal }) => run(input, abortSignal),
    }),
  "a dynamicTool(), as of an MCP server": ({ description, inputSchema, run }) =>
    dynamicTool({
      description,
      inputSchema: jsonSchema(inputSchema as never),
      execute: (input, { abortSignal }) => run(input as TransferInput, abortSignal),
    }),
  "a tool that its provider defines": ({ run }) =>
    ({
      type: "provider",
      id: "bank.transfer",
      isProviderExecuted: false,
      args: { limit: 1, none: undefined },
      inputSchema: zodSchema,
      execute: (input: TransferInput, { abortSignal }: { readonly abortSignal?: AbortSignal }) =>
        run(input, abortSignal),
    }) as unknown as Tool,
  "a tool that streams": ({ description, run }) =>
    makeTool({
      description,
      inputSchema: zodSchema,
      async *execute(input, { abortSignal }) {
        yield "starting";
        yield await run(input, abortSignal);
      },
    }) as Tool,
  "a function that gives a stream": ({ description, run }) =>
    makeTool({
      description,
      inputSchema: zodSchema,
      execute: (input, { abortSignal }) =>
        (async function* stream() {
          yield "starting";
          yield await run(input, abortSignal);
        })(),
    }) as Tool,
  "a class": (tool) => new TransferTool(tool),
};

/** What the model is shown of a tool. */
async function shown({ ai, model }: Sdk, tools: ToolSet): Promise<unknown> {
  const shownTo = model("done");
  await ai.generateText({ model: shownTo as never, tools, prompt: "hello" });
  return shownTo.doGenerateCalls[0]?.tools;
}

/** What the SDK makes of what `execute` gives. */
async function executed(tool: Tool, input: unknown, abortSignal?: AbortSignal): Promise<unknown> {
  const options = { toolCallId: "call-1", messages: [], ...(abortSignal && { abortSignal }) };
  const output: unknown = tool.execute?.(input, options as never);
  if (typeof output !== "object" || output === null || !(Symbol.asyncIterator in output))
    return output;
  let last: unknown;
  for await (const value of output as AsyncIterable<unknown>) last = value;
  return last;
}

for (const [kind, make] of Object.entries(kinds))
  describeAdapter({
    name: `execute of ${kind}`,
    async harness(suiteTool, options) {
      const { name } = suiteTool;
      const original = { [name]: make(suiteTool) };
      const guarded = guardTools(original, options);
      return {
        async call(input, signal) {
          try {
            return await executed(guarded[name] as Tool, input, signal);
          } catch (error) {
            // In message mode a tool tells the model by what it throws.
            if (options.onBlocked !== "message" || AgentActionBlocked.isInstance(error))
              throw error;
            return AgentActionBlocked.find(error) === undefined ? Promise.reject(error) : error;
          }
        },
        denialOf: (output) => (output instanceof Error ? String(output) : undefined),
        shown: {
          original: await shown(newest, original),
          guarded: await shown(newest, guarded),
        },
      };
    },
  });

const TEXT = {
  case: "never runs on input that is not JSON",
  reason: "a model sends text, in which a date is a text",
};

function describeWay(sdk: Sdk, name: string, way: Way, tools: "capFence" | "guardTools"): void {
  describeAdapter({
    name: `${tools} in ${name} of ${sdk.name}`,
    async harness(suiteTool, { onApproval = "block", ...options }) {
      const original = { [suiteTool.name]: kinds["a tool() with a zod schema"]?.(suiteTool) };
      const fence =
        tools === "capFence"
          ? capFence(original as ToolSet, { ...options, onApproval })
          : { tools: guardTools(original as ToolSet, { ...options, onApproval }) };
      return {
        async call(input, signal) {
          const turns = [[{ tool: suiteTool.name, input: JSON.stringify(input) }], "done"];
          const started = { tools: fence.tools, turns, ...(signal && { signal }) };
          return resultOf(await way(sdk, fence, started));
        },
        denialOf: denialIn,
        shown: {
          original: await shown(sdk, original as ToolSet),
          guarded: await shown(sdk, fence.tools),
        },
      };
    },
    skip: [TEXT],
  });
}

for (const sdk of sdks)
  for (const [name, way] of Object.entries(ways)) {
    describeWay(sdk, name, way, "capFence");
    describeWay(sdk, name, way, "guardTools");
  }
