import type { Json, JsonObject } from "@capfence/core";
import { objectAt } from "../wire/json-object.ts";
import type { Notification, Request, RequestId } from "../wire/message.ts";
import { ENVELOPE } from "../wire/protocol.ts";

/** The token under which a request wants to hear of its progress. */
export function progressTokenOf({ params }: Request): Json | undefined {
  return objectAt(params, "_meta")?.["progressToken"];
}

/** A request under a number of the gateway, which is its progress token too, if it has one. */
export function renumbered(request: Request, number: number): Request {
  const { method, params } = request;
  if (progressTokenOf(request) === undefined) return { ...request, id: number };
  const meta = { ...objectAt(params, "_meta"), progressToken: number };
  return { id: number, method, params: { ...params, _meta: meta } };
}

/** A notification whose progress token is the one that the request had. */
export function withProgressToken(notification: Notification, token: Json): Notification {
  return { ...notification, params: { ...notification.params, progressToken: token } };
}

/** The id of the request that subscribed to what a notification or a result says. */
export function subscriptionOf(said: JsonObject | undefined): Json | undefined {
  return objectAt(said, "_meta")?.[ENVELOPE.subscriptionId];
}

/** Parameters or a result as said to a subscription with another id. */
export function withSubscription(said: JsonObject, id: RequestId): JsonObject {
  return { ...said, _meta: { ...objectAt(said, "_meta"), [ENVELOPE.subscriptionId]: id } };
}
