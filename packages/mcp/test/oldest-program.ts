import { ActionRuntime, AgentActionBlocked, CapabilitySystem, MemoryStorage } from "@capfence/core";
import { guardMcpClient, guardMcpServer } from "@capfence/mcp";
import { Client as Client2 } from "@modelcontextprotocol/client";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { CallToolRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import {
  InMemoryTransport as InMemoryTransport2,
  Server as Server2,
} from "@modelcontextprotocol/server";

const policy = "deny: [{ capability: pay, amount_gt: 100 }]\nallow: [pay]\n";
const runtime = new ActionRuntime({
  capabilitySystem: new CapabilitySystem().loadPolicyText(policy, "policy.yaml"),
  storage: new MemoryStorage(),
});
const options = { runtime, agentId: "agent", capability: "pay" } as const;
const about = { name: "bank", version: "1.0.0" };
const capabilities = { tools: {} };
const pay = (input: unknown) => ({
  content: [{ type: "text" as const, text: `paid ${(input as { amount: number }).amount}` }],
});

const server = new Server(about, { capabilities });
server.setRequestHandler(CallToolRequestSchema, ({ params }) => pay(params.arguments));
const client = guardMcpClient(new Client(about), options);
const [near, far] = InMemoryTransport.createLinkedPair();
await Promise.all([server.connect(far), client.connect(near)]);
console.log((await client.callTool({ name: "pay", arguments: { amount: 5 } })).content);
const blocked = await client
  .callTool({ name: "pay", arguments: { amount: 500 } })
  .catch((thrown: unknown) => thrown);
console.log(AgentActionBlocked.find(blocked)?.reason);

const server2 = guardMcpServer(new Server2(about, { capabilities }), options);
server2.setRequestHandler("tools/call", ({ params }) => pay(params.arguments));
const client2 = new Client2(about);
const [near2, far2] = InMemoryTransport2.createLinkedPair();
await Promise.all([server2.connect(far2), client2.connect(near2)]);
for (const amount of [5, 500])
  console.log((await client2.callTool({ name: "pay", arguments: { amount } })).content);
