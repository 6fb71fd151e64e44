import { Client as Client2, InMemoryTransport as InMemory2 } from "@modelcontextprotocol/client";
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport as InMemory1 } from "@modelcontextprotocol/sdk/inMemory.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";

interface Connects {
  connect(transport: never): Promise<void>;
}

const INFO = { name: "agent", version: "1.0.0" };

/** A client of version 1. */
export function client1(capabilities: object = {}): Client1 {
  return new Client1(INFO, { capabilities });
}

/** A client of version 2. */
export function client2(capabilities: object = {}): Client2 {
  return new Client2(INFO, { capabilities });
}

/** Connects a server with a client in this process. */
export async function connect(server: Connects, client: Connects): Promise<void> {
  const memory = client instanceof Client2 ? InMemory2 : InMemory1;
  const [near, far] = memory.createLinkedPair();
  await Promise.all([server.connect(far as never), client.connect(near as never)]);
}

/** Calls a tool through version 1's experimental stream; rejects with what the stream reports. */
export async function callStreamed(
  client: Client1,
  call: { name: string; arguments: Record<string, unknown> },
  options?: { signal: AbortSignal },
): Promise<unknown> {
  const stream = client.experimental.tasks.callToolStream(call, CallToolResultSchema, options);
  for await (const message of stream) {
    if (message.type === "error") throw message.error;
    if (message.type === "result") return message.result;
  }
  throw new Error("the stream ended without a result");
}
