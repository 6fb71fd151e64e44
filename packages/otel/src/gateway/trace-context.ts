import type { JsonObject } from "@capfence/core";
import {
  type Context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type TextMapGetter,
  trace,
} from "@opentelemetry/api";

// Baggage is a stranger's: it passes, and becomes no part of what the gateway does itself.
const BAGGAGE = "baggage";

const GETTER: TextMapGetter<JsonObject> = {
  keys: (meta) => Object.keys(meta).filter((key) => key !== BAGGAGE),
  get(meta, key) {
    const value = key !== BAGGAGE && Object.hasOwn(meta, key) ? meta[key] : undefined;
    return typeof value === "string" ? value : undefined;
  },
};

/** The context of the client's trace, which MCP keeps in `_meta` under the names that HTTP has for it; an empty one if it has none that can be read. */
export function clientContext(meta: JsonObject | undefined): Context {
  return meta === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, meta, GETTER);
}

/** A client's `_meta` with a span in place of whatever was the parent; unchanged where no traces are passed on. */
export function metaWithin(span: Span, meta: JsonObject | undefined): JsonObject | undefined {
  const carrier: Record<string, string> = {};
  propagation.inject(trace.setSpan(ROOT_CONTEXT, span), carrier);
  if (Object.keys(carrier).length === 0) return meta;
  // A state belongs to the parent that it came with.
  const { traceparent: _, tracestate: __, ...rest } = meta ?? {};
  return { ...rest, ...carrier };
}
