import { isDeepStrictEqual } from "node:util";
import { ConfigurationError, type JsonObject } from "@capfence/core";
import { asSent } from "@capfence/core/adapter";
import {
  isStandardSchemaWithJSON,
  standardSchemaToJSONSchema,
  toStandardSchema,
} from "@mastra/core/schema";
import { validateToolInput } from "@mastra/core/tools";

/** Where Mastra and the AI SDK keep the schema of a tool's input. */
export interface WithInputSchema {
  readonly description?: unknown;
  readonly inputSchema?: unknown;
  readonly parameters?: unknown;
}

type Parse = Parameters<typeof validateToolInput>[0];

/**
 * What the tool is to be judged by, and run with: Mastra parses in some calls before the tool, in some within it, in
 * some twice, and not at all when a run resumes. Gives Mastra's own error for an input that does not fit the schema.
 *
 * Throws `ConfigurationError` for a schema that changes what it has made itself: another input would run than is judged.
 */
export function parseInput(tool: WithInputSchema, name: string, input: unknown): unknown {
  const schema = schemaOf(tool) as Parse;
  const parsed = validateToolInput(schema, input, name);
  if (parsed.error !== undefined) return parsed.error;
  const again = validateToolInput(schema, parsed.data, name);
  if (again.error === undefined && isDeepStrictEqual(again.data, parsed.data)) return parsed.data;
  throw new ConfigurationError(
    `the input schema of "${name}" does not keep what it has parsed; move what it transforms into the tool`,
  );
}

/** What a model is shown of a tool: an approval is for a tool that is shown like this, and for no other. */
export function definitionOf(tool: WithInputSchema, name: string): JsonObject {
  const { description } = tool;
  return {
    name,
    description: typeof description === "string" ? description : null,
    schema: jsonSchemaOf(schemaOf(tool)),
  };
}

/** As JSON Schema, where there is one for it: what cannot be shown to a model is no part of what it was shown. */
function jsonSchemaOf(schema: unknown): JsonObject | null {
  try {
    const standard = isStandardSchemaWithJSON(schema)
      ? schema
      : toStandardSchema(schema as Parameters<typeof toStandardSchema>[0]);
    return asSent(standardSchemaToJSONSchema(standard, { io: "input" }));
  } catch {
    return null;
  }
}

function schemaOf({ inputSchema, parameters }: WithInputSchema): unknown {
  const schema = parameters ?? inputSchema;
  // The AI SDK's schemas may be made late; some libraries' schemas are functions themselves.
  return typeof schema === "function" && !("~standard" in schema) ? schema() : schema;
}
