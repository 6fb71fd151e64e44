/** CapFence for OpenTelemetry: spans and logs of decisions, and log records of audit checkpoints. */
export { OpenTelemetryAnchor, type OpenTelemetryAnchorOptions } from "./anchor.ts";
export {
  type OpenTelemetryObserver,
  openTelemetryObserver,
  type OpenTelemetryObserverOptions,
} from "./observer.ts";
