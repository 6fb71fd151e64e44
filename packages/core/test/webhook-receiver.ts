import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it came in. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Milliseconds since the receiver was opened. */
  readonly at: number;
}

/** Answers the nth request, counted from 0. */
export type Answering = (response: ServerResponse, index: number) => void;

/** A server on this machine that keeps what it is sent. */
export interface WebhookReceiver extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly Received[];
}

/** Opens a receiver; by default it takes everything. */
export async function openReceiver(
  answer: Answering = (response) => response.writeHead(204).end(),
): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const begun = performance.now();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString("utf8");
      const { url: path = "", headers } = request;
      received.push({ path, headers, body, at: performance.now() - begun });
      answer(response, received.length - 1);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An address on this machine at which nobody listens. */
export async function deadAddress(): Promise<string> {
  const receiver = await openReceiver();
  await receiver[Symbol.asyncDispose]();
  return receiver.url;
}
