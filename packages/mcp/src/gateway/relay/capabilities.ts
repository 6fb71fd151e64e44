import type { Json, JsonObject } from "@capfence/core";
import { isJsonObject } from "../wire/json-object.ts";
import type { Caller } from "./caller.ts";
import type { Judge } from "./judge.ts";
import { methodTool, SERVER_REQUESTS } from "./methods.ts";

/** What a client can do, without what no server could ever be allowed to ask of it. */
export function grantedCapabilities(
  declared: JsonObject | undefined,
  judge: Judge,
  caller: Caller,
): JsonObject {
  const granted: Record<string, Json> = { ...declared };
  for (const [method, capability] of SERVER_REQUESTS)
    if (capability in granted && !judge.couldRun(caller, methodTool(method)))
      delete granted[capability];
  return granted;
}

/** What several servers can do together. */
export function mergedCapabilities(all: readonly (JsonObject | undefined)[]): JsonObject {
  const merged: Record<string, Json> = {};
  for (const one of all)
    for (const [key, value] of Object.entries(one ?? {})) {
      const before = merged[key];
      if (isJsonObject(before) && isJsonObject(value))
        merged[key] = mergedCapabilities([before, value]);
      else merged[key] = before === true ? true : value;
    }
  return merged;
}
