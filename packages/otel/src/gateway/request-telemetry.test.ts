import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from "@opentelemetry/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { judgedRuntime, pay } from "../../test/judged-runtime.ts";
import { Telemetry } from "../../test/telemetry.ts";
import { openTelemetryObserver } from "../observer.ts";
import type { GatewayRequest } from "./facts.ts";
import { openTelemetryGateway } from "./gateway.ts";
import type { RequestTelemetry } from "./request-telemetry.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const TRACEPARENT = `00-${TRACE}-00f067aa0ba902b7-01`;

let telemetry: Telemetry;

beforeEach(() => {
  telemetry = new Telemetry();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const propagators = [new W3CTraceContextPropagator(), new W3CBaggagePropagator()];
  propagation.setGlobalPropagator(new CompositePropagator({ propagators }));
});

afterEach(() => {
  context.disable();
  propagation.disable();
});

function call(more: Partial<GatewayRequest> = {}): RequestTelemetry {
  return openTelemetryGateway(telemetry).request({
    id: 7,
    method: "tools/call",
    tool: "pay",
    session: "label-1",
    era: "modern",
    transport: "http",
    ...more,
  });
}

describe("the span of a call", () => {
  it("continues the trace of the client, and is continued by the upstream", () => {
    const meta = {
      traceparent: TRACEPARENT,
      tracestate: "rojo=00f067aa0ba902b7",
      baggage: "user=alice",
      progressToken: 3,
    };
    const request = call({ meta });
    const sent = request.upstreamMeta();
    request.ended({ outcome: "succeeded" });
    const [span] = telemetry.spans;
    expect(span?.spanContext().traceId).toBe(TRACE);
    expect(span?.parentSpanContext?.spanId).toBe("00f067aa0ba902b7");
    expect(sent).toStrictEqual({
      ...meta,
      traceparent: `00-${TRACE}-${span?.spanContext().spanId}-01`,
    });
  });

  it("says what was called, what was decided and how it ended, by the names of the conventions", () => {
    const request = call();
    request.run(() => openTelemetryGateway(telemetry).decided("allow", "policy_allow"));
    request.ended({ outcome: "failed", error: "tool_error" });
    expect(telemetry.spans[0]).toMatchObject({
      name: "tools/call pay",
      kind: SpanKind.SERVER,
      status: { code: SpanStatusCode.ERROR },
      links: [],
    });
    expect(telemetry.spans[0]?.attributes).toStrictEqual({
      "mcp.method.name": "tools/call",
      "mcp.session.id": "label-1",
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "pay",
      "jsonrpc.request.id": "7",
      "network.transport": "tcp",
      "capfence.gateway.era": "modern",
      "capfence.gateway.outcome": "failed",
      "capfence.session.id": "label-1",
      "capfence.decision.effect": "allow",
      "capfence.decision.reason": "policy_allow",
      "error.type": "tool_error",
    });
  });

  it("is no error where the call was held back", () => {
    call().ended({ outcome: "denied" });
    expect(telemetry.spans[0]?.status).toStrictEqual({ code: SpanStatusCode.UNSET });
  });

  it("is the parent of the decision's", async () => {
    const request = call();
    const runtime = judgedRuntime(openTelemetryObserver(telemetry));
    await request.run(() => pay(runtime, 50));
    request.ended({ outcome: "succeeded" });
    const [decision, span] = telemetry.spans;
    expect(decision?.name).toBe("execute_tool pay");
    expect(decision?.parentSpanContext?.spanId).toBe(span?.spanContext().spanId);
  });

  it("begins a trace where the client has none, and links that of what carried the message", () => {
    const carrier = telemetry.tracer.startSpan("POST");
    context.with(trace.setSpan(ROOT_CONTEXT, carrier), () => call().ended({ outcome: "denied" }));
    const [span] = telemetry.spans;
    expect(span?.parentSpanContext).toBeUndefined();
    expect(span?.links).toMatchObject([{ context: carrier.spanContext() }]);
  });

  it.each([
    ["no text", { traceparent: 7, tracestate: ["a"] }],
    ["of another form", { traceparent: `${TRACEPARENT}-x-\u0000`, tracestate: "a=b" }],
    ["all zeros", { traceparent: `00-${"0".repeat(32)}-${"0".repeat(16)}-01`, tracestate: "a=b" }],
  ])("takes no trace from a client that is %s, and passes none of it on", (_, meta) => {
    const request = call({ meta });
    const sent = request.upstreamMeta();
    request.ended({ outcome: "succeeded" });
    const { traceId, spanId } = telemetry.spans[0]?.spanContext() ?? {};
    expect(sent).toStrictEqual({ traceparent: `00-${traceId}-${spanId}-01` });
    expect(telemetry.spans[0]?.parentSpanContext).toBeUndefined();
  });

  it("passes a stranger's baggage on, and gives it to nothing of the gateway's own", () => {
    const meta = { traceparent: TRACEPARENT, baggage: "user=alice" };
    const seen = call({ meta }).run(() => propagation.getActiveBaggage()?.getAllEntries());
    expect(seen).toBeUndefined();
  });
});

describe("a request that is no call, or nobody traces", () => {
  it("passes what the client sent, unchanged", () => {
    const meta = { traceparent: TRACEPARENT, baggage: "user=alice" };
    const list = call({ method: "tools/list", meta });
    expect(list.upstreamMeta()).toBe(meta);
    expect(call({ method: "tools/list" }).upstreamMeta()).toBeUndefined();
    list.ended({ outcome: "succeeded" });
    expect(telemetry.spans).toHaveLength(0);
    propagation.disable();
    const untraced = openTelemetryGateway().request({
      id: 1,
      method: "tools/call",
      era: "legacy",
      transport: "stdio",
      meta,
    });
    expect(untraced.upstreamMeta()).toBe(meta);
    expect(untraced.run(() => 1)).toBe(1);
  });
});
