import type { JsonObject } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { paying, PAYING } from "../../../test/gateway/paying.ts";
import { Relayed } from "../../../test/gateway/relayed.ts";
import { type Got, ScriptedUpstream } from "../../../test/gateway/scripted-upstream.ts";
import { until } from "../../../test/gateway/until.ts";
import { defaultSettings } from "../config/default-settings.ts";
import type { Era } from "../wire/protocol.ts";

const ALL = { sampling: {}, elicitation: {}, roots: { listChanged: true } };
const MAPPED = PAYING.replace(
  "allow:\n",
  `  - { id: named, capability: mcp.elicitation, args: { /message: { starts_with: "your name" } } }
allow:
  - { capability: mcp.sampling, args: { /maxTokens: { lte: 100 } } }
  - mcp.elicitation
`,
).replace(
  "tools:\n",
  `tools:
  "mcp:sampling/createMessage": mcp.sampling
  "mcp:elicitation/create": mcp.elicitation
`,
);
const SAMPLING = { messages: [], maxTokens: 100 };

function answers(server: ScriptedUpstream): readonly Got[] {
  return server.got.filter(({ kind }) => kind === "answer");
}

async function answered(server: ScriptedUpstream, count = 1): Promise<readonly Got[]> {
  await until(() => answers(server).length >= count);
  return answers(server);
}

/** A result in which a server asks for something. */
function asking(inputRequests: unknown): JsonObject {
  return { resultType: "input_required", inputRequests, requestState: "s" } as JsonObject;
}

describe("what a server asks of a client", () => {
  it("reaches it where the policy allows that, under an id of the gateway", async () => {
    const { relayed, server } = paying({ policy: MAPPED });
    const client = await relayed.client("legacy", ALL);
    client.answers = () => ({ result: { role: "assistant" } });
    server.conversation.ask(7, "sampling/createMessage", {
      ...SAMPLING,
      _meta: { progressToken: 1 },
    });
    expect(await answered(server)).toMatchObject([
      { id: 7, answer: { result: { role: "assistant" } } },
    ]);
    expect(client.unsolicited).toHaveLength(1);
    expect(client.asked[0]).toMatchObject({ params: { ...SAMPLING, _meta: { progressToken: 1 } } });
    expect(client.asked[0]?.params).not.toHaveProperty("upstream");
    expect(client.asked[0]?.id).not.toBe(7);
    expect(await relayed.lines()).toEqual(["mcp:sampling/createMessage policy_allow", "succeeded"]);
  });

  it.each<[string, string, JsonObject, object]>([
    [
      "it denies",
      "sampling/createMessage",
      { messages: [], maxTokens: 101 },
      { error: { code: -1, message: "refused by policy" } },
    ],
    [
      "it knows nothing of",
      "roots/list",
      {},
      { error: { code: -1, message: "refused by policy" } },
    ],
    [
      "needs an approval",
      "elicitation/create",
      { message: "your name?" },
      { result: { action: "decline" } },
    ],
    ["MCP has not", "tools/call", { name: "x" }, { error: { code: -32_601 } }],
    ["MCP has not", "sampling/createMessage ", {}, { error: { code: -32_601 } }],
  ])(
    "does not reach it where the policy says that %s (%s)",
    async (_what, method, params, answer) => {
      const { relayed, server } = paying({ policy: MAPPED });
      const client = await relayed.client("legacy", ALL);
      server.conversation.ask("x", method, params);
      expect(await answered(server)).toMatchObject([{ id: "x", answer }]);
      expect(client.heard).toEqual([]);
    },
  );

  it("is only what the client is told to have, as far as servers can know", async () => {
    const { relayed, server } = paying({ policy: MAPPED });
    await relayed.client("legacy", ALL);
    const opening = server.got.find(({ method }) => method === "initialize");
    expect(opening?.params?.["capabilities"]).toEqual({ sampling: {}, elicitation: {} });
    const modern = await relayed.client("modern", ALL);
    await modern.call("read");
    expect(JSON.stringify(server.calls[0]?.["_meta"])).toMatch(/sampling/);
    expect(JSON.stringify(server.calls[0]?.["_meta"])).not.toMatch(/roots/);
  });

  it("goes to the stream of the request that it belongs to, and an approved call goes on after it", async () => {
    const { relayed, server } = paying({ policy: MAPPED });
    const client = await relayed.client("legacy", ALL);
    client.answers = () => ({ result: { action: "accept", content: { approve: true } } });
    server.on("tools/call", async (_request, { hear }) => {
      const params = { message: "which account?" };
      hear({ kind: "request", message: { id: 1, method: "elicitation/create", params } });
      const [got] = await answered(server);
      return { result: { content: [], structuredContent: { action: got?.answer?.result ?? {} } } };
    });
    const answer = await client.call("pay", { amount: 50 });
    expect(answer.result?.["structuredContent"]).toMatchObject({ action: { action: "accept" } });
    expect(client.unsolicited).toEqual([]);
    expect(client.asked).toHaveLength(2);
    expect(server.calls).toHaveLength(1);
  });

  it("is answered by the gateway where it only asks whether somebody is there", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client();
    server.conversation.ask(1, "ping");
    expect(await answered(server)).toMatchObject([{ id: 1, answer: { result: {} } }]);
    expect(client.heard).toEqual([]);
  });

  it("is taken back when the server takes it back, also before the client has heard of it", async () => {
    const { relayed, server } = paying({ policy: MAPPED });
    const client = await relayed.client("legacy", ALL);
    server.conversation.ask(1, "sampling/createMessage", SAMPLING);
    await until(() => client.asked.length === 1);
    server.conversation.tell("notifications/cancelled", { requestId: 1 });
    expect(client.told).toMatchObject([{ params: { requestId: client.asked[0]?.id } }]);
    await client.session.answer(client.asked[0]?.id ?? "", { result: {} });
    server.conversation.ask(2, "sampling/createMessage", SAMPLING);
    server.conversation.tell("notifications/cancelled", { requestId: 2 });
    server.conversation.tell("notifications/cancelled", { requestId: 99 });
    server.conversation.ask(3, "ping");
    expect(await answered(server)).toMatchObject([{ id: 3 }]);
    expect(client.asked).toHaveLength(1);
    expect(client.told).toHaveLength(1);
  });

  it("is nobody's to answer who was not asked", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client();
    await client.session.answer("capfence-1", { result: {} });
    await client.session.answer(1, { error: { code: 1, message: "x" } });
    expect(server.contacts).toEqual([]);
    expect(relayed.logged.join("\n")).toContain("no question");
  });

  it("ends with the conversation: nobody is answered any more", async () => {
    const { relayed, server } = paying({ policy: MAPPED });
    const client = await relayed.client("legacy", ALL);
    server.conversation.ask(1, "sampling/createMessage", SAMPLING);
    await until(() => client.asked.length === 1);
    await client.session.close();
    await client.session.answer(client.asked[0]?.id ?? "", { result: {} });
    expect(answers(server)).toEqual([]);
  });
});

