import type { JsonObject } from "@capfence/core";
import {
  type Attributes,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import type { GatewayOutcome, GatewayRequest } from "./facts.ts";
import { callAttributes, requestAttributes } from "./gateway-attributes.ts";
import type { Instruments } from "./instruments.ts";
import { clientContext, metaWithin } from "./trace-context.ts";

/** One request, as it is followed: counted and timed, and in the client's trace if it is the call of a tool. */
export class RequestTelemetry {
  readonly #request: GatewayRequest;
  readonly #instruments: Instruments;
  readonly #span: Span | undefined;
  readonly #began: number = performance.now();

  constructor(request: GatewayRequest, tracer: Tracer, instruments: Instruments) {
    this.#request = request;
    this.#instruments = instruments;
    this.#span = request.method === "tools/call" ? spanOf(request, tracer) : undefined;
  }

  /** Does what belongs to the request: spans that it starts are children of the request's. */
  run<Result>(work: () => Result): Result {
    if (this.#span === undefined) return work();
    return context.with(trace.setSpan(context.active(), this.#span), work);
  }

  /** The `_meta` for the upstream. */
  upstreamMeta(): JsonObject | undefined {
    const { meta } = this.#request;
    return this.#span === undefined ? meta : metaWithin(this.#span, meta);
  }

  ended(outcome: GatewayOutcome): void {
    const seconds = (performance.now() - this.#began) / 1000;
    const ending = outcomeAttributes(outcome);
    const attributes = { ...requestAttributes(this.#request), ...ending };
    this.#instruments.requests.add(1, attributes);
    this.#instruments.duration.record(seconds, attributes);
    if (this.#span === undefined) return;
    this.#span.setAttributes(ending);
    if (outcome.error !== undefined) this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.end();
  }
}

function spanOf(request: GatewayRequest, tracer: Tracer): Span {
  const ambient = trace.getSpanContext(context.active());
  const name = request.tool === undefined ? "tools/call" : `tools/call ${request.tool}`;
  const options = {
    kind: SpanKind.SERVER,
    attributes: callAttributes(request),
    // What carries the message, such as a request of HTTP, has a trace of its own.
    ...(ambient === undefined ? {} : { links: [{ context: ambient }] }),
  };
  return tracer.startSpan(name, options, clientContext(request.meta));
}

/** Codes of servers are theirs to make up: metrics have only those that JSON-RPC and MCP reserve. */
function outcomeAttributes({ outcome, error }: GatewayOutcome): Attributes {
  if (error === undefined) return { "capfence.gateway.outcome": outcome };
  const isCode = typeof error === "number";
  const reserved = isCode && Number.isInteger(error) && error >= -32_768 && error <= -32_000;
  const type = isCode && !reserved ? "_OTHER" : String(error);
  return {
    "capfence.gateway.outcome": outcome,
    "error.type": type,
    ...(isCode ? { "rpc.response.status_code": type } : {}),
  };
}
