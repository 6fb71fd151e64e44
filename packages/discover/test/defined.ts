import { freezeJsonObject, type JsonObject } from "@capfence/core";
import { examineTool } from "../src/meaning/examine-tool.ts";
import type { ExaminedTool } from "../src/meaning/examined-tool.ts";

/** A tool as a server lists it, whole. */
export function defined(definition: JsonObject, server = "server"): ExaminedTool {
  const name = typeof definition["name"] === "string" ? definition["name"] : "";
  return examineTool(server, { name, definition: freezeJsonObject(definition), digest: "" });
}
