import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import type { Conversation } from "../../src/gateway/upstream/conversation.ts";
import {
  HttpUpstream,
  type HttpUpstreamOptions,
} from "../../src/gateway/upstream/http-upstream.ts";
import type { Era } from "../../src/gateway/wire/protocol.ts";
import { ear, type Ear } from "./upstream-ear.ts";

/** An HTTP request that a server has got. */
export interface Got {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** What was posted; undefined for other methods. */
  readonly message: { readonly id?: unknown; readonly method?: string; readonly params?: object };
}

/** Answers a request; what it gives back is sent as JSON, if it is a message. */
export type Handler = (got: Got, response: ServerResponse) => unknown;

/** An HTTP server on the loopback that ends with the test, and what it has got. */
export async function httpServer(
  handler: Handler,
): Promise<{ readonly url: string; readonly got: readonly Got[] }> {
  const got: Got[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const { method = "", url = "", headers } = request;
    const message = (body === "" ? {} : JSON.parse(body)) as Got["message"];
    const one = { method, url, headers, message };
    got.push(one);
    const said = handler(one, response);
    if (said === undefined || said === response) return;
    response.setHeader("content-type", "application/json").end(JSON.stringify(said));
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/mcp`, got };
}

/** The answer to a posted request. */
export function answerTo({ message }: Got, result: object = {}): object {
  return { jsonrpc: "2.0", id: message.id, result };
}

/** A server-sent event. */
export function event(data: object, id?: string): string {
  return `${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}

/** Begins a stream of events. */
export function stream(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { "content-type": "text/event-stream" });
}

/** A conversation with a server at a URL. */
export async function converse(
  url: string,
  era: Era = "legacy",
  headers: Readonly<Record<string, string>> = {},
  options: HttpUpstreamOptions = {},
): Promise<Ear & { readonly conversation: Conversation }> {
  const listening = ear();
  const upstream = new HttpUpstream("crm", { kind: "http", url, headers }, options);
  onTestFinished(() => upstream.close());
  return { ...listening, conversation: await upstream.open(era, listening.events) };
}
