import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "@capfence/core";
import type { HttpSettings, LimitSettings } from "../config/settings.ts";
import { authenticateRequest } from "../identity/authenticate-request.ts";
import type { Authenticator } from "../identity/principal.ts";
import type { SessionHost } from "../relay/client-session.ts";
import { allowOrigin, preflight } from "./cross-origin.ts";
import { answerHealth, type Health } from "./health.ts";
import { writeJson } from "./http-call.ts";
import { HttpFailure } from "./http-failure.ts";
import { McpEndpoint } from "./mcp-endpoint.ts";
import { checkHost, checkOrigin, singleHeaders } from "./request-checks.ts";
import { writeFailure } from "./write-failure.ts";

/** What a gateway that listens is told. */
export interface HttpFrontOptions {
  /** Asked anew for every request; where it listens counts only once. */
  readonly settings: () => FrontSettings;
  readonly host: SessionHost;
  readonly health: () => Promise<Health>;
  /** Takes defects, which clients learn nothing of. */
  readonly fault: (error: unknown) => void;
}

/** What may change while it listens. */
export interface FrontSettings {
  readonly http: HttpSettings;
  readonly limits: LimitSettings;
  readonly authenticator: Authenticator;
  /** What clients are told of where to get a token (RFC 9728). */
  readonly metadata?: JsonObject;
}

/** A gateway that listens. */
export interface HttpFront {
  readonly url: string;
  /** Takes nothing more, waits shortly for what is under way, and ends every session. */
  close(): Promise<void>;
}

const METADATA = "/.well-known/oauth-protected-resource";
const SWEEP = 1000;
/** How long requests under way are waited for at the end. */
const GRACE = 2000;

/** Listens for clients of MCP over Streamable HTTP. Rejects if it cannot listen there. */
export async function serveHttp(options: HttpFrontOptions): Promise<HttpFront> {
  const { settings, host, fault } = options;
  const endpoint = new McpEndpoint(host, () => settings().limits, fault);
  const limits = { headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 70_000 };
  // An import would load all that it exports, such as WebSockets, which takes longer than the rest of a start.
  const { createServer } = process.getBuiltinModule("node:http");
  const server = createServer({ ...limits, connectionsCheckingInterval: 5000 });
  const closing = new AbortController();
  server.on("request", (request, response) => {
    // Its client is gone, and nothing else waits for it.
    response.on("error", () => undefined);
    answer(request, response, { ...options, endpoint, closing: closing.signal })
      .catch((error: unknown) => {
        if (!writeFailure(request, response, error)) fault(error);
      })
      .catch((error: unknown) => {
        response.destroy();
        fault(error);
      });
  });
  const { http } = settings();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(http.port, http.host, resolve);
  });
  server.on("error", fault);
  const { port } = server.address() as AddressInfo;
  let { authenticator } = settings();
  const sweep = setInterval(() => {
    endpoint.endIdle();
    const before = authenticator;
    ({ authenticator } = settings());
    // Who listens may be nobody any more; whoever still is somebody comes back.
    if (authenticator !== before) endpoint.quiesce();
  }, SWEEP).unref();
  const end = async (): Promise<void> => {
    closing.abort();
    clearInterval(sweep);
    const closed = new Promise((resolve) => void server.close(resolve));
    endpoint.quiesce();
    for (let waited = 0; endpoint.underWay > 0 && waited < GRACE; waited += 20) await sleep(20);
    await endpoint.close();
    server.closeAllConnections();
    await closed;
  };
  let ended: Promise<void> | undefined;
  const close = (): Promise<void> => (ended ??= end());
  const name = http.host.includes(":") ? `[${http.host}]` : http.host;
  return { url: `http://${name}:${port}${http.path}`, close };
}

interface Surroundings extends HttpFrontOptions {
  readonly endpoint: McpEndpoint;
  readonly closing: AbortSignal;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { settings, health, endpoint, closing }: Surroundings,
): Promise<void> {
  const path = (request.url ?? "").split("?", 1)[0] ?? "";
  // Whoever watches over the process calls it by names that no configuration knows.
  if (path === "/healthz" || path === "/readyz")
    return answerHealth(path, request, response, health);
  const { http, authenticator, metadata } = settings();
  const headers = singleHeaders(request);
  checkHost(headers["host"], http.allowedHosts, request.socket.localPort);
  checkOrigin(headers["origin"], http.allowedOrigins);
  allowOrigin(headers, response);
  if (request.method === "OPTIONS") return preflight(headers, response);
  if (metadata !== undefined && (path === METADATA || path === METADATA + http.path)) {
    if (request.method !== "GET")
      throw new HttpFailure(405, "only GET is allowed", { headers: { Allow: "GET" } });
    return writeJson({ response }, 200, JSON.stringify(metadata));
  }
  if (path !== http.path && path !== "/") throw new HttpFailure(404, "there is nothing here");
  if (closing.aborted)
    throw new HttpFailure(503, "the gateway is about to stop", { headers: { "Retry-After": "5" } });
  const principal = await authenticateRequest(authenticator, headers, request.url);
  await endpoint.handle(request, { response, headers, principal }, async () => {
    const { authenticator: now } = settings();
    return now === authenticator ? principal : authenticateRequest(now, headers, request.url);
  });
}
