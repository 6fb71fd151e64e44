/* oxlint-disable no-underscore-dangle -- Strands' names */
import { FunctionTool, type FunctionToolCallback, type Tool } from "@strands-agents/sdk";

/** A tool in two parts, so that what its schema makes of the input can be judged before it runs. */
export interface ToolBody {
  /** What the tool runs with, of what it was given; throws where its schema refuses that. */
  readonly parse: (input: unknown) => unknown;
  /** The rest of the tool. */
  readonly body: Tool;
}

/** What a tool made from a zod schema holds. */
interface SchemaTool extends Tool {
  readonly _inputSchema: {
    readonly def?: { readonly type?: string };
    parse(input: unknown): unknown;
  };
  readonly _callback: FunctionToolCallback;
}

/** Takes a tool apart; one that has no zod schema runs with what it is given. */
export function bodyOf(tool: Tool): ToolBody {
  if (!hasSchema(tool)) return { parse: (input) => input, body: tool };
  const { name, description, _inputSchema: schema, _callback: callback } = tool;
  // The tool itself would apply its schema again, and run something else than was judged.
  const body = new FunctionTool({ name, description, callback });
  const takesNothing = schema.def?.type === "void";
  return { parse: (input) => (takesNothing ? input : schema.parse(input)), body };
}

function hasSchema(tool: Tool): tool is SchemaTool {
  const { _inputSchema: schema, _callback: callback } = tool as Partial<SchemaTool>;
  return typeof schema?.parse === "function" && typeof callback === "function";
}
