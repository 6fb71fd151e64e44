import type { JsonObject } from "@capfence/core";

/** What telemetry is told of a connection. */
export interface GatewayConnection {
  readonly era: string;
  readonly transport: "stdio" | "http";
}

/** What telemetry is told of a request. */
export interface GatewayRequest extends GatewayConnection {
  readonly id: string | number;
  readonly method: string;
  /** The tool that is called, if it is a known one. */
  readonly tool?: string;
  /** The public name of the session. */
  readonly session?: string;
  /** The `_meta` of the request. */
  readonly meta?: JsonObject;
}

/** How a request ended. */
export interface GatewayOutcome {
  readonly outcome: string;
  /** The code of a JSON-RPC error, or `tool_error`, where it failed. */
  readonly error?: number | string;
}
