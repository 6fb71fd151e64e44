import type { JsonObject } from "@capfence/core";
import { objectAt, textAt } from "../wire/json-object.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";
import type { Names } from "./names.ts";

/** Where a request goes, and its parameters in the words of that upstream. */
export interface Target {
  readonly upstream: string;
  readonly params: JsonObject;
}

/** The upstream of what a request names. Throws `RpcFailure` if there is none. */
export function targetOf(method: string, params: JsonObject, names: Names): Target {
  if (method === "prompts/get") return byName(params, names);
  if (method !== "completion/complete") return byUri(params, names);
  const ref = objectAt(params, "ref");
  if (ref === undefined)
    throw new RpcFailure(CODE.invalidParams, "params.ref must say what is to be completed");
  if ("name" in ref && "uri" in ref)
    throw new RpcFailure(
      CODE.invalidParams,
      "params.ref must name a prompt or a resource, not both",
    );
  const target = "name" in ref ? byName(ref, names) : byUri(ref, names);
  return { upstream: target.upstream, params: { ...params, ref: target.params } };
}

function byName(params: JsonObject, names: Names): Target {
  const owned = names.owner(textAt(params, "name") ?? "");
  if (owned === undefined || owned.name === "")
    throw new RpcFailure(CODE.invalidParams, "params.name names nothing that is here");
  return { upstream: owned.upstream, params: { ...params, name: owned.name } };
}

function byUri(params: JsonObject, names: Names): Target {
  const owned = names.uriOwner(textAt(params, "uri") ?? "");
  if (owned === undefined || owned.name === "")
    throw new RpcFailure(CODE.invalidParams, "params.uri names nothing that is here");
  return { upstream: owned.upstream, params: { ...params, uri: owned.name } };
}
