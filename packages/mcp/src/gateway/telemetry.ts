import type { JsonObject } from "@capfence/core";
import type { RequestId } from "./wire/message.ts";
import type { Era } from "./wire/protocol.ts";

/** What telemetry is told of a connection. */
export interface ConnectionFacts {
  readonly era: Era;
  readonly transport: "stdio" | "http";
}

/** What telemetry is told of a request of a client. */
interface RequestFacts extends ConnectionFacts {
  readonly id: RequestId;
  readonly method: string;
  /** The tool that is called, if it is a known one: what clients make up must not become the name of anything. */
  readonly tool?: string;
  /** The public name of the session. */
  readonly session?: string;
  /** The `_meta` of the request, which may carry the client's trace. */
  readonly meta?: JsonObject;
}

/** How a request ended. */
export type RequestOutcome =
  | { readonly outcome: "succeeded" | "denied" | "pending" | "cancelled" }
  /** `error` is the code of a JSON-RPC error, or `tool_error` for a tool that says it has failed. */
  | { readonly outcome: "failed"; readonly error: number | "tool_error" };

/** One request, as telemetry follows it. */
interface RequestTelemetry {
  /** Does what belongs to the request. */
  run<Result>(work: () => Result): Result;
  /** The `_meta` for the upstream: the client's, with the gateway's part of its trace as the parent. */
  upstreamMeta(): JsonObject | undefined;
  /** To be said once. */
  ended(outcome: RequestOutcome): void;
}

/** Where a gateway says what it does, as numbers and traces. None of it may throw, or change what becomes of a request. */
export interface GatewayTelemetry {
  request(facts: RequestFacts): RequestTelemetry;
  /** A decision is on record, of the request that is being worked on. */
  decided(effect: string, reason: string): void;
  sessionOpened(facts: ConnectionFacts): void;
  sessionClosed(facts: ConnectionFacts): void;
  /** A server could not be reached, or its answer was lost: the name of the error. */
  upstreamFailed(upstream: string, error: string): void;
}

/** Says nothing to anyone. */
export const NO_TELEMETRY: GatewayTelemetry = {
  request: ({ meta }) => ({
    run: (work) => work(),
    upstreamMeta: () => meta,
    ended: () => undefined,
  }),
  decided: () => undefined,
  sessionOpened: () => undefined,
  sessionClosed: () => undefined,
  upstreamFailed: () => undefined,
};
