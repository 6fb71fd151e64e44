import {
  Client as Client2,
  StreamableHTTPClientTransport as Transport2,
} from "@modelcontextprotocol/client";
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as Transport1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import {
  ElicitRequestSchema,
  ToolListChangedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { expect, onTestFinished, test, vi } from "vitest";
import { startFront, type TestFront } from "../../../test/gateway/front.ts";
import type { Script } from "../../../test/gateway/scripted-host.ts";
import { checkParameterHeaders } from "../wire/parameter-headers.ts";

const INFO = { name: "agent", version: "1.0.0" };
const OPTIONS = { capabilities: { elicitation: { form: {} } } };
const HEADERS = { requestInit: { headers: { Authorization: "Bearer alice" } } };

const TOOL = {
  name: "pay",
  inputSchema: {
    type: "object",
    properties: {
      to: { type: "string", "x-mcp-header": "To" },
      amount: { type: "integer", "x-mcp-header": "Amount" },
      urgent: { type: "boolean", "x-mcp-header": "Urgent" },
    },
  },
};
const PAID = { content: [{ type: "text", text: "paid" }] };
const COMPLETE = { resultType: "complete", ttlMs: 0, cacheScope: "private" };

/** A host that asks whoever calls, and tells them how far it is. */
const BANK: Script = {
  "tools/list": (_, __, { era }) => ({
    result: { tools: [TOOL], ...(era === "modern" ? COMPLETE : {}) },
  }),
  "tools/call": async ({ params }, exchange, session) => {
    const { progressToken } = (params?.["_meta"] ?? {}) as { readonly progressToken?: number };
    if (progressToken !== undefined)
      exchange.send({
        kind: "notification",
        message: { method: "notifications/progress", params: { progressToken, progress: 1 } },
      });
    if (session.era === "modern") return { result: { ...PAID, resultType: "complete" } };
    exchange.pause?.(20);
    exchange.send({
      kind: "request",
      message: {
        id: "ask-1",
        method: "elicitation/create",
        params: {
          mode: "form",
          message: "pay?",
          requestedSchema: { type: "object", properties: { yes: { type: "boolean" } } },
        },
      },
    });
    await vi.waitFor(() => expect(session.answers.length).toBe(1), { timeout: 5000 });
    return { result: PAID };
  },
};

async function connected1(front: TestFront): Promise<Client1> {
  const client = new Client1(INFO, OPTIONS);
  await client.connect(new Transport1(new URL(front.url), HEADERS));
  onTestFinished(() => client.close());
  return client;
}

async function connected2(
  front: TestFront,
  mode: "legacy" | "auto" | { pin: string },
): Promise<Client2> {
  const client = new Client2(INFO, { ...OPTIONS, versionNegotiation: { mode } });
  await client.connect(new Transport2(new URL(front.url), HEADERS));
  onTestFinished(() => client.close());
  return client;
}

const CALL = { name: "pay", arguments: { to: "zürich", amount: 3, urgent: true } };
const YES = { action: "accept", content: { yes: true } } as const;

test("a client of version 1 is asked, told, paused, resumed and answered", async () => {
  const front = await startFront(BANK);
  const client = await connected1(front);
  client.setRequestHandler(ElicitRequestSchema, async () => YES);
  const progress = vi.fn<() => void>();
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(["pay"]);
  const result = await client.callTool(CALL, undefined, { onprogress: progress });
  expect(result).toEqual(PAID);
  expect(progress).toHaveBeenCalledOnce();
  expect(front.host.sessions[0]?.answers).toMatchObject([{ id: "ask-1", answer: { result: YES } }]);
  expect(front.host.sessions[0]?.notifications[0]?.method).toBe("notifications/initialized");
});

test("a client of version 1 hears what belongs to no request, and ends its session", async () => {
  const front = await startFront();
  const client = await connected1(front);
  const changed = vi.fn<() => void>();
  client.setNotificationHandler(ToolListChangedNotificationSchema, changed);
  front.host.sessions[0]?.link.send({
    kind: "notification",
    message: { method: "notifications/tools/list_changed" },
  });
  await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce());
  await (client.transport as unknown as Transport1).terminateSession();
  expect(front.host.sessions[0]?.closed).toBe(true);
});

test("a client of version 2 in the legacy era is asked, told and answered", async () => {
  const front = await startFront(BANK);
  const client = await connected2(front, "legacy");
  client.setRequestHandler("elicitation/create", async () => YES);
  const progress = vi.fn<() => void>();
  expect(await client.callTool(CALL, { onprogress: progress })).toEqual(PAID);
  expect(progress).toHaveBeenCalledOnce();
  expect(front.host.sessions[0]?.era).toBe("legacy");
});

test.for(["auto", { pin: "2026-07-28" }] as const)(
  "a client of version 2 in the modern era (%j) sends the headers that its tool declares",
  async (mode) => {
    const front = await startFront(BANK);
    const client = await connected2(front, mode);
    const progress = vi.fn<() => void>();
    await client.listTools();
    expect(await client.callTool(CALL, { onprogress: progress })).toMatchObject(PAID);
    expect(progress).toHaveBeenCalledOnce();
    const { era, requests, exchanges } = front.host.sessions[0]!;
    expect([era, requests.at(-1)?.method]).toEqual(["modern", "tools/call"]);
    const { headers = {} } = exchanges.at(-1)!;
    expect(headers["mcp-param-to"]).toBe("=?base64?esO8cmljaA==?=");
    expect(() => checkParameterHeaders(headers, TOOL.inputSchema, CALL.arguments)).not.toThrow();
    const missing = { ...headers, "mcp-param-amount": undefined };
    expect(() => checkParameterHeaders(missing, TOOL.inputSchema, CALL.arguments)).toThrow(
      "Amount",
    );
  },
);

test("a client of version 2 falls back to a session where the gateway has no modern era", async () => {
  const front = await startFront({
    ...BANK,
    "server/discover": () => ({
      error: {
        code: -32_022,
        message: "unsupported protocol version",
        data: { supported: ["2025-11-25"], requested: "2026-07-28" },
      },
    }),
  });
  const client = await connected2(front, "auto");
  expect((await client.listTools()).tools.length).toBe(1);
  expect(front.host.sessions.map(({ era }) => era)).toEqual(["modern", "legacy"]);
});

test("a client of version 2 that cancels has cancelled", async () => {
  const front = await startFront({
    ...BANK,
    "tools/call": async (_, { signal }) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return { result: PAID };
    },
  });
  const client = await connected2(front, { pin: "2026-07-28" });
  const leaving = new AbortController();
  const called = client.callTool(CALL, { signal: leaving.signal });
  await vi.waitFor(() => expect(front.host.requests.at(-1)?.method).toBe("tools/call"));
  leaving.abort();
  await expect(called).rejects.toThrow("abort");
  await vi.waitFor(() =>
    expect(front.host.sessions[0]?.exchanges.at(-1)?.signal.aborted).toBe(true),
  );
});
