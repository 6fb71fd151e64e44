import type { ActionRuntime } from "@capfence/core";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import {
  createMcpHandler,
  createRequestStateCodec,
  inputRequired,
  McpServer,
} from "@modelcontextprotocol/server";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { linesOf, paymentsRuntime } from "../../test/in-process/payments.ts";
import { answerIn, denialIn } from "../../test/in-process/results.ts";
import { asking, bank as bankOf, post, said } from "../../test/in-process/rounds.ts";
import { guardMcpServer } from "./guard-server.ts";
import type { McpServerGuardOptions } from "./options.ts";

let paid: unknown[];
let seen: unknown[];
let runtime: ActionRuntime;
let options: McpServerGuardOptions;

const approver = () => ({ by: "carol" });
const throwing = (): never => {
  throw new Error("no such user");
};

beforeEach(() => {
  [paid, seen] = [[], []];
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent", onApproval: "pause", approver };
});

const bank = (settings?: object): McpServer => bankOf(paid, seen, settings);
const guarded = (): McpServer => guardMcpServer(bank(), options);

describe("a guarded server that asks in rounds", () => {
  it("answers with the question, its request's id, and a state to bring back", async () => {
    const { result } = await post(guarded, asking);
    const [request] = await runtime.approvals.pending();
    expect(result).toMatchObject({
      resultType: "input_required",
      inputRequests: { capfence: { method: "elicitation/create", params: { mode: "form" } } },
      _meta: { capfence: { approvalId: request?.id, tool: "pay", payload: { amount: 50 } } },
    });
    expect(paid).toEqual([]);
  });

  it("runs what was approved, and tells the tool nothing of the round before", async () => {
    const { result } = await post(guarded, asking);
    const { requestState } = result ?? {};
    const answer = await post(guarded, { ...asking, ...said, requestState });
    expect(answerIn(answer.result)).toBe("paid");
    expect(seen).toEqual([undefined, undefined]);
    expect(await linesOf(runtime)).toEqual([
      "payments.pay approval_required",
      "payments.pay approval_granted",
      "succeeded",
    ]);
  });

  it("runs nothing where nobody can say who acts or who has answered", async () => {
    const { result } = await post(guarded, asking);
    const again = { ...asking, ...said, requestState: result?.requestState };
    for (const broken of [{ approver: throwing }, { identify: throwing }])
      expect(
        (await post(() => guardMcpServer(bank(), { ...options, ...broken }), again)).result,
      ).toBeUndefined();
    expect(paid).toEqual([]);
    expect(await runtime.approvals.list("approved")).toEqual([]);
  });

  it("blocks, and does not ask again, where the question was dismissed", async () => {
    const { result } = await post(guarded, asking);
    const answer = await post(guarded, {
      ...asking,
      inputResponses: { capfence: { action: "cancel" } },
      requestState: result?.requestState,
    });
    expect(denialIn(answer.result)).toContain("approval_required");
    expect(paid).toEqual([]);
  });

  it("blocks where the client can show no form", async () => {
    const answer = await post(guarded, asking, {});
    expect(denialIn(answer.result)).toContain("approval_required");
  });

  it("leaves what a server verifies itself to it", async () => {
    const codec = createRequestStateCodec({ key: new Uint8Array(32) });
    const settings = { requestState: codec };
    const make = () => guardMcpServer(bank(settings), { ...options, requestState: codec });
    const forged = await post(make, { ...asking, ...said, requestState: "v1.e30.AAAA" });
    expect(forged.error?.code).toBe(-32_602);
    const { result } = await post(make, asking);
    const answer = await post(make, { ...asking, ...said, requestState: result?.requestState });
    expect(answerIn(answer.result)).toBe("paid");
  });

  it("lets a tool ask for input of its own, and judges each round", async () => {
    const make = () => {
      const server = new McpServer({ name: "bank", version: "1.0.0" });
      server.registerTool(
        "pay",
        { inputSchema: z.object({ amount: z.number() }) },
        (_, context) => {
          const { inputResponses, requestState } = context.mcpReq;
          paid.push([inputResponses, requestState()]);
          if (inputResponses !== undefined) return { content: [{ type: "text", text: "paid" }] };
          const elicit = inputRequired.elicit({
            message: "which account?",
            requestedSchema: { type: "object", properties: { account: { type: "string" } } },
          });
          return inputRequired({ inputRequests: { account: elicit }, requestState: "mine" });
        },
      );
      return guardMcpServer(server, options);
    };
    const call = { arguments: { amount: 5 } };
    expect((await post(make, call)).result?.requestState).toBe("mine");
    const inputResponses = { account: { action: "accept", content: { account: "main" } } };
    const answer = await post(make, { ...call, inputResponses, requestState: "mine" });
    expect(answerIn(answer.result)).toBe("paid");
    expect(paid).toEqual([
      [undefined, undefined],
      [inputResponses, "mine"],
    ]);
    expect(await linesOf(runtime)).toHaveLength(4);
  });
});

describe("a client of the protocol of 2026-07-28", () => {
  it("has its user asked and the call run without doing anything of its own", async () => {
    const handler = createMcpHandler(guarded);
    const client = new Client(
      { name: "agent", version: "1.0.0" },
      { capabilities: { elicitation: {} }, versionNegotiation: { mode: "auto" } },
    );
    client.setRequestHandler(
      "elicitation/create",
      async () => said.inputResponses.capfence as never,
    );
    const fetch = (url: string | URL, init?: RequestInit): Promise<Response> =>
      handler.fetch(new Request(url, init));
    await client.connect(new StreamableHTTPClientTransport(new URL("http://bank/mcp"), { fetch }));
    expect(answerIn(await client.callTool({ name: "pay", ...asking }))).toBe("paid");
    expect(paid).toEqual([{ amount: 50 }]);
    await client.close();
  });
});
