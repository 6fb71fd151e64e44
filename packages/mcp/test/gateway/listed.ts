import type { JsonObject } from "@capfence/core";
import { ToolCatalogue } from "../../src/gateway/pins/tool-catalogue.ts";

/** A tool as a server lists it. */
export function tool(name: string, description = "does something"): JsonObject {
  return { name, description, inputSchema: { type: "object" } };
}

/** The catalogue of a server that lists these tools on one page. */
export function listed(...tools: readonly JsonObject[]): ToolCatalogue {
  const catalogue = new ToolCatalogue();
  catalogue.learn(undefined, { tools });
  return catalogue;
}
