import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Witness } from "@capfence/core/tlog";

/** A checkpoint with a hundred signatures is smaller. */
const LONGEST_BODY = 64 * 1024;
const TIMEOUT = 10_000;
const PATH = "/add-checkpoint";

/** A witness that answers HTTP requests, until it is closed. */
export interface WitnessServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a witness; `report` gets what went wrong with a request, in words for its operator. */
export async function serveWitness(
  witness: Witness,
  host: string,
  port: number,
  report: (problem: string) => void,
): Promise<WitnessServer> {
  const server = createServer({ requestTimeout: TIMEOUT, headersTimeout: TIMEOUT });
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    answer(witness, request, response).catch((error: unknown) => {
      report(error instanceof Error ? error.message : String(error));
      if (!response.headersSent) send(response, 500, "this checkpoint could not be kept");
      else response.destroy();
    });
  });
  server.listen(port, host);
  await once(server, "listening");
  return { url: urlOf(server), close: () => closed(server) };
}

async function answer(
  witness: Witness,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.url?.split("?", 1)[0] !== PATH)
    return send(response, 404, `checkpoints are added at ${PATH}`);
  if (request.method !== "POST") {
    response.setHeader("Allow", "POST");
    return send(response, 405, "checkpoints are added with POST");
  }
  const body = await readBody(request);
  if (body === undefined) {
    response.setHeader("Connection", "close");
    return send(response, 413, `a request has at most ${LONGEST_BODY} bytes of UTF-8`);
  }
  const { status, contentType, body: text } = witness.addCheckpoint(body);
  response.writeHead(status, { "Content-Type": contentType }).end(text);
}

/** The body as text; undefined where it is too long or not UTF-8. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LONGEST_BODY) return undefined;
    parts.push(part);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(parts));
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}${PATH}`;
}

async function closed(server: Server): Promise<void> {
  server.close();
  server.closeIdleConnections();
  await once(server, "close");
}
