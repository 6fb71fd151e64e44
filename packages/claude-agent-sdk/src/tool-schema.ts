import type { JsonObject } from "@capfence/core";
import { asSent } from "@capfence/core/adapter";
import type { InProcessTool } from "./guarded-tool.ts";

/** The part of a schema that zod 3 and 4 share: https://standardschema.dev. */
interface StandardSchema {
  readonly "~standard"?: {
    readonly validate: (value: unknown) => Validated | Promise<Validated>;
    readonly jsonSchema?: { readonly input: (options: { target: string }) => object };
  };
}

interface Validated {
  readonly value?: unknown;
  readonly issues?: readonly unknown[] | undefined;
}

/** What a model is shown of a tool: an approval is for a tool that is shown like this, and for no other. */
export function definitionOf({ name, description, inputSchema }: InProcessTool): JsonObject {
  const fields = Object.entries(inputSchema).map(([key, field]) => [key, schemaOf(field)] as const);
  return { name, description, schema: Object.fromEntries(fields) };
}

/** What a tool's schema makes of an input; the input itself where it does not fit, since its handler will not see it. */
export async function parseInput(shape: object, input: unknown): Promise<unknown> {
  if (typeof input !== "object" || input === null) return input;
  const parsed: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(shape) as [string, StandardSchema][]) {
    const value: unknown = Object.hasOwn(input, key) ? Reflect.get(input, key) : undefined;
    const result = (await field["~standard"]?.validate(value)) ?? { value };
    if (result.issues !== undefined) return input;
    if (result.value !== undefined) parsed[key] = result.value;
  }
  return parsed;
}

/** As JSON Schema, or where a zod has none as it describes itself; null for what cannot be written down. */
function schemaOf(field: StandardSchema): JsonObject | null {
  try {
    const schema = field["~standard"]?.jsonSchema?.input({ target: "draft-2020-12" }) ?? field;
    return asSent(schema);
  } catch {
    return null;
  }
}
