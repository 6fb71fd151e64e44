import type { Counter, Histogram, Meter, UpDownCounter } from "@opentelemetry/api";

/** What a gateway counts and measures. */
export interface Instruments {
  readonly requests: Counter;
  readonly duration: Histogram;
  readonly sessions: UpDownCounter;
  readonly upstreamErrors: Counter;
  readonly decisions: Counter;
}

/** Those of the conventions for MCP, and smaller ones: what a gateway decides alone takes less than a millisecond. */
const BOUNDARIES = [
  0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300,
];

/** The instruments of a meter. */
export function instrumentsOf(meter: Meter): Instruments {
  return {
    requests: meter.createCounter("capfence.gateway.requests", {
      description: "Requests of clients that have ended.",
      unit: "{request}",
    }),
    duration: meter.createHistogram("capfence.gateway.request.duration", {
      description: "How long requests of clients took, with the upstream and whoever approved.",
      unit: "s",
      advice: { explicitBucketBoundaries: BOUNDARIES },
    }),
    sessions: meter.createUpDownCounter("capfence.gateway.sessions", {
      description: "Sessions that are open.",
      unit: "{session}",
    }),
    upstreamErrors: meter.createCounter("capfence.gateway.upstream.errors", {
      description: "Requests that did not reach their upstream, or whose answer was lost.",
      unit: "{error}",
    }),
    decisions: meter.createCounter("capfence.gateway.decisions", {
      description: "Decisions on calls.",
      unit: "{decision}",
    }),
  };
}
