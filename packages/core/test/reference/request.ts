import type { ActionEventInput } from "../../src/action/event.ts";
import type { JsonObject } from "../../src/encoding/json.ts";

/** A request as plain data. */
export interface RequestData extends Omit<ActionEventInput, "payload"> {
  readonly payload: JsonObject;
}

/** `R.A.S` of a request, or the capability it was given outright. */
export function capabilityOf(request: RequestData): string {
  const environment = request.environment === undefined ? [] : [request.environment];
  if (request.capability !== undefined) {
    const given = request.capability.split(".");
    return (given.length < 3 ? [...given, ...environment] : given).join(".").toLowerCase();
  }
  const [first, ...rest] = (request.resource ?? "").split(".");
  const scope = rest.length > 0 ? rest : environment;
  return [first, request.action, ...scope].join(".").toLowerCase();
}

/** The spelling `resource.action.environment`, which a dotted resource has besides. */
export function aliasOf(request: RequestData): string | undefined {
  if (request.capability !== undefined || !request.resource?.includes(".")) return undefined;
  const environment = request.environment === undefined ? [] : [request.environment];
  return [request.resource, request.action, ...environment].join(".").toLowerCase();
}
