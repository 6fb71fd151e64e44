import type { ActionRuntime } from "@capfence/core";
import { McpServer as McpServer2 } from "@modelcontextprotocol/server";
import { McpServer as McpServer1 } from "@modelcontextprotocol/sdk/server/mcp.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { client1, client2, connect } from "../../test/in-process/clients.ts";
import { linesOf, paymentsRuntime } from "../../test/in-process/payments.ts";
import { answerIn, denialIn, errorOf } from "../../test/in-process/results.ts";
import { guardMcpServer } from "./guard-server.ts";
import type { McpServerGuardOptions } from "./options.ts";

const INFO = { name: "bank", version: "1.0.0" };
const asking = { name: "pay", arguments: { amount: 50 } };
const approved = { action: "accept", content: { approve: true } };

let paid: unknown[];
let runtime: ActionRuntime;
let asked: { message?: string }[];
let options: McpServerGuardOptions;

const approver = () => ({ by: "carol" });

beforeEach(() => {
  [paid, asked] = [[], []];
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent", onApproval: "pause", approver };
});

const pay = async (input: unknown) => {
  paid.push(input);
  return { content: [{ type: "text" as const, text: "paid" }] };
};

/** Clients of both versions, whose user answers like this; the second makes SDK 2 ask as SDK 1 does. */
const versions = {
  "1": async (
    guarding: McpServerGuardOptions,
    answer: unknown,
    elicitation: object | undefined,
  ) => {
    const server = guardMcpServer(new McpServer1(INFO), guarding);
    server.registerTool("pay", { inputSchema: { amount: z.number() } }, pay);
    const client = client1(elicitation && { elicitation });
    if (elicitation !== undefined)
      client.setRequestHandler(ElicitRequestSchema, async ({ params }) => {
        asked.push(params);
        return answer as never;
      });
    await connect(server, client);
    return client;
  },
  "2, which speaks the protocol of version 1": async (
    guarding: McpServerGuardOptions,
    answer: unknown,
    elicitation: object | undefined,
  ) => {
    const server = new McpServer2(INFO);
    server.registerTool("pay", { inputSchema: z.object({ amount: z.number() }) }, pay);
    guardMcpServer(server, guarding);
    const client = client2(elicitation && { elicitation });
    if (elicitation !== undefined)
      client.setRequestHandler("elicitation/create", async ({ params }) => {
        asked.push(params);
        return answer as never;
      });
    await connect(server, client);
    return client;
  },
};

