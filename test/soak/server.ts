// A server of MCP in both eras that answers at once and tells its subscribers of every call: `node server.ts stdio`, or
// `node server.ts http`, which says where it listens, and to whoever asks how many sessions and streams it has.
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createInterface } from "node:readline";
import { acknowledged, answerTo, isModern, type Message, updated } from "./server-answers.ts";

if (process.argv[2] === "stdio") speakOnStdio();
else listen();

function speakOnStdio(): void {
  let subscribed = false;
  createInterface(process.stdin).on("line", (line) => {
    const message = JSON.parse(line) as Message;
    if (message.method === "resources/subscribe") subscribed = true;
    if (message.method === "subscriptions/listen") return write(acknowledged(message));
    const answer = answerTo(message);
    if (answer !== undefined) write(answer);
    if (subscribed && message.method === "tools/call") write(updated());
  });
}

function write(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function listen(): void {
  const sessions = new Set<string>();
  const streams = new Map<string, ServerResponse>();
  const server = createServer((request, response) => {
    const id = String(request.headers["mcp-session-id"] ?? "");
    if (request.url === "/open") {
      response.end(JSON.stringify({ sessions: sessions.size, streams: streams.size }));
    } else if (request.method === "DELETE") {
      sessions.delete(id);
      streams.get(id)?.end();
      response.end();
    } else if (request.method === "GET") {
      openStream(response);
      streams.set(id, response);
      response.on("close", () => streams.delete(id));
    } else {
      void post(request, response, { id, sessions, streams });
    }
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1", () => {
    process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/\n`);
  });
}

interface Sessions {
  readonly id: string;
  readonly sessions: Set<string>;
  readonly streams: Map<string, ServerResponse>;
}

async function post(
  request: IncomingMessage,
  response: ServerResponse,
  { id, sessions, streams }: Sessions,
): Promise<void> {
  const message = JSON.parse(await text(request)) as Message;
  if (message.method === "subscriptions/listen") {
    openStream(response);
    const key = randomUUID();
    streams.set(key, response);
    response.on("close", () => streams.delete(key));
    response.write(`data: ${JSON.stringify(acknowledged(message))}\n\n`);
    return;
  }
  const answer = answerTo(message);
  if (answer === undefined) {
    response.writeHead(202).end();
    return;
  }
  if (message.method === "tools/call" && !isModern(message))
    streams.get(id)?.write(`data: ${JSON.stringify(updated())}\n\n`);
  const session = randomUUID();
  if (message.method === "initialize") sessions.add(session);
  response.writeHead(200, {
    "content-type": "application/json",
    ...(message.method === "initialize" && { "mcp-session-id": session }),
  });
  response.end(JSON.stringify(answer));
}

function openStream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
}
