import type { JsonObject } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { tool } from "../../../test/gateway/listed.ts";
import { paying, PAYING } from "../../../test/gateway/paying.ts";
import { Relayed, somebody } from "../../../test/gateway/relayed.ts";
import { ScriptedUpstream } from "../../../test/gateway/scripted-upstream.ts";
import { until } from "../../../test/gateway/until.ts";
import { AnswerLost } from "../upstream/conversation.ts";
import type { Era } from "../wire/protocol.ts";

const ERAS: readonly Era[] = ["legacy", "modern"];

/** Has a server give a list in pages of one item each. */
function paged(server: ScriptedUpstream, method: string, member: string, all: JsonObject[]): void {
  server.on(method, ({ params }) => {
    const at = Number(params?.["cursor"] ?? 0);
    const next = at + 1 < all.length ? { nextCursor: String(at + 1) } : {};
    return { result: { [member]: all.slice(at, at + 1), ...next } };
  });
}

function items(answer: { readonly result?: JsonObject }, member: string, key: string): unknown[] {
  return ((answer.result?.[member] ?? []) as readonly JsonObject[]).map((one) => one[key]);
}

describe.each(ERAS)("a list (%s)", (era) => {
  it("of tools holds those that could run for who asks, and no others", async () => {
    const policy = PAYING.replace(
      "  - files.read\n",
      "  - { capability: files.read, user_role: teller }\n",
    );
    const { relayed } = paying({ policy });
    const teller = await relayed.client(era, {}, somebody("a", { userRole: "teller" }));
    const visitor = await relayed.client(era, {}, somebody("b", { userRole: "visitor" }));
    expect(await teller.tools()).toEqual(["pay", "read"]);
    expect(await visitor.tools()).toEqual(["pay"]);
  });

  it("of tools that the policy has under other names says so to the operator, once", async () => {
    const { relayed, server } = paying();
    server.tools = [tool("payment"), tool("look")];
    const client = await relayed.client(era);
    expect(await client.tools()).toEqual([]);
    expect(await client.tools()).toEqual([]);
    const told = relayed.logged.filter((line) => line.startsWith("no tool of a server is shown"));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('"tools":["payment","look"]');
  });

  it("is whole, whatever pages its server makes of it, and has no cursors", async () => {
    const { relayed, server } = paying();
    paged(
      server,
      "tools/list",
      "tools",
      ["read", "secret", "pay"].map((name) => tool(name)),
    );
    const client = await relayed.client(era);
    const answer = await client.request("tools/list", {});
    expect(items(answer, "tools", "name")).toEqual(["read", "pay"]);
    expect(answer.result).not.toHaveProperty("nextCursor");
    const { error } = await client.request("tools/list", { cursor: "1" });
    expect(error?.code).toBe(-32_602);
  });

  it("of resources holds those that may be read", async () => {
    const { relayed, server } = paying();
    const uris = ["file:///open", "file:///private/key"];
    paged(
      server,
      "resources/list",
      "resources",
      uris.map((uri) => ({ uri, name: uri })),
    );
    const client = await relayed.client(era);
    const answer = await client.request("resources/list", {});
    expect(items(answer, "resources", "uri")).toEqual(["file:///open"]);
  });

  it("of prompts holds those that may be got, and those whose arguments decide", async () => {
    const { relayed, server } = paying();
    const prompts = [
      { name: "greet" },
      { name: "confess" },
      { name: "confess-empty", arguments: [] },
      { name: "depends", arguments: [{ name: "x" }] },
    ];
    server.on("prompts/list", () => ({ result: { prompts } }));
    const client = await relayed.client(era);
    const answer = await client.request("prompts/list", {});
    expect(items(answer, "prompts", "name")).toEqual(["greet", "depends"]);
  });

  it("of templates is empty where no resource could be read", async () => {
    const resourceTemplates = [{ uriTemplate: "file:///{path}", name: "files" }];
    for (const [policy, count] of [
      [PAYING, 1],
      [PAYING.replace("  - mcp.resources\n", ""), 0],
    ] as const) {
      const { relayed, server } = paying({ policy });
      server.on("resources/templates/list", () => ({ result: { resourceTemplates } }));
      // oxlint-disable-next-line no-await-in-loop -- one policy after the other
      const client = await relayed.client(era);
      // oxlint-disable-next-line no-await-in-loop -- one policy after the other
      const answer = await client.request("resources/templates/list", {});
      expect(items(answer, "resourceTemplates", "name")).toHaveLength(count);
    }
  });

  it("that its server does not give is the server's error, and is asked for again", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    const list = server.scripts.get("tools/list");
    server.on("tools/list", () => ({ error: { code: -32_000, message: "busy" } }));
    expect((await client.request("tools/list", {})).error?.message).toBe("busy");
    expect((await client.call("read")).error).toBeDefined();
    server.on("tools/list", list ?? (() => ({})));
    expect((await client.call("read")).result).toBeDefined();
  });

  it.each<[string, JsonObject]>([
    ["is none", { tools: {} }],
    ["has no end", { tools: [], nextCursor: "again" }],
    ["is a question", { tools: [], resultType: "input_required", inputRequests: {} }],
  ])("that %s is not shown", async (_what, result) => {
    const { relayed, server } = paying();
    server.on("tools/list", () => ({ result }));
    const client = await relayed.client(era);
    const answer = await client.request("tools/list", {});
    expect(answer.error?.code).toBe(-32_603);
    expect((await client.call("read")).error).toBeDefined();
    expect(server.contacts).toEqual([]);
  });

  it("that changes while it is read is read again before the next call", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    server.on("tools/list", (_request, _options, conversation) => {
      const { tools } = server;
      server.tools = [tool("pay")];
      if (tools.length > 1) conversation.tell("notifications/tools/list_changed");
      return { result: { tools } };
    });
    expect(await client.tools()).toEqual(["pay", "read"]);
    expect((await client.call("read")).error).toBeDefined();
    expect(server.contacts).toEqual([]);
  });

  it("is asked for once where several calls need it, and one that goes away fails no other", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    const gate = Promise.withResolvers<void>();
    server.on("tools/list", async () => {
      await gate.promise;
      return { result: { tools: server.tools } };
    });
    const stop = new AbortController();
    const params = { name: "read" };
    const gone = client.request("tools/call", params, { signal: stop.signal });
    const stays = client.request("tools/call", params);
    await until(() => server.got.some(({ method }) => method === "tools/list"));
    stop.abort(new AnswerLost("gone"));
    gate.resolve();
    await gone;
    expect((await stays).result).toBeDefined();
    expect(server.got.filter(({ method }) => method === "tools/list")).toHaveLength(1);
    expect(server.calls).toHaveLength(1);
  });

  it("of a hundred thousand resources is judged item by item", async () => {
    const { relayed, server } = paying();
    const resources = Array.from({ length: 90_000 }, (_, index) => ({ uri: `file:///r${index}` }));
    server.on("resources/list", () => ({ result: { resources } }));
    const client = await relayed.client(era);
    const answer = await client.request("resources/list", {});
    expect(answer.result?.["resources"]).toHaveLength(90_000);
  });
});

