import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type ActionRuntime, AgentActionBlocked } from "@capfence/core";
import { Client as Client2 } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { McpServer as McpServer1 } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { client1 } from "../../test/in-process/clients.ts";
import { linesOf, paymentsRuntime } from "../../test/in-process/payments.ts";
import { answerIn, denialIn, errorOf } from "../../test/in-process/results.ts";
import { guardMcpClient } from "./guard-client.ts";
import { guardMcpServer } from "./guard-server.ts";
import { guardMcpTransport } from "./guard-transport.ts";

const approver = () => ({ by: "carol" });
const yes = { action: "accept", content: { approve: true } } as const;
const pay = (amount: number) => ({ name: "pay", arguments: { amount } });

describe("version 1 over HTTP", () => {
  let runtime: ActionRuntime;
  let http: Server;
  let paid: unknown[];
  /** Serves a session on a port of this machine, with whatever `guard` puts around its parts. */
  let serve: (
    guard: (
      server: McpServer1,
      transport: StreamableHTTPServerTransport,
    ) => StreamableHTTPServerTransport,
  ) => Promise<URL>;

  beforeEach(() => {
    runtime = paymentsRuntime();
    paid = [];
    serve = async (guard) => {
      const raw = new StreamableHTTPServerTransport({ sessionIdGenerator: () => "session-7" });
      const server = new McpServer1({ name: "bank", version: "1.0.0" });
      server.registerTool("pay", { inputSchema: { amount: z.number() } }, async (input) => {
        paid.push(input);
        return { content: [{ type: "text", text: "paid" }] };
      });
      const transport = guard(server, raw);
      await server.connect(transport);
      http = createServer((request, response) => void transport.handleRequest(request, response));
      await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
      return new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`);
    };
  });

  afterEach(() => {
    http.closeAllConnections();
    http.close();
  });

  it("runs what the client's user approves, in the session of the connection", async () => {
    const options = { runtime, agentId: "agent", onApproval: "pause", approver } as const;
    const url = await serve((server, transport) => {
      guardMcpServer(server, options);
      return transport;
    });
    const client = client1({ elicitation: {} });
    client.setRequestHandler(ElicitRequestSchema, async () => yes);
    await client.connect(new StreamableHTTPClientTransport(url));
    expect(answerIn(await client.callTool(pay(50)))).toBe("paid");
    expect(denialIn(await client.callTool(pay(500)))).toContain("policy_deny");
    expect(paid).toEqual([{ amount: 50 }]);
    const decisions = (await runtime.approvals.list("consumed")).map(({ context }) => context);
    expect(decisions).toMatchObject([{ sessionId: "session-7" }]);
    await client.close();
  });

  it("carries no denied call of a guarded client, nor past a guarded transport", async () => {
    const theirs = paymentsRuntime();
    const url = await serve((_, transport) =>
      guardMcpTransport(transport as never, { runtime: theirs, agentId: "agent" }),
    );
    const guarded = guardMcpClient(client1(), { runtime, agentId: "agent" });
    await guarded.connect(new StreamableHTTPClientTransport(url));
    const error = await errorOf(guarded.callTool(pay(500)));
    expect(AgentActionBlocked.isInstance(error)).toBe(true);
    expect(await linesOf(theirs)).toEqual([]);
    expect(answerIn(await guarded.callTool(pay(5)))).toBe("paid");
    expect(await linesOf(theirs)).toEqual(await linesOf(runtime).then((lines) => lines.slice(1)));
    expect(paid).toEqual([{ amount: 5 }]);
    await guarded.close();
  });
});

describe("version 2 over standard input and output", () => {
  it.each(["auto", "legacy"] as const)(
    "asks, runs and blocks with a client in %s mode",
    async (mode) => {
      const runtime = paymentsRuntime();
      const client = new Client2(
        { name: "agent", version: "1.0.0" },
        { capabilities: { elicitation: {} }, versionNegotiation: { mode } },
      );
      client.setRequestHandler("elicitation/create", async () => yes as never);
      guardMcpClient(client, { runtime, agentId: "agent", capability: "files.read" });
      const script = fileURLToPath(
        new URL("../../test/in-process/stdio-server.ts", import.meta.url),
      );
      const args = ["--conditions=@capfence/source", script];
      await client.connect(new StdioClientTransport({ command: process.execPath, args }));
      expect(answerIn(await client.callTool(pay(5)))).toBe("paid 5");
      expect(answerIn(await client.callTool(pay(50)))).toBe("paid 50");
      expect(denialIn(await client.callTool(pay(500)))).toContain("policy_deny");
      expect((await linesOf(runtime)).at(-1)).toBe("failed");
      await client.close();
    },
  );
});
