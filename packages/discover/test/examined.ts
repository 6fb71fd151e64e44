import { freezeJsonObject, type JsonObject } from "@capfence/core";
import { examineTool } from "../src/meaning/examine-tool.ts";
import type { ExaminedTool } from "../src/meaning/examined-tool.ts";
import type { Hit, ToolRule } from "../src/rules/rule.ts";

/** A tool of a server, as it is listed but for what is given. */
export function examined(name: string, given: object = {}): ExaminedTool {
  const definition = freezeJsonObject({ name, inputSchema: { type: "object" }, ...given });
  return examineTool("server", { name, definition, digest: "" });
}

/** A tool with parameters alone. */
export function withParameters(name: string, properties: object, more: object = {}): ExaminedTool {
  const inputSchema = { type: "object", properties, additionalProperties: false };
  return examined(name, { inputSchema, ...more });
}

/** What a rule finds in a tool, each with the severity that it has. */
export function found(
  rule: ToolRule,
  tool: ExaminedTool,
): readonly Required<Omit<Hit, "evidence">>[] {
  return rule
    .check(tool, [tool])
    .map(({ pointer, message, severity = rule.severity }) => ({ pointer, message, severity }));
}

/** Spellings of one schema that all take whatever it takes, each of which has hidden something from some scanner. */
export function spellings(schema: JsonObject): Readonly<Record<string, object>> {
  const { type, ...rest } = schema;
  return {
    "as it is": { value: schema },
    "with null": { value: { ...rest, type: [type ?? "string", "null"] } },
    "without a type": { value: rest },
    "with a type that nobody knows": { value: { ...rest, type: "anything" } },
    "behind anyOf": { value: { anyOf: [{ type: "null" }, schema] } },
    "behind oneOf in allOf": { value: { allOf: [{ oneOf: [schema, { type: "boolean" }] }] } },
    "with an empty anyOf": { value: { ...schema, anyOf: [] } },
    "as two types at once": { value: { ...rest, allOf: [{ type: "string" }, { type: "number" }] } },
    "as true": { value: true },
    "as false": { value: false },
    "as an unknown reference": { value: { $ref: "https://example.com/schema.json" } },
    "beside one without a type": { first: {}, value: schema },
    "beside one behind a reference": { first: { $ref: "#/$defs/none" }, value: schema },
    "beside one that is no schema": { first: 7, value: schema },
  };
}
