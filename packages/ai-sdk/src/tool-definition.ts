import type { JsonObject } from "@capfence/core";
import { asSent } from "@capfence/core/adapter";
import { asSchema, type Tool } from "ai";

/**
 * What a model is shown of a tool: an approval is for a tool that is shown like this, and for no other.
 * A description that a function makes anew for each step is no part of it.
 */
export async function definitionOf(name: string, tool: Tool): Promise<JsonObject> {
  const { description, inputSchema, id, args } = tool as {
    readonly description?: unknown;
    readonly inputSchema: Parameters<typeof asSchema>[0];
    readonly id?: unknown;
    readonly args?: unknown;
  };
  const schema = await asSchema(inputSchema).jsonSchema;
  return asSent({
    name,
    ...(typeof description === "string" ? { description } : {}),
    // What tools have whose definition is their provider's.
    ...(tool.type === "provider" ? { id, args } : {}),
    schema,
  });
}