/** A gateway before two servers. */
function several(): { relayed: Relayed; a: ScriptedUpstream; b: ScriptedUpstream } {
  const [a, b] = [new ScriptedUpstream("a", ["pay"]), new ScriptedUpstream("b", ["pay", "read"])];
  return { relayed: new Relayed({ policy: PAYING, upstreams: [a, b] }), a, b };
}

describe("lists of several servers", () => {
  it.each(ERAS)("are one, in which names say whose they are (%s)", async (era) => {
    const { relayed, a, b } = several();
    const client = await relayed.client(era);
    expect(await client.tools()).toEqual(["a__pay", "b__pay", "b__read"]);
    await client.call("b__pay", { amount: 1 });
    expect(a.calls).toEqual([]);
    expect(b.calls).toEqual([expect.objectContaining({ name: "pay", arguments: { amount: 1 } })]);
    for (const name of ["pay", "c__pay", "a__read", "a__b__pay", "__pay", "a__"])
      // oxlint-disable-next-line no-await-in-loop -- one after another
      expect((await client.call(name, { amount: 1 })).error?.code).toBe(-32_602);
    expect([...a.calls, ...b.calls]).toHaveLength(1);
  });

  it.each(ERAS)("keep URIs apart, and give them back as they were (%s)", async (era) => {
    const { relayed, a, b } = several();
    for (const server of [a, b]) {
      server.on("resources/list", () => ({ result: { resources: [{ uri: "file:///x" }] } }));
      server.on("resources/read", ({ params }) => ({
        result: { contents: [{ uri: params?.["uri"] ?? "", text: server.name }] },
      }));
    }
    const client = await relayed.client(era);
    const listed = items(await client.request("resources/list", {}), "resources", "uri");
    expect(listed).toEqual(["a+file:///x", "b+file:///x"]);
    const { result } = await client.request("resources/read", { uri: "b+file:///x" });
    expect(result?.["contents"]).toEqual([{ uri: "b+file:///x", text: "b" }]);
    expect(a.contacts.filter(({ method }) => method === "resources/read")).toEqual([]);
    expect((await relayed.decisions())[0]?.payload).toEqual({ uri: "file:///x", upstream: "b" });
    expect((await client.request("resources/read", { uri: "file:///x" })).error?.code).toBe(
      -32_602,
    );
  });

  it("leave out a server that fails, and are for no cache but the client's own", async () => {
    const { relayed, a, b } = several();
    a.on("tools/list", () => ({ error: { code: -1, message: "busy" } }));
    b.on("tools/list", () => ({
      result: { tools: b.tools, ttlMs: 5000, cacheScope: "public" },
    }));
    const client = await relayed.client("modern");
    const { result } = await client.request("tools/list", {});
    expect(items({ ...(result && { result }) }, "tools", "name")).toEqual(["b__pay", "b__read"]);
    expect(result).toMatchObject({ cacheScope: "private", ttlMs: 5000, resultType: "complete" });
  });

  it("are shown also where one list changes while another is read", async () => {
    const { relayed, a, b } = several();
    const client = await relayed.client();
    b.on("tools/list", () => {
      a.conversation.tell("notifications/tools/list_changed");
      return { result: { tools: b.tools } };
    });
    expect(await client.tools()).toEqual(["a__pay", "b__pay", "b__read"]);
  });

  it("do not change what else a server says, however large its numbers are", async () => {
    const { relayed, b } = several();
    const text =
      '{"content":[],"structuredContent":{"large":1152921504606846977},"resultType":"x"}';
    b.on("tools/call", () => ({ result: JSON.parse(text) as JsonObject, text }));
    const client = await relayed.client();
    expect((await client.call("b__read")).text).toBe(text);
  });
});
