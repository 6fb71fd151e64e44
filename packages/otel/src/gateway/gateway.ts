import { type Meter, metrics, trace, type Tracer } from "@opentelemetry/api";
import { SCOPE } from "../attributes.ts";
import type { GatewayConnection, GatewayRequest } from "./facts.ts";
import { connectionAttributes } from "./gateway-attributes.ts";
import { instrumentsOf } from "./instruments.ts";
import { RequestTelemetry } from "./request-telemetry.ts";

/** What a gateway's telemetry may be made of. */
export interface OpenTelemetryGatewayOptions {
  /** By default that of the global tracer provider. */
  readonly tracer?: Tracer;
  /** By default that of the global meter provider. */
  readonly meter?: Meter;
}

/** Sends what an MCP gateway does to OpenTelemetry. */
export interface OpenTelemetryGateway {
  request(request: GatewayRequest): RequestTelemetry;
  /** Of the request that is being worked on, if any. */
  decided(effect: string, reason: string): void;
  sessionOpened(connection: GatewayConnection): void;
  sessionClosed(connection: GatewayConnection): void;
  upstreamFailed(upstream: string, error: string): void;
}

/**
 * Telemetry for the MCP gateway: metrics of its requests, sessions, decisions and upstreams, and a span `tools/call
 * <tool>` for each call, which continues the trace of the client and is continued by the upstream. Arguments, results
 * and messages of errors are never sent.
 */
export function openTelemetryGateway(
  options: OpenTelemetryGatewayOptions = {},
): OpenTelemetryGateway {
  const tracer = options.tracer ?? trace.getTracer(SCOPE);
  const instruments = instrumentsOf(options.meter ?? metrics.getMeter(SCOPE));
  return {
    request: (request) => new RequestTelemetry(request, tracer, instruments),
    decided(effect, reason) {
      const attributes = { "capfence.decision.effect": effect, "capfence.decision.reason": reason };
      instruments.decisions.add(1, attributes);
      trace.getActiveSpan()?.setAttributes(attributes);
    },
    sessionOpened: (connection) => instruments.sessions.add(1, connectionAttributes(connection)),
    sessionClosed: (connection) => instruments.sessions.add(-1, connectionAttributes(connection)),
    upstreamFailed: (upstream, error) =>
      instruments.upstreamErrors.add(1, { "capfence.upstream": upstream, "error.type": error }),
  };
}
