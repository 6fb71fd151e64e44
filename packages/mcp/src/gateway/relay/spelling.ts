import type { JsonObject } from "@capfence/core";
import { objectAt } from "../wire/json-object.ts";
import { lookalike } from "../wire/lookalike.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";

/** What MCP calls the parameters of what clients ask for, and the members of those. */
const PARAMETERS: ReadonlySet<string> = new Set(
  (
    "_meta name arguments task uri ref argument context cursor level taskId notifications requestState " +
    "inputResponses protocolVersion capabilities clientInfo type title value toolsListChanged promptsListChanged " +
    "resourcesListChanged resourceSubscriptions taskIds"
  ).split(" "),
);

/** Where parameters have members that say what is asked for. */
const INNER = ["ref", "argument", "notifications"];

/** Refuses parameters that a server could take for others than those that are judged. Throws `RpcFailure`. */
export function checkSpelling(params: JsonObject): void {
  refuse(params, PARAMETERS, "params");
  for (const key of INNER) refuse(objectAt(params, key), PARAMETERS, `params.${key}`);
}

/** As `checkSpelling`, for the arguments of a tool with this schema. */
export function checkArguments(input: JsonObject, schema: JsonObject | undefined): void {
  refuse(input, Object.keys(objectAt(schema, "properties") ?? {}), "params.arguments");
}

function refuse(object: JsonObject | undefined, known: Iterable<string>, where: string): void {
  const key = object === undefined ? undefined : lookalike(object, known);
  if (key === undefined) return;
  const words = `the key ${JSON.stringify(key)} in ${where} can be taken for another; keys differ in more than case`;
  throw new RpcFailure(CODE.invalidParams, words);
}
