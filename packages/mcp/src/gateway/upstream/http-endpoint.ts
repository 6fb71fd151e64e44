import type { Agent, ClientRequest, IncomingMessage } from "node:http";
import type { Agent as TlsAgent } from "node:https";
import { AnswerLost, RequestNotSent } from "./conversation.ts";

/** One HTTP request to an MCP server. */
export interface HttpRequest {
  readonly method: "POST" | "GET" | "DELETE";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

// An import would load everything that they export, such as WebSockets, which takes longer than the rest of a start.
const http = process.getBuiltinModule("node:http");
const https = process.getBuiltinModule("node:https");

type Agents = { readonly "http:": Agent; readonly "https:": TlsAgent };

/** Below the 5 s after which common servers close connections: a request on one that closes just then would be lost. */
const IDLE = 4000;
const REDIRECTS = 3;

/** The URL of an MCP server, with the connections to it. */
export class HttpEndpoint {
  readonly #url: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #agents: Agents;

  constructor(url: string, headers: Readonly<Record<string, string>>) {
    this.#url = new URL(url);
    this.#headers = lowerCased(headers);
    const options = { keepAlive: true, timeout: IDLE };
    this.#agents = { "http:": new http.Agent(options), "https:": new https.Agent(options) };
  }

  /**
   * Gives the head of the response. Redirects are followed only where method, body and origin stay the same, as the
   * headers have credentials. Rejects with `RequestNotSent` or `AnswerLost`.
   */
  async send(request: HttpRequest): Promise<IncomingMessage> {
    let url = this.#url;
    for (let redirects = 0; ; redirects += 1) {
      const response = await this.#attempt(url, request);
      const { statusCode = 0, headers } = response;
      if (statusCode < 300 || statusCode > 399) return response;
      response.destroy();
      const target = redirects < REDIRECTS ? targetOf(headers.location, url) : undefined;
      if ((statusCode !== 307 && statusCode !== 308) || target === undefined)
        throw new AnswerLost(`the server redirects (HTTP ${statusCode}), which is not followed`);
      url = target;
    }
  }

  #attempt(url: URL, { method, headers, body, signal }: HttpRequest): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      let sent = false;
      let request: ClientRequest;
      const failed = (cause: unknown): void => {
        if (signal.aborted) reject(new AnswerLost("nobody waits for the answer"));
        else if (sent) reject(new AnswerLost("the connection to the server broke", { cause }));
        else reject(new RequestNotSent("the server cannot be reached", { cause }));
      };
      const tls = url.protocol === "https:";
      try {
        request = (tls ? https : http).request(url, {
          agent: this.#agents[tls ? "https:" : "http:"],
          method,
          headers: {
            ...this.#headers,
            ...headers,
            ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }),
          },
        });
      } catch (cause) {
        failed(cause);
        return;
      }
      const cut = (): void => void request.destroy();
      signal.addEventListener("abort", cut, { once: true });
      if (signal.aborted) cut();
      request.on("close", () => signal.removeEventListener("abort", cut));
      request.on("socket", (socket) => {
        if (request.reusedSocket || !socket.connecting) sent = true;
        else socket.once(tls ? "secureConnect" : "connect", () => (sent = true));
      });
      request.on("error", failed);
      request.on("response", (response) => {
        // Those who read it are told.
        response.on("error", () => {});
        resolve(response);
      });
      request.end(body);
    });
  }

  /** Closes its connections. */
  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }
}

/** Where a redirect goes, if that is the same origin. */
function targetOf(location: string | undefined, from: URL): URL | undefined {
  const target = URL.parse(location ?? "", from.href);
  if (location === undefined || target?.origin !== from.origin) return undefined;
  target.username = from.username;
  target.password = from.password;
  return target;
}

/** So that a header of the operator and one of the protocol are not sent side by side. */
function lowerCased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
