import type { JsonObject } from "@capfence/core";
import { objectAt } from "../wire/json-object.ts";
import type { Request } from "../wire/message.ts";
import { ENVELOPE } from "../wire/protocol.ts";
import { grantedCapabilities } from "./capabilities.ts";
import type { SessionParts } from "./session-parts.ts";

/** A request of a client, and what the client has declared that it can do. */
export interface GrantedRequest {
  /** As its server may see it: it declares nothing that no server could ever be allowed to ask for. */
  readonly request: Request;
  /** All that was declared: what the gateway itself can ask for. */
  readonly capabilities: JsonObject | undefined;
}

/** Takes out of a request what no server is to know of; `initialized` is what a legacy client has said at first. */
export function grantedRequest(
  request: Request,
  initialized: JsonObject | undefined,
  { era, judge, caller }: Pick<SessionParts, "era" | "judge" | "caller">,
): GrantedRequest {
  const granted = (declared: JsonObject | undefined): JsonObject =>
    grantedCapabilities(declared, judge, caller);
  if (era === "legacy") {
    if (request.method !== "initialize")
      return { request, capabilities: objectAt(initialized, "capabilities") };
    const capabilities = objectAt(request.params, "capabilities");
    const shown = { ...request.params, capabilities: granted(capabilities) };
    return { request: { ...request, params: shown }, capabilities };
  }
  const meta = objectAt(request.params, "_meta");
  const capabilities = objectAt(meta, ENVELOPE.clientCapabilities);
  const params = {
    ...request.params,
    _meta: { ...meta, [ENVELOPE.clientCapabilities]: granted(capabilities) },
  };
  return { request: { ...request, params }, capabilities };
}
