/* oxlint-disable unicorn/prefer-add-event-listener -- MCP transports have handlers, not listeners */
import { Enforcement } from "@capfence/core/adapter";
import { GuardedMessages, type RawTransport } from "./guarded-messages.ts";
import type { McpMessageContext, McpTransportGuardOptions } from "./options.ts";

/** A transport of any SDK, as far as the guard looks into it. */
export interface McpTransport {
  send(message: never, options?: never): Promise<void>;
  close(): Promise<void>;
}

/** Guarded transports, and the options they are guarded with. */
const guarded = new WeakMap<object, McpTransportGuardOptions>();

/**
 * A transport on which a `tools/call` goes out, or comes in, only as the policy allows; everything else passes. A
 * blocked call that goes out makes `send` reject, or is answered in message mode; one that comes in is answered with
 * an `isError` result, or with a JSON-RPC error where you say `throw`. `send` of a call settles when its answer is
 * recorded. Whoever still holds the unguarded transport can go past it.
 *
 * Throws `ConfigurationError` for options that cannot work, `PolicyLoadError` for a policy that does not load.
 */
export function guardMcpTransport<Transport extends McpTransport>(
  transport: Transport,
  options: McpTransportGuardOptions,
): Transport {
  return guardTransportWith(transport, options, new Enforcement("mcp", options));
}

/** As {@link guardMcpTransport}, with a guard that is there already. */
export function guardTransportWith<Transport extends McpTransport>(
  transport: Transport,
  options: McpTransportGuardOptions,
  enforcement: Enforcement<McpMessageContext>,
): Transport {
  if (guarded.get(transport) === options) return transport;
  const made = proxyOf(transport, (inner) => {
    const answersErrors = options.onBlocked === "throw";
    return new GuardedMessages(inner, enforcement, answersErrors);
  });
  guarded.set(made, options);
  return made;
}

/** A stand-in, so that nothing leads to the transport behind it; SDKs look into transports, so all its members are there. */
function proxyOf<Transport extends McpTransport>(
  transport: Transport,
  guard: (inner: RawTransport) => GuardedMessages,
): Transport {
  const inner = transport as unknown as RawTransport;
  const messages = guard(inner);
  const methods = new Map<unknown, unknown>();
  messages.adopt();
  return new Proxy(transport, {
    get(target, key) {
      if (key === "send") return messages.send;
      if (key === "onmessage") return messages.onmessage;
      if (key === "onclose") return messages.onclose;
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function" || key === "constructor") return value;
      // Bound, as private members are only there for the transport itself; once, so that it can be compared.
      if (!methods.has(value)) methods.set(value, value.bind(target));
      return methods.get(value);
    },
    set(target, key, value) {
      if (key === "send") return false;
      if (key === "onmessage") messages.onmessage = value as RawTransport["onmessage"];
      else if (key === "onclose") messages.onclose = value as RawTransport["onclose"];
      else return Reflect.set(target, key, value, target);
      return true;
    },
  });
}
