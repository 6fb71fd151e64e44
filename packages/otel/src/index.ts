/** CapFence for OpenTelemetry: spans and logs of decisions, log records of audit checkpoints, and what the MCP gateway does. */
export { OpenTelemetryAnchor, type OpenTelemetryAnchorOptions } from "./anchor.ts";
export {
  type OpenTelemetryObserver,
  openTelemetryObserver,
  type OpenTelemetryObserverOptions,
} from "./observer.ts";
export type { GatewayConnection, GatewayOutcome, GatewayRequest } from "./gateway/facts.ts";
export {
  type OpenTelemetryGateway,
  openTelemetryGateway,
  type OpenTelemetryGatewayOptions,
} from "./gateway/gateway.ts";
