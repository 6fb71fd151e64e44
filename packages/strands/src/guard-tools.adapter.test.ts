import { describeAdapter, type SuiteTool, type TransferInput } from "@capfence/testkit";
import {
  FunctionTool,
  type InvokableTool,
  type JSONValue,
  McpClient,
  TextBlock,
  Tool,
  tool as makeTool,
  type ToolContext,
  ToolResultBlock,
  type ToolSpec,
  type ToolStreamGenerator,
} from "@strands-agents/sdk";
import { z } from "zod";
import { mcpServer } from "../test/mcp-server.ts";
import { contextFor, resultOf, textOf } from "../test/payments.ts";
import { guardTool } from "./guard-tools.ts";

const inputSchema = z.object({ amount: z.number(), to: z.string(), tags: z.array(z.string()) });

/** A tool that somebody has written from scratch. */
class TransferTool extends Tool {
  readonly name: string;
  readonly description: string;
  readonly toolSpec: ToolSpec;
  readonly #run: SuiteTool["run"];

  constructor({ name, description, run }: SuiteTool) {
    super();
    this.name = name;
    this.description = description;
    this.toolSpec = { name, description, inputSchema: jsonSchema() };
    this.#run = run;
  }

  // oxlint-disable-next-line require-yield -- it has nothing to say on the way
  override async *stream({ toolUse, cancelSignal }: ToolContext): ToolStreamGenerator {
    const text = await this.#run(toolUse.input as unknown as TransferInput, cancelSignal);
    const content = [new TextBlock(text)];
    return new ToolResultBlock({ toolUseId: toolUse.toolUseId, status: "success", content });
  }
}

function jsonSchema(): NonNullable<ToolSpec["inputSchema"]> {
  return z.toJSONSchema(inputSchema) as NonNullable<ToolSpec["inputSchema"]>;
}

/** The suite's tool as each kind of tool there is. */
const kinds: Readonly<Record<string, (tool: SuiteTool) => Tool>> = {
  "a tool() with a zod schema": ({ run, name, description }) =>
    makeTool({
      name,
      description,
      inputSchema,
      callback: (input, context) => run(input, context?.cancelSignal),
    }),
  "a tool() with a JSON schema": ({ run, name, description }) =>
    makeTool({
      name,
      description,
      inputSchema: jsonSchema(),
      callback: (input: unknown, context) => run(input as TransferInput, context?.cancelSignal),
    }),
  "a FunctionTool that streams": ({ run, name, description }) =>
    new FunctionTool({
      name,
      description,
      inputSchema: jsonSchema(),
      async *callback(input: unknown, context) {
        yield "starting";
        return await run(input as TransferInput, context.cancelSignal);
      },
    }),
  "a class": (suiteTool) => new TransferTool(suiteTool),
};

for (const [kind, make] of Object.entries(kinds))
  describeAdapter({
    name: `guardTool around ${kind}`,
    harness(suiteTool, options) {
      const original = make(suiteTool);
      const guarded = guardTool(original, options);
      return {
        async call(input, signal) {
          const context = contextFor(input, signal && { cancelSignal: signal });
          const result = await resultOf(guarded.stream(context));
          if (result.error !== undefined) throw result.error;
          return result.status === "success" ? textOf(result) : result;
        },
        denialOf: (output) => (output instanceof ToolResultBlock ? textOf(output) : undefined),
        shown: { original: original.toolSpec, guarded: guarded.toolSpec },
      };
    },
  });

describeAdapter({
  name: "guardTool, called with invoke",
  harness(suiteTool, options) {
    const original = kinds["a tool() with a zod schema"]?.(suiteTool) as InvokableTool<
      unknown,
      JSONValue
    >;
    const guarded = guardTool(original, options);
    return {
      call: (input, signal) =>
        guarded.invoke(input, contextFor(input, signal && { cancelSignal: signal })),
      shown: { original: original.toolSpec, guarded: guarded.toolSpec },
    };
  },
});

describeAdapter({
  name: "guardTool around a tool of an MCP server",
  async harness({ run, ...suiteTool }, options) {
    const transport = mcpServer({
      ...suiteTool,
      call: (input, signal) => run(input as TransferInput, signal),
    });
    const client = new McpClient({ transport });
    const [original] = await client.listTools();
    if (original === undefined) throw new Error("the server has no tool");
    const guarded = guardTool(original, options);
    return {
      async call(input, signal) {
        const context = contextFor(input, signal && { cancelSignal: signal });
        const result = await resultOf(guarded.stream(context));
        if (result.error !== undefined) throw result.error;
        return result.status === "success" ? textOf(result) : result;
      },
      denialOf: (output) => (output instanceof ToolResultBlock ? textOf(output) : undefined),
      shown: { original: original.toolSpec, guarded: guarded.toolSpec },
      close: () => client.disconnect(),
    };
  },
  skip: [
    "passes a tool's error on as it is, and records the failure",
    "writes the records that the bare guard writes for the same calls",
  ].map((name) => ({ case: name, reason: "an MCP server gives its tool's error as text" })),
});