describe.each(Object.entries(versions))("a guarded server of version %s", (_, open) => {
  it("asks the client's user what is to run, and runs it once they have approved", async () => {
    const client = await open(options, approved, {});
    expect(answerIn(await client.callTool(asking))).toBe("paid");
    expect(paid).toEqual([{ amount: 50 }]);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.message).toMatch(
      /Approve "pay"\?.*\na human looks at large sums\n.*"amount": 50/su,
    );
    expect(await runtime.approvals.list("consumed")).toMatchObject([
      { answers: [{ by: "carol" }] },
    ]);
    expect(await linesOf(runtime)).toEqual([
      "payments.pay approval_required",
      "payments.pay approval_granted",
      "succeeded",
    ]);
  });

  it("tells the model the words of a no", async () => {
    const client = await open(
      options,
      { action: "accept", content: { approve: false, note: "not on a Friday" } },
      {},
    );
    expect(denialIn(await client.callTool(asking))).toContain("not on a Friday");
    expect(await runtime.approvals.list("rejected")).toHaveLength(1);
    expect(paid).toEqual([]);
  });

  it("does not run what was declined", async () => {
    const client = await open(options, { action: "decline" }, {});
    expect(denialIn(await client.callTool(asking))).toContain("approval_rejected");
    expect(paid).toEqual([]);
  });

  it("leaves the request to others where the question was dismissed", async () => {
    const client = await open(options, { action: "cancel" }, {});
    expect(denialIn(await client.callTool(asking))).toContain("approval_required");
    expect(await runtime.approvals.pending()).toHaveLength(1);
    expect(asked).toHaveLength(1);
    expect(paid).toEqual([]);
  });

  it.each([undefined, { url: {} }])("blocks where the client can show no form: %j", async (can) => {
    const client = await open(options, approved, can);
    expect(denialIn(await client.callTool(asking))).toContain("approval_required");
    expect(asked).toEqual([]);
    expect(paid).toEqual([]);
  });

  it("counts a yes only of somebody the host names", async () => {
    const client = await open({ ...options, approver: () => undefined }, approved, {});
    expect(denialIn(await client.callTool(asking))).toContain("approval_required");
    expect(asked).toHaveLength(1);
    expect(paid).toEqual([]);
  });

  it("does not ask unless it is told to, and never about what is allowed or denied", async () => {
    const blocking = await open({ ...options, onApproval: "block" }, approved, {});
    expect(denialIn(await blocking.callTool(asking))).toContain("approval_required");
    const client = await open(options, approved, {});
    expect(answerIn(await client.callTool({ name: "pay", arguments: { amount: 5 } }))).toBe("paid");
    const denied = await client.callTool({ name: "pay", arguments: { amount: 500 } });
    expect(denialIn(denied)).toContain("policy_deny");
    expect(asked).toEqual([]);
    expect(paid).toEqual([{ amount: 5 }]);
  });

  it("blocks where the answer is nothing it has asked for", async () => {
    const client = await open(options, { action: "accept", content: { approve: "yes" } }, {});
    expect(answerIn(await client.callTool(asking))).not.toBe("paid");
    expect(await runtime.approvals.pending()).toHaveLength(1);
    expect(paid).toEqual([]);
  });
});

describe("a guarded server of version 1", () => {
  it("does not take a yes for another request for the same call, made while its user thinks", async () => {
    const open = versions["1"];
    const other = await open({ ...options, onApproval: "block" }, approved, undefined);
    const answer = Promise.withResolvers<unknown>();
    const client = await open(options, answer.promise, {});
    const running = client.callTool(asking);
    await expect.poll(() => asked).toHaveLength(1);
    const [first] = await runtime.approvals.pending();
    await runtime.approvals.approve(first?.id ?? "", { by: "dora" });
    await other.callTool(asking);
    await other.callTool(asking);
    const waiting = await runtime.approvals.pending();
    answer.resolve(approved);
    expect(denialIn(await running)).toContain("approval_required");
    expect(paid).toEqual([{ amount: 50 }]);
    expect(waiting).toHaveLength(1);
    expect(await runtime.approvals.pending()).toEqual(waiting);
  });

  it("does not run a call that is cancelled while its user is asked", async () => {
    const server = guardMcpServer(new McpServer1(INFO), options);
    server.registerTool("pay", { inputSchema: { amount: z.number() } }, pay);
    const client = client1({ elicitation: {} });
    const question = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<never>();
    client.setRequestHandler(ElicitRequestSchema, () => {
      question.resolve();
      return answer.promise;
    });
    await connect(server, client);
    const stop = new AbortController();
    const ended = errorOf(client.callTool(asking, undefined, { signal: stop.signal }));
    await question.promise;
    stop.abort();
    expect(await ended).toBeDefined();
    answer.resolve(approved as never);
    await expect.poll(() => linesOf(runtime)).toHaveLength(2);
    expect(await runtime.approvals.list("approved")).toEqual([]);
    expect(paid).toEqual([]);
  });

  it("waits for an answer no longer than it is told to", async () => {
    const server = guardMcpServer(new McpServer1(INFO), { ...options, approvalWait: 20 });
    server.registerTool("pay", { inputSchema: { amount: z.number() } }, pay);
    const client = client1({ elicitation: {} });
    client.setRequestHandler(ElicitRequestSchema, () => new Promise<never>(() => undefined));
    await connect(server, client);
    expect(denialIn(await client.callTool(asking))).toContain("approval_required");
    expect(paid).toEqual([]);
  });
});
