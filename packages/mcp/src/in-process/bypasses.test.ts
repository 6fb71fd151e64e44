/* oxlint-disable no-underscore-dangle -- the SDK's names */
import type { ActionRuntime } from "@capfence/core";
import { McpServer as McpServer2 } from "@modelcontextprotocol/server";
import { McpServer as McpServer1 } from "@modelcontextprotocol/sdk/server/mcp.js";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { done, INFO, little, tooMuch } from "../../test/in-process/bank.ts";
import { client1, client2, connect } from "../../test/in-process/clients.ts";
import { linesOf, paymentsRuntime, recordsOf } from "../../test/in-process/payments.ts";
import { answerIn, denialIn, errorOf, reasonIn } from "../../test/in-process/results.ts";
import { guardMcpServer } from "./guard-server.ts";
import type { McpServerGuardOptions } from "./options.ts";

let paid: unknown[];
let runtime: ActionRuntime;
let options: McpServerGuardOptions;

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent" };
});

const pay = async (input: unknown) => {
  paid.push(input);
  return done;
};

const versions = [
  {
    name: "McpServer 1",
    client: client1,
    make: () => new McpServer1(INFO),
    add: (server: object) =>
      (server as McpServer1).registerTool("pay", { inputSchema: { amount: z.number() } }, pay),
  },
  {
    name: "McpServer 2",
    client: client2,
    make: () => new McpServer2(INFO),
    add: (server: object) =>
      (server as McpServer2).registerTool(
        "pay",
        { inputSchema: z.object({ amount: z.number() }) },
        pay,
      ),
  },
] as const;

describe.each(versions)("a guarded $name", ({ client: makeClient, make, add }) => {
  const connected = async (server: { connect(transport: never): Promise<void> }) => {
    const client = makeClient();
    await connect(server, client);
    return client;
  };

  it("judges a tool whose callback is replaced later", async () => {
    const server = make();
    const tool = add(server);
    guardMcpServer(server, options);
    const swapped = async (input: unknown) => {
      paid.push("swapped", input);
      return done;
    };
    (tool as { update(updates: object): void }).update({ callback: swapped });
    const client = await connected(server);
    expect(reasonIn(await client.callTool(tooMuch))).toBe("policy_deny");
    expect(paid).toEqual([]);
    expect(answerIn(await client.callTool(little))).toBe("paid");
    expect(paid).toEqual(["swapped", { amount: 5 }]);
  });

  it("judges a tool under the name it is called by, also when it was renamed", async () => {
    const server = guardMcpServer(make(), options);
    const tool = add(server);
    (tool as { update(updates: object): void }).update({ name: "gift" });
    const client = await connected(server);
    expect(reasonIn(await client.callTool({ ...little, name: "gift" }))).toBe("tool_unmapped");
    expect(paid).toEqual([]);
  });

  it("runs nothing for a tool that was removed, and records that", async () => {
    const server = guardMcpServer(make(), options);
    (add(server) as { remove(): void }).remove();
    const client = await connected(server);
    const outcome = await client.callTool(little).catch((error: unknown) => error);
    expect(answerIn(outcome)).not.toBe("paid");
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "failed"]);
    expect(paid).toEqual([]);
  });

  it("judges tools that are added after it was connected", async () => {
    const server = guardMcpServer(make(), options);
    add(server);
    const client = await connected(server);
    const late = server as McpServer1;
    late.registerTool("late", {}, async () => pay("late"));
    expect(reasonIn(await client.callTool({ name: "late", arguments: {} }))).toBe("tool_unmapped");
    expect(paid).toEqual([]);
  });

  it("runs nothing for arguments that the schema does not take, or that no record can hold", async () => {
    const server = guardMcpServer(make(), options);
    add(server);
    const client = await connected(server);
    expect(denialIn(await client.callTool({ name: "pay" }))).toBeDefined();
    const proto = JSON.parse('{"amount":5,"__proto__":{"amount":500}}') as object;
    await client.callTool({ name: "pay", arguments: proto as Record<string, unknown> });
    expect(paid).toEqual([{ amount: 5 }]);
    expect((await recordsOf(runtime)).findLast(({ kind }) => kind === "decision")).toMatchObject({
      payload: { amount: 5 },
    });
    paid.length = 0;
    const huge = { amount: 5, order: 2 ** 60 };
    expect(await errorOf(client.callTool({ name: "pay", arguments: huge }))).toBeDefined();
    expect(paid).toEqual([]);
  });

  it("answers in throw mode with an error that says why, and nothing of the policy", async () => {
    const server = guardMcpServer(make(), { ...options, onBlocked: "throw" });
    add(server);
    const client = await connected(server);
    const error = await errorOf(client.callTool(tooMuch));
    expect(error).toMatchObject({
      code: -32_003,
      message: expect.stringContaining("policy_deny: nobody pays that much"),
      data: { capfence: { reason: "policy_deny" } },
    });
    expect(JSON.stringify(error)).not.toMatch(/too-much|payments\.yaml/u);
    expect(paid).toEqual([]);
  });

  it("is guarded once with the same options, and twice with others", async () => {
    const server = make();
    add(server);
    guardMcpServer(guardMcpServer(server, options), options);
    guardMcpServer(server, options);
    const client = await connected(server);
    await client.callTool(little);
    expect(await linesOf(runtime)).toHaveLength(2);
    guardMcpServer(server, { ...options, agentId: "other", capability: "files.read" });
    await client.callTool(little);
    expect(await linesOf(runtime)).toHaveLength(6);
    expect(reasonIn(await client.callTool(tooMuch))).toBe("policy_deny");
    expect(paid).toHaveLength(2);
  });

  it("leaves resources and prompts alone", async () => {
    const server = guardMcpServer(make(), options);
    (server as McpServer1).registerResource("rates", "bank://rates", {}, async () => ({
      contents: [{ uri: "bank://rates", text: "2%" }],
    }));
    (server as McpServer1).registerPrompt("greet", {}, () => ({
      messages: [{ role: "user", content: { type: "text", text: "hello" } }],
    }));
    const client = await connected(server);
    expect((await client.readResource({ uri: "bank://rates" })).contents).toMatchObject([
      { text: "2%" },
    ]);
    expect((await client.getPrompt({ name: "greet" })).messages).toHaveLength(1);
    expect(await recordsOf(runtime)).toEqual([]);
  });

  it("acts for whoever the host finds in the request, in the transport's session", async () => {
    const server = guardMcpServer(make(), {
      ...options,
      identify: ({ authInfo, http }) => ({
        actor: String((http?.authInfo ?? authInfo)?.extra?.["sub"]),
      }),
    });
    add(server);
    const client = makeClient();
    await connect(server, client);
    const near = client.transport as unknown as {
      send: (message: unknown, given: object) => Promise<void>;
      _otherTransport: { sessionId: string };
    };
    const send = near.send.bind(near);
    const authInfo = { token: "t", clientId: "app", scopes: [], extra: { sub: "alice" } };
    near.send = (message, given) => send(message, { ...given, authInfo });
    near._otherTransport.sessionId = "session-7";
    await client.callTool(little);
    expect((await recordsOf(runtime))[0]).toMatchObject({
      actor: "alice",
      context: { sessionId: "session-7", framework: "mcp", toolName: "pay" },
    });
  });
});
