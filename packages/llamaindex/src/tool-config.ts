import type { JSONValue } from "@llamaindex/core/global";
import type { ToolMetadata } from "@llamaindex/core/llms";
import { FunctionTool } from "@llamaindex/core/tools";
import { parseSchema, type ZodInfer, type ZodSchema, zodToJsonSchema } from "@llamaindex/core/zod";

/** What LlamaIndex's own `tool` makes a tool of. */
export interface ToolConfig<Schema extends ZodSchema, Bound extends object = object> {
  readonly name: string;
  readonly description: string;
  readonly parameters: Schema;
  readonly execute: (input: ZodInfer<Schema>, bound?: Bound) => JSONValue | Promise<JSONValue>;
}

/** A tool as the guard needs it. */
export interface ToolBody {
  readonly metadata: ToolMetadata;
  /** What the tool runs with, of what it was given; throws where its schema refuses that. */
  readonly parse: (input: unknown) => unknown;
  readonly run: (input: unknown, bound: object | undefined) => JSONValue | Promise<JSONValue>;
}

/** The body of a tool that is to be made, whose schema is applied before the call is judged. */
export function bodyOfConfig(config: ToolConfig<ZodSchema>): ToolBody {
  const { execute, parameters, ...rest } = config;
  return {
    metadata: { ...rest, parameters: zodToJsonSchema(parameters) },
    parse: (input) => parseSchema(parameters, input),
    run: (input, bound) => execute(input, bound),
  };
}

/** A LlamaIndex tool as far as the guard looks into it. */
export interface InnerTool {
  readonly metadata: ToolMetadata;
  readonly call: (input: unknown) => JSONValue | Promise<JSONValue>;
  readonly bind?: (bound: object) => InnerTool;
}

/** The body of a tool that is made already; what it does with its schema happens after the call is judged. */
export function bodyOfTool(tool: InnerTool): ToolBody {
  return {
    metadata: tool.metadata,
    parse: (input) => input,
    run: (input, bound) =>
      (bound === undefined || tool.bind === undefined ? tool : tool.bind(bound)).call(input),
  };
}

/** A tool that LlamaIndex runs with this function: it has no other way in, and none to what is behind it. */
export function toolOf(
  metadata: ToolMetadata,
  run: (input: unknown, bound: object | undefined) => Promise<JSONValue>,
): FunctionTool<unknown, Promise<JSONValue>> {
  return new FunctionTool<unknown, Promise<JSONValue>>(run, metadata as never);
}
