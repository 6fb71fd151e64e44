import type { Attributes } from "@opentelemetry/api";
import type { GatewayConnection, GatewayRequest } from "./facts.ts";

const METHODS = new Set([
  "initialize",
  "ping",
  "server/discover",
  "tools/list",
  "tools/call",
  "prompts/list",
  "prompts/get",
  "resources/list",
  "resources/templates/list",
  "resources/read",
  "resources/subscribe",
  "resources/unsubscribe",
  "subscriptions/listen",
  "completion/complete",
  "logging/setLevel",
  "tasks/list",
  "tasks/get",
  "tasks/result",
  "tasks/update",
  "tasks/cancel",
]);

/** A connection, by the names of OpenTelemetry's conventions for MCP and our own. */
export function connectionAttributes({ era, transport }: GatewayConnection): Attributes {
  return {
    "capfence.gateway.era": era,
    "network.transport": transport === "http" ? "tcp" : "pipe",
  };
}

/** A request, as metrics know it: clients must not be able to make up values of their own. */
export function requestAttributes(request: GatewayRequest): Attributes {
  const { method } = request;
  return {
    "mcp.method.name": METHODS.has(method) ? method : "_OTHER",
    ...connectionAttributes(request),
  };
}

/** The call of a tool, as its span knows it. */
export function callAttributes(request: GatewayRequest): Attributes {
  const { id, tool, session } = request;
  return {
    ...requestAttributes(request),
    "gen_ai.operation.name": "execute_tool",
    "jsonrpc.request.id": String(id),
    ...(tool === undefined ? {} : { "gen_ai.tool.name": tool }),
    ...(session === undefined ? {} : { "mcp.session.id": session, "capfence.session.id": session }),
  };
}
