import type { JsonObject } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { paying } from "../../../test/gateway/paying.ts";

const PRIVATE = "file:///private/key";
const ASKS = { ask: { method: "sampling/createMessage", params: { messages: [], maxTokens: 1 } } };

describe("what a server that does not look at case reads otherwise never reaches it:", () => {
  it.each<[string, JsonObject]>([
    ["resources/read", { uri: "file:///public", URI: PRIVATE }],
    ["resources/read", { uri: "file:///public", "ur\u0131": PRIVATE, Uri: PRIVATE }],
    ["resources/subscribe", { uri: "file:///public", Uri: PRIVATE }],
    ["prompts/get", { name: "greet", Name: "other" }],
    ["prompts/get", { name: "greet", Arguments: { a: "b" } }],
    ["completion/complete", { ref: { type: "ref/prompt", name: "greet", Name: "other" } }],
    ["completion/complete", { ref: { type: "ref/resource", name: "greet", uri: PRIVATE } }],
    ["tools/call", { name: "pay", arguments: { amount: 5, Amount: 5000 } }],
    ["tools/call", { name: "pay", arguments: { Amount: 5000 } }],
    ["tools/call", { name: "read", Name: "secret" }],
    ["tools/call", { name: "pay", arguments: { amount: 5 }, Arguments: { amount: 5000 } }],
  ])("%s %j", async (method, params) => {
    const { relayed, server } = paying();
    const properties = { amount: { type: "number" } };
    server.tools = server.tools.map((one) => ({
      ...one,
      inputSchema: { type: "object", properties },
    }));
    server.on(method, () => ({ result: {} }));
    const client = await relayed.client();
    expect((await client.request(method, params)).error?.code).toBe(-32_602);
    expect(server.contacts).toEqual([]);
  });

  it("a subscription", async () => {
    const { relayed, server } = paying();
    server.on("subscriptions/listen", () => ({ result: {} }));
    const client = await relayed.client("modern");
    const notifications = { resourceSubscriptions: [], ResourceSubscriptions: [PRIVATE] };
    const answer = await client.request("subscriptions/listen", { notifications });
    expect(answer.error?.code).toBe(-32_602);
    expect(server.contacts).toEqual([]);
  });
});

it("arguments whose names a schema tells apart by case alone are what they are", async () => {
  const { relayed, server } = paying();
  const properties = { x: {}, X: {} };
  server.tools = server.tools.map((one) => ({
    ...one,
    inputSchema: { type: "object", properties },
  }));
  const client = await relayed.client();
  await client.call("read", { x: 1, X: 2 });
  expect(server.calls).toHaveLength(1);
});

describe("what a client that does not look at case reads otherwise never reaches it:", () => {
  it("a second list of tools", async () => {
    const { relayed, server } = paying();
    const Tools = [{ name: "read", description: "nobody has reviewed this", inputSchema: {} }];
    server.on("tools/list", () => ({ result: { tools: server.tools, Tools } }));
    const client = await relayed.client();
    const answer = await client.request("tools/list", {});
    expect(answer.error?.message).toContain("no list");
  });

  it("what a result asks for", async () => {
    const { relayed, server } = paying();
    server.on("tools/call", () => ({
      result: { resultType: "input_required", InputRequests: ASKS },
    }));
    const client = await relayed.client("modern", { sampling: {} });
    expect((await client.call("read")).result).toBeUndefined();
  });

  it("what a notification asks for", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("legacy", { sampling: {} });
    const about = { taskId: "1", status: "input_required" };
    server.conversation.tell("notifications/tasks", { ...about, InputRequests: ASKS });
    expect(client.heard).toEqual([]);
  });

  it("another way to ask", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("legacy", { elicitation: { url: {} } });
    const params = { mode: "form", Mode: "url", message: "x", requestedSchema: {} };
    server.conversation.ask("1", "elicitation/create", params);
    await expect
      .poll(() => server.contacts)
      .toMatchObject([{ answer: { error: { code: -32_602 } } }]);
    expect(client.heard).toEqual([]);
  });
});
