// `bank-server.ts` speaks on standard input and output; `bank-server.ts http` prints where it listens.
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { Bank, type BankMessage, type Say } from "./bank.ts";

const [form] = process.argv.slice(2);
if (form === "exit") process.exit(4);
const bank = new Bank();

const onPipe: Say = (message) => {
  if (typeof message === "string" || Buffer.isBuffer(message)) process.stdout.write(message);
  else process.stdout.write(`${JSON.stringify(message)}\n`);
};

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  if (request.method !== "POST") {
    response.writeHead(405).end();
    return;
  }
  const message = JSON.parse(body) as BankMessage;
  if (message.id === undefined || message.method === undefined) response.writeHead(202);
  else
    response.writeHead(200, {
      "content-type": "text/event-stream",
      ...(message.method === "initialize" ? { "mcp-session-id": randomUUID() } : {}),
    });
  response.flushHeaders();
  await bank.hear(message, (said) => response.write(`data: ${JSON.stringify(said)}\n\n`));
  if (message.params?.name !== "silent") response.end();
}

if (form === "http") {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address() as AddressInfo;
    console.log(`http://127.0.0.1:${port}/mcp`);
  });
} else {
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => void bank.hear(JSON.parse(line) as BankMessage, onPipe));
}
