import type { JsonObject } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { paying, PAYING } from "../../../test/gateway/paying.ts";
import { somebody } from "../../../test/gateway/relayed.ts";
import { wordsOf } from "../../../test/gateway/scripted-client.ts";
import type { Era } from "../wire/protocol.ts";

const ERAS: readonly Era[] = ["legacy", "modern"];

describe.each(ERAS)("a server hears nothing (%s) of a call of a tool", (era) => {
  it.each<[string, string, JsonObject, RegExp, readonly string[]]>([
    ["that the policy denies", "pay", { amount: 101 }, /policy_deny/, ["pay policy_deny"]],
    ["that it hides", "secret", {}, /-32602: Unknown tool/, ["secret policy_default_deny"]],
    ["that has no capability", "stray", {}, /-32602: Unknown tool/, ["stray tool_unmapped"]],
    ["that it never listed", "nothing", {}, /-32602: Unknown tool/, ["nothing tool_unreviewed"]],
    [
      "that waits for an approval",
      "pay",
      { amount: 11 },
      /Denied for now.*capfence approve/,
      ["pay approval_required"],
    ],
  ])("%s", async (_which, name, input, words, lines) => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    expect(wordsOf(await client.call(name, input))).toMatch(words);
    expect(server.contacts).toEqual([]);
    expect(await relayed.lines()).toEqual(lines);
  });

  it.each<[string, JsonObject]>([
    ["with a list of arguments", { name: "read", arguments: [] }],
    ["with text for arguments", { name: "read", arguments: "{}" }],
    ["with a number for arguments", { name: "read", arguments: 1 }],
    ["without a name", { arguments: {} }],
    ["with an empty name", { name: "" }],
    ["with a name that is no text", { name: ["read"] }],
  ])("%s", async (_which, params) => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    const { error } = await client.request("tools/call", params);
    expect(error?.code).toBe(-32_602);
    expect(server.contacts).toEqual([]);
  });

  it.each([
    ["x".repeat(10_000)],
    ["\u0000read"],
    ["rea\ud800d"],
    ["READ"],
    ["read "],
    ["__proto__"],
  ])("by a name that is not quite one (%j)", async (name) => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    const { error } = await client.call(name);
    expect(error?.code).toBe(-32_602);
    expect(server.contacts).toEqual([]);
  });

  it("that comes as a notification", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    await client.session.notify({ method: "tools/call", params: { name: "read", arguments: {} } });
    expect(server.contacts).toEqual([]);
    expect(relayed.logged.join("\n")).toContain("tools/call");
  });

  it("that nobody has reviewed, or that is not as it was reviewed", async () => {
    const { relayed, server } = paying({
      reviews: { listed: async () => {}, isReviewed: (_upstream, { name }) => name !== "read" },
    });
    const client = await relayed.client(era);
    expect(await client.tools()).toEqual(["pay"]);
    expect(wordsOf(await client.call("read"))).toMatch(/tool_unreviewed/);
    expect(server.contacts).toEqual([]);
    expect(await relayed.lines()).toEqual(["read tool_unreviewed"]);
  });

  it("that was rejected", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    await client.call("pay", { amount: 11 });
    const [request] = await relayed.runtime.approvals.pending();
    await relayed.runtime.approvals.reject(request?.id ?? "", { by: "alice", note: "no" });
    expect(wordsOf(await client.call("pay", { amount: 11 }))).toMatch(/approval_rejected/);
    expect(server.contacts).toEqual([]);
  });

  it("that was approved with other arguments, or for somebody else", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    const other = await relayed.client(era, {}, somebody("other"));
    await client.call("pay", { amount: 11 });
    await relayed.approveAll();
    expect(wordsOf(await client.call("pay", { amount: 12 }))).toMatch(/Denied for now/);
    expect(wordsOf(await other.call("pay", { amount: 11 }))).toMatch(/Denied for now/);
    expect(server.contacts).toEqual([]);
  });

  it("of an upstream that was taken out of the configuration", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    await client.tools();
    relayed.upstreams = new Map();
    expect((await client.call("read")).error).toBeDefined();
    expect(server.contacts).toEqual([]);
  });

  it("by a method that the gateway does not know, or of the other era", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    const strange = era === "legacy" ? "subscriptions/listen" : "resources/subscribe";
    for (const method of ["tools/run", "tools/Call", "tools/call ", "", "__proto__", strange]) {
      // oxlint-disable-next-line no-await-in-loop -- one after another
      const { error } = await client.request(method, { name: "read", uri: "file:///x" });
      expect(error?.code).toBe(-32_601);
    }
    expect(server.contacts).toEqual([]);
  });
});

