import type { JsonObject } from "@capfence/core";
import { asSent } from "@capfence/core/adapter";
import type { StructuredTool } from "@langchain/core/tools";
import { toJsonSchema } from "@langchain/core/utils/json_schema";

/** What a model is shown of a tool: an approval is for a tool that is shown like this, and for no other. */
export function definitionOf({
  name,
  description,
  schema,
}: Pick<StructuredTool, "name" | "description" | "schema">): JsonObject {
  return { name, description, schema: schemaOf(schema) };
}

/** As JSON Schema, where there is one for it: what cannot be shown to a model is no part of what it was shown. */
function schemaOf(schema: StructuredTool["schema"]): JsonObject | null {
  try {
    return asSent(toJsonSchema(schema));
  } catch {
    return null;
  }
}
