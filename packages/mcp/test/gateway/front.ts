import { onTestFinished } from "vitest";
import {
  type FrontSettings,
  type HttpFront,
  type HttpFrontOptions,
  serveHttp,
} from "../../src/gateway/front/http-front.ts";
import { AuthenticationFailure, type Authenticator } from "../../src/gateway/identity/principal.ts";
import { ScriptedHost, type Script } from "./scripted-host.ts";

/** Takes `Bearer NAME` for whoever is named, and nobody without it. */
export const BY_NAME: Authenticator = {
  async authenticate({ authorization }) {
    const name = authorization?.replace(/^Bearer /, "");
    if (name === undefined)
      throw new AuthenticationFailure("a token is needed", 401, 'Bearer realm="test"');
    return { key: name, identity: { actor: name } };
  },
};

const HTTP: FrontSettings["http"] = {
  host: "127.0.0.1",
  port: 0,
  path: "/mcp",
  allowedHosts: [],
  allowedOrigins: [],
};

const LIMITS: FrontSettings["limits"] = {
  messageSize: 10_000,
  depth: 64,
  concurrent: 100,
  concurrentPerPrincipal: 50,
  callsPerMinute: 1000,
  sessions: 100,
  sessionIdle: 60_000,
  answer: 60_000,
};

/** A front that listens before a scripted host until the test ends, and what its host and its operator saw. */
export interface TestFront extends HttpFront {
  readonly host: ScriptedHost;
  readonly faults: unknown[];
  /** Replaces limits, as a reload does. */
  limit(limits: Partial<FrontSettings["limits"]>): void;
  /** Replaces what finds out who calls, as a reload does. */
  know(authenticator: Authenticator): void;
}

/** Starts a front. */
export async function startFront(
  script: Script = {},
  more: Partial<Omit<FrontSettings, "http">> & {
    readonly http?: Partial<FrontSettings["http"]>;
    readonly health?: HttpFrontOptions["health"];
  } = {},
): Promise<TestFront> {
  const { health = async () => ({ log: true }), http, ...rest } = more;
  const host = new ScriptedHost(script);
  const faults: unknown[] = [];
  let settings: FrontSettings = {
    authenticator: BY_NAME,
    limits: LIMITS,
    ...rest,
    http: { ...HTTP, ...http },
  };
  const front = await serveHttp({
    settings: () => settings,
    host,
    health,
    fault: (error) => faults.push(error),
  });
  onTestFinished(() => front.close());
  const limit = (limits: Partial<FrontSettings["limits"]>): void => {
    settings = { ...settings, limits: { ...settings.limits, ...limits } };
  };
  const know = (authenticator: Authenticator): void => {
    settings = { ...settings, authenticator };
  };
  return { ...front, host, faults, limit, know };
}

/** The headers of a client that does what it should. */
export const HEADERS: Readonly<Record<string, string>> = {
  "Content-Type": "application/json",
  Accept: "application/json, text/event-stream",
  Authorization: "Bearer alice",
};

/** Posts a body, as it is or as JSON. */
export async function post(
  { url }: HttpFront,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  signal: AbortSignal | null = null,
): Promise<Response> {
  return fetch(url, {
    signal,
    method: "POST",
    headers: { ...HEADERS, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** A request. */
export function ask(method: string, params?: unknown, id: string | number = 1): object {
  return { jsonrpc: "2.0", id, method, ...(params === undefined ? {} : { params }) };
}

/** Opens a session, and gives the headers that its requests carry. */
export async function openSession(
  front: HttpFront,
  protocolVersion = "2025-11-25",
  headers: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, string>>> {
  const response = await post(front, ask("initialize", { protocolVersion }), headers);
  const id = response.headers.get("mcp-session-id");
  if (id === null) throw new Error(`no session: ${response.status} ${await response.text()}`);
  await response.text();
  return { ...headers, "Mcp-Session-Id": id };
}

/** Listens for what a session sends of itself, or for the rest of a stream. */
export async function listen(
  { url }: HttpFront,
  session: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const headers = { ...HEADERS, Accept: "text/event-stream", ...session, ...more };
  return fetch(url, { headers });
}
