import type { ListedTool } from "@capfence/mcp/gateway";
import { claimsOf } from "./claims.ts";
import { effectsOf } from "./effects.ts";
import type { ExaminedTool } from "./examined-tool.ts";
import { objectAt, textAt } from "./json.ts";
import { parametersOf } from "./parameters.ts";

/** What the definition of a tool means. */
export function examineTool(server: string, { name, definition }: ListedTool): ExaminedTool {
  const text = {
    name,
    title: textAt(definition, "title") || textAt(objectAt(definition, "annotations"), "title"),
    description: textAt(definition, "description"),
    parameters: parametersOf(definition),
    claims: claimsOf(definition),
  };
  return { server, definition, ...text, effects: effectsOf(text) };
}
