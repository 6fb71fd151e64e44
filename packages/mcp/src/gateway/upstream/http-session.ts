import type { IncomingMessage } from "node:http";
import { textAt } from "../wire/json-object.ts";
import type { Answer } from "../wire/message.ts";
import { type Era, MODERN_VERSIONS } from "../wire/protocol.ts";
import { RequestNotSent } from "./conversation.ts";
import type { HttpEndpoint, HttpRequest } from "./http-endpoint.ts";
import { discard } from "./response-body.ts";

const PLAIN = /^[\x21-\x7e]{1,1024}$/u;

/** What the HTTP requests of one conversation have in common: the server's session, if it keeps one. */
export class HttpSession {
  readonly #endpoint: HttpEndpoint;
  readonly #ended: (reason: Error) => void;
  #id: string | undefined;
  #version: string | undefined;
  #over: Error | undefined;

  constructor(endpoint: HttpEndpoint, era: Era, ended: (reason: Error) => void) {
    this.#endpoint = endpoint;
    this.#ended = ended;
    if (era === "modern") [this.#version] = MODERN_VERSIONS;
  }

  /** Why nothing can be sent any more. */
  get over(): Error | undefined {
    return this.#over;
  }

  /** Sends a request in the session. Rejects as `HttpEndpoint` does, and with `RequestNotSent` if the session is over. */
  async send(request: HttpRequest): Promise<IncomingMessage> {
    if (this.#over !== undefined) throw new RequestNotSent(this.#over.message);
    const id = this.#id;
    const response = await this.#endpoint.send({
      ...request,
      headers: { ...request.headers, ...this.#headers() },
    });
    if (response.statusCode !== 404 || id === undefined) return response;
    discard(response);
    this.end(new Error("the server has ended the session"));
    throw new RequestNotSent("the server has ended the session");
  }

  /** Says that it is over, the first time. */
  end(reason: Error): void {
    if (this.#over !== undefined) return;
    this.#over = reason;
    this.#ended(reason);
  }

  /** Takes the session of the response to `initialize`. */
  begun({ headers }: IncomingMessage): void {
    const id = headers["mcp-session-id"];
    if (typeof id === "string" && PLAIN.test(id)) this.#id = id;
  }

  /** Takes the version that `initialize` was answered. */
  agreed({ result }: Answer): void {
    const version = textAt(result, "protocolVersion");
    if (version !== undefined && PLAIN.test(version)) this.#version = version;
  }

  /** Tells the server that its session is not needed any more; it need not listen. */
  async delete(within: number): Promise<void> {
    if (this.#id === undefined || this.#over !== undefined) return;
    const request = { method: "DELETE", headers: this.#headers() } as const;
    try {
      discard(await this.#endpoint.send({ ...request, signal: AbortSignal.timeout(within) }));
    } catch {
      // It will find out by itself.
    }
  }

  #headers(): Readonly<Record<string, string>> {
    return {
      ...(this.#id === undefined ? {} : { "mcp-session-id": this.#id }),
      ...(this.#version === undefined ? {} : { "mcp-protocol-version": this.#version }),
    };
  }
}