describe("a client that answers nothing", () => {
  it("is asked so much and no more, and nothing under one id twice", async () => {
    const limits = { ...defaultSettings("policy.yaml").limits, callsPerMinute: 10_000 };
    const { relayed, server } = paying({ policy: MAPPED, settings: { limits } });
    const client = await relayed.client("legacy", ALL);
    for (let id = 0; id < 1010; id += 1)
      server.conversation.ask(id, "sampling/createMessage", SAMPLING);
    server.conversation.ask(5, "sampling/createMessage", SAMPLING);
    await until(() => client.asked.length >= 1000);
    expect(client.asked).toHaveLength(1000);
    expect(answers(server).map(({ id }) => id)).toEqual([
      1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009,
    ]);
  });

  it("is asked for nobody once the server has gone, and by those that are there", async () => {
    const [a, b] = [new ScriptedUpstream("a"), new ScriptedUpstream("b")];
    const relayed = new Relayed({ policy: MAPPED, upstreams: [a, b] });
    const client = await relayed.client("legacy", ALL);
    for (const server of [a, b]) server.conversation.ask(1, "sampling/createMessage", SAMPLING);
    await until(() => client.asked.length === 2);
    a.conversation.end();
    for (const { id } of client.asked) void client.session.answer(id, { result: {} });
    expect(await answered(b)).toHaveLength(1);
    expect(answers(a)).toEqual([]);
    await until(async () => (await relayed.lines()).length === 4);
  });
});

