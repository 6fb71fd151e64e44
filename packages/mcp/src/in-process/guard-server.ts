/* oxlint-disable no-underscore-dangle -- the names of the SDK */
import { ConfigurationError } from "@capfence/core";
import { type Handler, HandlerGuard } from "./guarded-handler.ts";
import type { McpServerGuardOptions } from "./options.ts";
import type { AskingServer } from "./pauses.ts";

/** The `Server` of either version of the SDK, as far as the guard looks into it. */
export interface McpRequestHandling {
  setRequestHandler(...registration: never): void;
}

/** An `McpServer` or a `Server` of either version of the SDK. */
export type McpServer = McpRequestHandling | { readonly server: McpRequestHandling };

/** A `Server` as it is at run time. */
interface RawServer extends AskingServer {
  setRequestHandler(...registration: unknown[]): void;
  fallbackRequestHandler?: Handler | undefined;
  readonly _requestHandlers: Map<string, Handler>;
  /** Version 2. */
  _wrapHandler?(method: string, handler: Handler): Handler;
}

/** Guarded servers, and the options they are guarded with. */
const guarded = new WeakMap<object, McpServerGuardOptions>();

/**
 * Makes a server run its tools only as the policy allows, and gives it back: those that are registered already and
 * those that will be, by whichever method. Resources and prompts are not looked at.
 *
 * Throws `ConfigurationError` for options that cannot work and for a server of an SDK that is not known,
 * `PolicyLoadError` for a policy that does not load.
 */
export function guardMcpServer<Server extends McpServer>(
  server: Server,
  options: McpServerGuardOptions,
): Server {
  const raw = rawServer(server);
  if (guarded.get(raw) === options) return server;
  const guard = new HandlerGuard(raw, options);
  const register = raw.setRequestHandler.bind(raw);
  const present = raw._requestHandlers.get("tools/call");
  if (present !== undefined) {
    const handler = guard.aroundRequests(present);
    // Version 2 has to see what pauses a call, as it asks clients of older protocols by itself.
    const seen = raw._wrapHandler?.("tools/call", handler) ?? handler;
    raw._requestHandlers.set("tools/call", seen);
  }
  raw.setRequestHandler = (...registration) =>
    register(...guardedRegistration(guard, registration));
  guardFallback(raw, guard);
  guarded.set(raw, options);
  return server;
}

/** What `setRequestHandler` is given: a schema or the name of a method, in version 2 maybe schemas, and a handler. */
function guardedRegistration(guard: HandlerGuard, registration: readonly unknown[]): unknown[] {
  const [method, ...rest] = registration;
  const handler = rest.at(-1);
  if (typeof handler !== "function") return [...registration];
  // Which method a schema is for shows in what it lets through.
  if (typeof method !== "string" || (method === "tools/call" && rest.length === 1))
    return [method, ...rest.slice(0, -1), guard.aroundRequests(handler as Handler)];
  if (method !== "tools/call") return [...registration];
  return [method, ...rest.slice(0, -1), guard.aroundParams(handler as Handler)];
}

/** The handler of requests that have none could call tools as well. */
function guardFallback(raw: RawServer, guard: HandlerGuard): void {
  const outer = Object.getOwnPropertyDescriptor(raw, "fallbackRequestHandler");
  const around = (handler: Handler | undefined): Handler | undefined =>
    handler && guard.aroundRequests(handler);
  let fallback = around(raw.fallbackRequestHandler);
  Object.defineProperty(raw, "fallbackRequestHandler", {
    configurable: true,
    enumerable: true,
    get: () => fallback,
    set(handler: Handler | undefined) {
      outer?.set?.call(raw, handler);
      fallback = around(outer?.set === undefined ? handler : (outer.get?.call(raw) as Handler));
    },
  });
}

function rawServer(server: McpServer): RawServer {
  const candidate = ("server" in server ? server.server : server) as Partial<RawServer>;
  if (
    typeof candidate?.setRequestHandler === "function" &&
    candidate._requestHandlers instanceof Map
  )
    return candidate as RawServer;
  throw new ConfigurationError(
    "this is no McpServer or Server of @modelcontextprotocol/sdk 1 or @modelcontextprotocol/server 2",
  );
}
