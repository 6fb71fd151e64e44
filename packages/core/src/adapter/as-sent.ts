import type { JsonObject } from "../encoding/json.ts";
import { parseJson } from "../encoding/strict-json.ts";

/**
 * A definition of a tool as it is sent: a model, or a server, sees what JSON keeps of it, so an approval is for that.
 * What is lost on the way, such as functions, is no part of it, and what `toJSON` gives is. Throws for one that JSON
 * cannot hold.
 */
export function asSent(definition: object): JsonObject {
  return parseJson(JSON.stringify(definition)) as JsonObject;
}
