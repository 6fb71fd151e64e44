import { type ActionRuntime, AgentActionBlocked } from "@capfence/core";
import { McpServer as McpServer2 } from "@modelcontextprotocol/server";
import { McpServer as McpServer1 } from "@modelcontextprotocol/sdk/server/mcp.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { done, INFO, little, tooMuch } from "../../test/in-process/bank.ts";
import { callStreamed, client1, client2, connect } from "../../test/in-process/clients.ts";
import { linesOf, paymentsRuntime } from "../../test/in-process/payments.ts";
import { answerIn, errorOf, reasonIn } from "../../test/in-process/results.ts";
import { guardMcpClient } from "./guard-client.ts";

let paid: unknown[];
let runtime: ActionRuntime;

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
});

const pay = async (input: unknown) => {
  paid.push(input);
  return done;
};

async function openClient() {
  const server = new McpServer1(INFO);
  server.registerTool("pay", { inputSchema: { amount: z.number() } }, pay);
  const client = guardMcpClient(client1(), { runtime, agentId: "agent" });
  await connect(server, client);
  return client;
}

describe("a guarded client", () => {
  it("gives its caller the block itself, by callTool and by request", async () => {
    const client = await openClient();
    for (const error of [
      await errorOf(client.callTool(tooMuch)),
      await errorOf(
        client.request({ method: "tools/call", params: tooMuch }, CallToolResultSchema),
      ),
    ])
      expect(AgentActionBlocked.isInstance(error)).toBe(true);
    expect(paid).toEqual([]);
  });

  it("sends nothing by the experimental stream either, which reports the block as an error of its own", async () => {
    const client = await openClient();
    expect(String(await errorOf(callStreamed(client, tooMuch)))).toContain("policy_deny");
    expect(paid).toEqual([]);
    expect(answerIn(await callStreamed(client, little))).toBe("paid");
  });

  it("records a tool that says it has failed", async () => {
    const server = new McpServer1(INFO);
    server.registerTool("pay", {}, async () => ({ ...done, isError: true }));
    const client = guardMcpClient(client1(), { runtime, agentId: "agent" });
    await connect(server, client);
    await client.callTool(little);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "failed"]);
  });

  it("gives a denial that output schemas are not applied to", async () => {
    const output = z.object({ ok: z.boolean() });
    const one = new McpServer1(INFO);
    one.registerTool("pay", { outputSchema: output }, async () => pay("one"));
    const two = new McpServer2(INFO);
    two.registerTool("pay", { outputSchema: output }, async () => pay("two"));
    for (const [server, client] of [
      [one, client1()],
      [two, client2()],
    ] as const) {
      guardMcpClient(client, { runtime, agentId: "agent", onBlocked: "message" });
      await connect(server, client);
      await client.listTools();
      expect(reasonIn(await client.callTool(tooMuch))).toBe("policy_deny");
    }
    expect(paid).toEqual([]);
  });

  it("leads to no transport that would carry anything", async () => {
    const client = await openClient();
    const message = { jsonrpc: "2.0", id: 99, method: "tools/call", params: tooMuch } as const;
    const error = await errorOf(client.transport?.send(message) ?? Promise.resolve());
    expect(AgentActionBlocked.isInstance(error)).toBe(true);
    expect(paid).toEqual([]);
  });

  it("is guarded once with the same options", async () => {
    const same = { runtime, agentId: "agent" };
    const client = guardMcpClient(client1(), same);
    expect(guardMcpClient(client, same)).toBe(client);
    const server = new McpServer1(INFO);
    server.registerTool("pay", { inputSchema: { amount: z.number() } }, pay);
    await connect(server, client);
    await client.callTool(little);
    expect(await linesOf(runtime)).toHaveLength(2);
  });

  it("cannot be guarded too late if it keeps its transport elsewhere", () => {
    const client = { transport: {}, connect: async () => undefined, callTool: async () => done };
    expect(() => guardMcpClient(client, { runtime, agentId: "agent" })).toThrow(
      "guard this client before it is connected",
    );
  });
});