describe.each<Era>(["legacy", "modern"])("what a server asks inside of a result (%s)", (era) => {
  it("passes where the policy allows it", async () => {
    const { relayed, server } = paying({ policy: MAPPED });
    const client = await relayed.client(era, ALL);
    const one = { method: "sampling/createMessage", params: SAMPLING };
    server.on("tools/call", () => ({ result: asking({ one }) }));
    expect((await client.call("read")).result).toEqual(asking({ one }));
    expect(await relayed.lines()).toContain("mcp:sampling/createMessage policy_allow");
  });

  it.each<[string, unknown]>([
    ["it denies", { a: { method: "roots/list" } }],
    [
      "it denies one of",
      { a: { method: "sampling/createMessage", params: SAMPLING }, b: { method: "roots/list" } },
    ],
    ["MCP has not", { a: { method: "tools/call", params: { name: "pay" } } }],
    ["is none", { a: "sampling/createMessage" }],
    ["is in a list", [{ method: "roots/list" }]],
    ["is text", "roots/list"],
  ])("does not pass where the policy says that %s", async (_what, inputRequests) => {
    const { relayed, server } = paying({ policy: MAPPED });
    const client = await relayed.client(era, ALL);
    server.on("tools/call", () => ({ result: asking(inputRequests) }));
    server.on("prompts/get", () => ({ result: asking(inputRequests) }));
    expect((await client.call("read")).error?.code).toBe(-32_603);
    expect((await client.request("prompts/get", { name: "greet" })).error?.code).toBe(-32_603);
  });
});

describe("what a server asks in a roundabout way", () => {
  it.each([
    '{"inputRequests":{"a":{"method":"roots/list"}},"content":[],"inputRequests":{}}',
    '{"inputRequests":{"a":{"method":"roots/list"}},"content":[],"inputRequest\\u0073":{}}',
    '{"\\u0069nputRequests":{"a":{"method":"roots/list"}},"content":[],"inputRequests":{}}',
  ])("is not passed on in words that others read otherwise (%s)", async (text) => {
    const { relayed, server } = paying({ policy: MAPPED });
    const client = await relayed.client();
    server.on("tools/call", () => ({ result: JSON.parse(text) as JsonObject, text }));
    expect(JSON.stringify(await client.call("read"))).not.toContain("roots");
  });

  it.each<[string, unknown, boolean]>([
    ["is allowed", [{ mode: "url", message: "pay here", url: "https://pay.example" }], true],
    [
      "needs an approval",
      [{ mode: "url", message: "your name?", url: "https://x.example" }],
      false,
    ],
    ["is no list of anything", "https://x.example", false],
  ])(
    "passes as an error that sends the user to a page only if that %s",
    async (_what, elicitations, passes) => {
      const { relayed, server } = paying({ policy: MAPPED });
      const client = await relayed.client();
      const error = { code: -32_042, message: "first", data: { elicitations } as JsonObject };
      server.on("tools/call", () => ({ error, text: "{}" }));
      const answer = await client.call("read");
      expect(answer.error?.code).toBe(passes ? -32_042 : -32_603);
      expect(answer).not.toHaveProperty("text");
    },
  );
});

describe("what a server tells", () => {
  it("passes if it is known, without what nobody has judged", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client();
    server.conversation.tell("notifications/message", { level: "info", data: "x" });
    server.conversation.tell("notifications/resources/updated", { uri: "file:///x" });
    server.conversation.tell("notifications/tasks", { taskId: "1", inputRequests: { a: {} } });
    server.conversation.tell("notifications/tools/call", { name: "pay" });
    server.conversation.tell("tools/call", { name: "pay" });
    server.conversation.tell("notifications/initialized");
    expect(client.told).toEqual([
      { method: "notifications/message", params: { level: "info", data: "x" } },
      { method: "notifications/resources/updated", params: { uri: "file:///x" } },
      { method: "notifications/tasks", params: { taskId: "1" } },
    ]);
  });

  it("of its tools has the list read again before the next call", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client();
    await client.call("read");
    await client.call("read");
    server.tools = [];
    server.conversation.tell("notifications/tools/list_changed");
    expect((await client.call("read")).error?.code).toBe(-32_602);
    expect(server.calls).toHaveLength(2);
    expect(server.got.filter(({ method }) => method === "tools/list")).toHaveLength(2);
  });
});