describe("a server hears nothing of a requestState", () => {
  it.each([
    ["made up", "capfence.v1.e30.AAAA"],
    ["cut short", "capfence.v1."],
    ["with more after it", "capfence.v1.e30.AAAA.AAAA"],
  ])("that is %s", async (_how, requestState) => {
    const { relayed, server } = paying();
    const client = await relayed.client("modern");
    for (const [name, input] of [
      ["pay", { amount: 11 }],
      ["read", {}],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after another
      const { error } = await client.call(name, input, { requestState });
      expect(error?.code).toBe(-32_602);
    }
    expect(server.contacts).toEqual([]);
  });
});

describe("a server hears nothing of what is no call", () => {
  it.each<[Era, string, JsonObject]>([
    ["legacy", "resources/read", { uri: "file:///private/key" }],
    ["modern", "resources/read", { uri: "file:///private/key" }],
    ["legacy", "resources/subscribe", { uri: "file:///private/key" }],
    ["legacy", "prompts/get", { name: "confess" }],
    ["modern", "prompts/get", { name: "confess" }],
    ["legacy", "completion/complete", { ref: { type: "ref/prompt", name: "confess" } }],
    ["modern", "completion/complete", { ref: { type: "ref/resource", uri: "file:///x" } }],
  ])("and is denied (%s %s)", async (era, method, params) => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    expect((await client.request(method, params)).error?.code).toBe(403);
    expect(server.contacts).toEqual([]);
    expect(await relayed.lines()).toEqual([expect.stringMatching(/^mcp:.*deny$/)]);
  });

  it.each([["file:///private/key"], ["file:///watched/log"]])(
    "such as a subscription to %s on a stream of everything",
    async (uri) => {
      const { relayed, server } = paying();
      const client = await relayed.client("modern");
      const notifications = { resourceSubscriptions: ["file:///open", uri] };
      const { error } = await client.request("subscriptions/listen", { notifications });
      expect(error?.code).toBe(403);
      expect(server.contacts).toEqual([]);
      expect((await relayed.lines()).join()).toMatch(
        /mcp:resources\/subscribe (policy_deny|approval_required)/,
      );
    },
  );

  it.each([
    { resourceSubscriptions: "file:///private/key" },
    { resourceSubscriptions: { 0: "file:///private/key" } },
    { resourceSubscriptions: [["file:///private/key"]] },
    { taskIds: ["somebody else's"] },
    { taskIds: "somebody else's" },
  ])("such as a stream of what it must not hear (%j)", async (notifications) => {
    const { relayed, server } = paying();
    const client = await relayed.client("modern");
    const { error } = await client.request("subscriptions/listen", { notifications });
    expect(error?.code).toBe(-32_602);
    expect(server.contacts).toEqual([]);
  });

  it("of a method that no policy maps", async () => {
    const { relayed, server } = paying({ policy: PAYING.replaceAll(/ {2}"mcp:.*\n/g, "") });
    const client = await relayed.client();
    expect((await client.request("resources/read", { uri: "file:///x" })).error?.code).toBe(403);
    expect(server.contacts).toEqual([]);
    expect(await relayed.lines()).toEqual(["mcp:resources/read tool_unmapped"]);
  });

  it("of a tool that calls itself by the name of a method", async () => {
    const { relayed, server } = paying();
    server.tools = [{ name: "mcp:resources/read", inputSchema: { type: "object" } }];
    const client = await relayed.client();
    expect(await client.tools()).toEqual([]);
    expect((await client.call("mcp:resources/read", { uri: "file:///x" })).error).toBeDefined();
    expect(server.contacts).toEqual([]);
  });
});
