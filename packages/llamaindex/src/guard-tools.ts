import { ConfigurationError, denialMessage, type JsonObject } from "@capfence/core";
import { areSameOptions, asSent, Enforcement } from "@capfence/core/adapter";
import type { JSONValue } from "@llamaindex/core/global";
import type { BaseTool, ToolMetadata } from "@llamaindex/core/llms";
import type { FunctionTool } from "@llamaindex/core/tools";
import type { ZodInfer, ZodSchema } from "@llamaindex/core/zod";
import type { LlamaIndexCall, LlamaIndexGuardOptions } from "./options.ts";
import { stopRun } from "./stopped-run.ts";
import {
  bodyOfConfig,
  bodyOfTool,
  type InnerTool,
  type ToolBody,
  type ToolConfig,
  toolOf,
} from "./tool-config.ts";

type Guard = Enforcement<LlamaIndexCall>;

/** Guarded tools, and the options they are guarded with. */
const guarded = new WeakMap<object, LlamaIndexGuardOptions>();

/**
 * A tool that runs only as the policy allows, of a tool or of what `tool` would make one of; a tool that is guarded
 * with the same options is given back as it is. Throws `ConfigurationError` for options that cannot work and for what
 * is no tool, `PolicyLoadError` for a policy that does not load.
 */
export function guardTool<Schema extends ZodSchema, Bound extends object = object>(
  config: ToolConfig<Schema, Bound>,
  options: LlamaIndexGuardOptions,
): FunctionTool<ZodInfer<Schema>, Promise<JSONValue>, Bound>;
export function guardTool<Kind extends BaseTool>(tool: Kind, options: LlamaIndexGuardOptions): Kind;
export function guardTool(
  tool: BaseTool | ToolConfig<ZodSchema>,
  options: LlamaIndexGuardOptions,
): BaseTool {
  const enforcement: Guard = new Enforcement("llamaindex", options);
  return "execute" in tool
    ? remember(guardBody(bodyOfConfig(tool), enforcement), options)
    : guardOne(tool, options, enforcement);
}

/** Guards several tools with one guard, in order; see `guardTool`. */
export function guardTools<const Kinds extends readonly BaseTool[]>(
  tools: Kinds,
  options: LlamaIndexGuardOptions,
): { -readonly [Index in keyof Kinds]: Kinds[Index] } {
  const enforcement: Guard = new Enforcement("llamaindex", options);
  return tools.map((tool) => guardOne(tool, options, enforcement)) as {
    -readonly [Index in keyof Kinds]: Kinds[Index];
  };
}

function guardOne(tool: BaseTool, options: LlamaIndexGuardOptions, enforcement: Guard): BaseTool {
  if (isGuardedWith(tool, options)) return tool;
  if (typeof tool?.call !== "function" || typeof tool.metadata?.name !== "string")
    throw new ConfigurationError(
      `${describe(tool)} is not a tool that LlamaIndex runs: it has no "call"; a tool that its provider runs can only be left out`,
    );
  return remember(guardBody(bodyOfTool(tool as InnerTool), enforcement), options);
}

function guardBody({ metadata, parse, run }: ToolBody, enforcement: Guard): BaseTool {
  const toolName = metadata.name;
  const definition = definitionOf(metadata);
  return toolOf(metadata, async (given, bound) => {
    try {
      return await enforcement.run<JSONValue>({
        native: bound,
        toolName,
        input: parse(given),
        definition,
        invoke: (judged) => run(judged, bound),
        deny: denialMessage,
      });
    } catch (error) {
      return stopRun(error);
    }
  });
}

function remember(tool: BaseTool, options: LlamaIndexGuardOptions): BaseTool {
  guarded.set(tool, options);
  return tool;
}

/** What a model is shown of a tool: an approval is for a tool that is shown like this, and for no other. */
function definitionOf({ name, description, parameters }: ToolMetadata): JsonObject {
  return asSent({ name, description, parameters });
}

function describe(tool: unknown): string {
  const { metadata } = (tool ?? {}) as { readonly metadata?: { readonly name?: unknown } };
  return typeof metadata?.name === "string"
    ? `"${metadata.name}"`
    : `a value of type ${typeof tool}`;
}

/** Whether a guard with these options would only judge every call a second time. */
function isGuardedWith(tool: object, options: LlamaIndexGuardOptions): boolean {
  const known = guarded.get(tool);
  return known !== undefined && areSameOptions(known, options);
}
