import type { JsonObject } from "@capfence/core";
import { textAt } from "./json-object.ts";

/** Which parameter `Mcp-Name` repeats, by method. */
const SOURCES: ReadonlyMap<string, string> = new Map([
  ["tools/call", "name"],
  ["prompts/get", "name"],
  ["resources/read", "uri"],
  ["tasks/get", "taskId"],
  ["tasks/update", "taskId"],
  ["tasks/cancel", "taskId"],
]);

/** What the header `Mcp-Name` of a request must say; undefined where it says nothing. */
export function mirroredName(method: string, params: JsonObject | undefined): string | undefined {
  const source = SOURCES.get(method);
  return source === undefined ? undefined : textAt(params, source);
}
