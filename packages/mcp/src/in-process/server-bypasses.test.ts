import { type ActionRuntime, ConfigurationError } from "@capfence/core";
import { McpServer as McpServer2, Server as Server2 } from "@modelcontextprotocol/server";
import { Server as Server1 } from "@modelcontextprotocol/sdk/server/index.js";
import { CallToolRequestSchema, CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { done, INFO, little, TOOLS, tooMuch } from "../../test/in-process/bank.ts";
import { client1, client2, connect } from "../../test/in-process/clients.ts";
import { linesOf, paymentsRuntime, recordsOf } from "../../test/in-process/payments.ts";
import { answerIn, errorOf, reasonIn } from "../../test/in-process/results.ts";
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

describe("a guarded Server", () => {
  it("judges a handler that replaces another, and one of the fallback", async () => {
    const server1 = new Server1(INFO, TOOLS);
    server1.setRequestHandler(CallToolRequestSchema, async () => pay("first"));
    guardMcpServer(server1, options);
    server1.setRequestHandler(CallToolRequestSchema, async () => pay("second"));
    const server2 = new Server2(INFO, TOOLS);
    server2.setRequestHandler("tools/call", async () => pay("first"));
    guardMcpServer(server2, options);
    server2.setRequestHandler("tools/call", async () => pay("second"));
    const [one, two] = [client1(), client2()];
    await connect(server1, one);
    await connect(server2, two);
    for (const client of [one, two])
      expect(reasonIn(await client.callTool(tooMuch))).toBe("policy_deny");
    expect(paid).toEqual([]);
  });

  it("judges what a schema of its own has made of the parameters", async () => {
    const server = guardMcpServer(new Server2(INFO, TOOLS), options);
    const params = z.object({
      name: z.string(),
      arguments: z.object({ amount: z.coerce.number() }),
    });
    server.setRequestHandler("tools/call", { params, result: z.any() }, (given) =>
      pay(given.arguments),
    );
    const client = client2();
    await connect(server, client);
    const call = (amount: string) => client.callTool({ name: "pay", arguments: { amount } });
    expect(reasonIn(await call("500"))).toBe("policy_deny");
    expect(answerIn(await call("5"))).toBe("paid");
    expect(paid).toEqual([{ amount: 5 }]);
  });

  it.each(["before", "after"])("judges calls that its fallback answers, set %s", async (when) => {
    for (const [server, client] of [
      [new Server1(INFO, TOOLS), client1()],
      [new Server2(INFO, TOOLS), client2()],
    ] as const) {
      const fallback = async (request: { method: string; params?: unknown }) =>
        request.method === "tools/call" ? pay(request.params) : {};
      if (when === "before") server.fallbackRequestHandler = fallback;
      guardMcpServer(server, options);
      guardMcpServer(server, { ...options, agentId: "second" });
      if (when === "after") server.fallbackRequestHandler = fallback;
      await connect(server, client);
      expect(reasonIn(await client.callTool(tooMuch))).toBe("policy_deny");
      expect(paid).toEqual([]);
      expect(answerIn(await client.callTool(little))).toBe("paid");
      expect(paid).toMatchObject([{ name: "pay", arguments: { amount: 5 } }]);
      paid.length = 0;
    }
    expect((await recordsOf(runtime)).filter(({ kind }) => kind === "decision")).toHaveLength(6);
  });

  it("answers a denied call for a task with an error, and makes no task", async () => {
    const tasks = { requests: { tools: { call: {} } } };
    const server = new Server1(INFO, { capabilities: { tools: {}, tasks } });
    guardMcpServer(server, options);
    server.setRequestHandler(CallToolRequestSchema, async () => pay("task"));
    const client = client1();
    await connect(server, client);
    const call = { method: "tools/call", params: tooMuch } as const;
    const error = await errorOf(client.request(call, CallToolResultSchema, { task: {} }));
    expect(error).toMatchObject({ code: -32_003 });
    expect(paid).toEqual([]);
  });

  it("does not run a call that is cancelled while it waits for an approval", async () => {
    const server = guardMcpServer(new Server1(INFO, TOOLS), { ...options, onApproval: "wait" });
    server.setRequestHandler(CallToolRequestSchema, async () => pay("late"));
    const client = client1();
    await connect(server, client);
    const stop = new AbortController();
    const call = { name: "pay", arguments: { amount: 50 } };
    const error = errorOf(client.callTool(call, undefined, { signal: stop.signal }));
    await expect.poll(() => runtime.approvals.pending()).toHaveLength(1);
    stop.abort();
    expect(await error).toBeDefined();
    const [request] = await runtime.approvals.pending();
    await runtime.approvals.approve(request?.id ?? "", { by: "carol" });
    await expect.poll(() => linesOf(runtime)).toEqual(["payments.pay approval_required"]);
    expect(paid).toEqual([]);
  });

  it("has to be a server, and to give the codec that it verifies with", () => {
    for (const other of [{}, { server: {} }, { setRequestHandler: () => undefined }])
      expect(() => guardMcpServer(other as never, options)).toThrow(ConfigurationError);
    const verifying = new McpServer2(INFO, { requestState: { verify: async () => undefined } });
    expect(() => guardMcpServer(verifying, { ...options, onApproval: "pause" })).toThrow(
      "a server that verifies requestState",
    );
    expect(() => guardMcpServer(verifying, options)).not.toThrow();
  });
});
