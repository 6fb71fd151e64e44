import { describe, expect, it } from "vitest";
import { paying, PAYING } from "../../../test/gateway/paying.ts";
import { Relayed, somebody } from "../../../test/gateway/relayed.ts";
import { ScriptedUpstream } from "../../../test/gateway/scripted-upstream.ts";
import { wordsOf } from "../../../test/gateway/scripted-client.ts";
import { until } from "../../../test/gateway/until.ts";
import type { Answer } from "../wire/message.ts";

/** Has a server answer a tool only when its promise is resolved. */
function held(server: ScriptedUpstream): PromiseWithResolvers<Answer> {
  const gate = Promise.withResolvers<Answer>();
  server.on("tools/call", () => gate.promise);
  return gate;
}

describe("a legacy session", () => {
  it("is opened by initialize, and takes nothing but pings before", async () => {
    const { relayed, server } = paying();
    const client = relayed.connect();
    expect((await client.request("ping")).result).toEqual({});
    for (const method of ["tools/list", "tools/call", "resources/read", "logging/setLevel"])
      // oxlint-disable-next-line no-await-in-loop -- one after another
      expect((await client.request(method, { name: "read" })).error?.code).toBe(-32_600);
    expect(server.got).toEqual([]);
    expect((await client.initialize()).result).toMatchObject({ protocolVersion: "2025-11-25" });
  });

  it("is opened once, also where it is asked for twice at the same time", async () => {
    const { relayed, server } = paying();
    const client = relayed.connect();
    const [first, second] = await Promise.all([client.initialize(), client.initialize()]);
    expect(first.error).toBeUndefined();
    expect(second.error?.code).toBe(-32_600);
    expect((await client.initialize()).error?.code).toBe(-32_600);
    expect(server.got.filter(({ method }) => method === "initialize")).toHaveLength(1);
  });

  it("may be asked for again in other words where the server has refused the first", async () => {
    const { relayed, server } = paying();
    const accept = server.scripts.get("initialize");
    server.on("initialize", (request, options, conversation) =>
      request.params?.["protocolVersion"] === "2024-11-05" && accept !== undefined
        ? accept(request, options, conversation)
        : { error: { code: -32_602, message: "unsupported" } },
    );
    const client = relayed.connect();
    expect((await client.initialize()).error?.message).toBe("unsupported");
    expect((await client.initialize("2024-11-05")).error).toBeUndefined();
    expect(server.conversations[0]?.closed).toBe(true);
    await client.session.notify({ method: "notifications/initialized" });
    expect(wordsOf(await client.call("read"))).toBe("ran read");
  });

  it("sends its server nothing before it has heard that the handshake is over", async () => {
    const { relayed, server } = paying();
    const client = relayed.connect();
    await client.initialize();
    const begun = client.session.notify({ method: "notifications/initialized" });
    await Promise.all([client.call("read"), begun]);
    expect(server.got.map(({ method }) => method)).toEqual([
      "initialize",
      "notifications/initialized",
      "tools/list",
      "tools/call",
    ]);
    expect(server.conversation.listens).toBe(true);
  });

  it("refuses an id that is under way, and takes it again afterwards", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client();
    const gate = held(server);
    const first = client.request("tools/call", { name: "read" }, { id: "a" });
    const second = await client.request("tools/call", { name: "read" }, { id: "a" });
    expect(second.error?.message).toMatch(/under way/);
    gate.resolve({ result: { content: [] } });
    expect((await first).result).toEqual({ content: [] });
    expect(server.calls).toHaveLength(1);
    expect(
      (await client.request("tools/call", { name: "read" }, { id: "a" })).error,
    ).toBeUndefined();
  });

  it("cancels at the server what its client cancels, and records that nobody knows", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client();
    held(server);
    const call = client.request("tools/call", { name: "read" }, { id: 5 });
    await until(() => server.calls.length === 1);
    await client.session.notify({ method: "notifications/cancelled", params: { requestId: "5" } });
    await client.session.notify({ method: "notifications/cancelled", params: {} });
    expect(server.contacts[0]?.signal?.aborted).toBe(false);
    await client.session.notify({ method: "notifications/cancelled", params: { requestId: 5 } });
    await call;
    expect(server.contacts[0]?.signal?.aborted).toBe(true);
    expect(await relayed.lines()).toEqual(["read policy_allow", "unknown"]);
  });

  it("ends with its only server, and its client is told", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client();
    server.conversation.end();
    expect(client.over?.message).toBe("the server is gone");
    expect((await client.call("read")).error?.message).toMatch(/session is over/);
  });
});

describe("a session", () => {
  it.each(["legacy", "modern"] as const)("that ends stops what is under way (%s)", async (era) => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    held(server);
    const call = client.call("read");
    await until(() => server.calls.length === 1);
    await client.session.close();
    expect((await call).error).toBeDefined();
    expect(server.contacts[0]?.signal?.aborted).toBe(true);
    expect(server.conversation.closed).toBe(true);
    expect((await client.call("read")).error).toBeDefined();
    await client.session.close();
    expect(await relayed.lines()).toEqual(["read policy_allow", "unknown"]);
  });

  it("that ends while it opens waits for no server that does not answer", async () => {
    const { relayed, server } = paying();
    const never = Promise.withResolvers<Answer>();
    server.on("initialize", () => never.promise);
    const client = relayed.connect();
    const opening = client.initialize();
    await until(() => server.got.length === 1);
    await client.session.close();
    expect((await opening).error).toBeDefined();
    expect(server.conversation.closed).toBe(true);
  });

  it("gives up a server that does not answer in time", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client();
    relayed.settings = {
      ...relayed.settings,
      limits: { ...relayed.settings.limits, answer: 20 },
    };
    held(server);
    expect(wordsOf(await client.call("read"))).toMatch(/has not answered; it may have done/);
    server.on("prompts/list", () => Promise.withResolvers<Answer>().promise);
    expect((await client.request("prompts/list", {})).error).toBeDefined();
    server.conversation.tell("notifications/tools/list_changed");
    server.on("tools/list", () => Promise.withResolvers<Answer>().promise);
    expect((await client.call("read")).error).toBeDefined();
    expect(server.calls).toHaveLength(1);
  });

  it("of an era that its server does not speak says which it does", async () => {
    const { relayed, server } = paying();
    server.eras = ["legacy"];
    const client = await relayed.client("modern");
    const { error } = await client.call("read");
    expect(error).toMatchObject({ code: -32_022, data: { requested: "2026-07-28" } });
    expect((await client.request("server/discover")).error?.code).toBe(-32_601);
    expect(server.contacts).toEqual([]);
  });

  it("keeps the tasks of each principal from the others", async () => {
    const { relayed, server } = paying();
    server.on("tools/call", () => ({ result: { task: { taskId: "t1", status: "working" } } }));
    server.on("tasks/get", () => ({ result: { taskId: "t1", status: "working" } }));
    server.on("tasks/list", () => ({ result: { tasks: [{ taskId: "t1" }, { taskId: "t2" }] } }));
    const mine = await relayed.client("legacy");
    const other = await relayed.client("legacy", {}, somebody("other"));
    await mine.call("read", {}, { task: { ttl: 1000 } });
    expect(server.calls[0]?.["task"]).toEqual({ ttl: 1000 });
    expect((await mine.request("tasks/get", { taskId: "t1" })).result).toBeDefined();
    expect((await mine.request("tasks/list", {})).result).toEqual({ tasks: [{ taskId: "t1" }] });
    const asked = server.contacts.length;
    for (const method of ["tasks/get", "tasks/result", "tasks/cancel"])
      for (const taskId of ["t1", "t2", 1])
        // oxlint-disable-next-line no-await-in-loop -- one after another
        expect((await other.request(method, { taskId })).error?.code).toBe(-32_602);
    expect(server.contacts).toHaveLength(asked);
    expect((await other.request("tasks/list", {})).result).toEqual({ tasks: [] });
  });
});

/** A gateway before two servers. */
function several(): { relayed: Relayed; a: ScriptedUpstream; b: ScriptedUpstream } {
  const [a, b] = [new ScriptedUpstream("a", ["read"]), new ScriptedUpstream("b", ["read"])];
  return { relayed: new Relayed({ policy: PAYING, upstreams: [a, b] }), a, b };
}

describe("a session with several servers", () => {
  it("goes on without one that does not start, and says so to its operator", async () => {
    const { relayed, a } = several();
    a.opening = async () => {
      throw new Error("no such program");
    };
    const client = await relayed.client();
    expect(await client.tools()).toEqual(["b__read"]);
    expect(wordsOf(await client.call("b__read"))).toBe("ran read");
    expect((await client.call("a__read")).error).toBeDefined();
    expect(relayed.logged.join("\n")).toMatch(/cannot be reached.*"a"/);
  });

  it("begins with each, also where another cannot hear of it", async () => {
    const { relayed, a, b } = several();
    const client = relayed.connect();
    await client.initialize();
    a.conversation.closed = true;
    await client.session.notify({ method: "notifications/initialized" });
    expect(b.conversation.listens).toBe(true);
  });

  it("opens one that has ended again when it is needed, in the same words", async () => {
    const { relayed, a } = several();
    const client = await relayed.client("legacy", { roots: {} });
    a.conversation.end();
    expect(client.over).toBeUndefined();
    const both = await Promise.all([client.call("a__read"), client.call("a__read")]);
    expect(both.map(wordsOf)).toEqual(["ran read", "ran read"]);
    expect(a.conversations).toHaveLength(2);
    const [first, second] = a.got.filter(({ method }) => method === "initialize");
    expect(second?.params).toEqual(first?.params);
    expect(a.got.filter(({ method }) => method === "notifications/initialized")).toHaveLength(2);
  });

  it("sends nothing to one that is taken out of the configuration, and hears nothing of it", async () => {
    const { relayed, a, b } = several();
    const client = await relayed.client();
    await client.tools();
    relayed.upstreams = new Map([["b", b]]);
    const [before, old] = [a.got.length, a.conversation];
    old.tell("notifications/message", { level: "info", data: "x" });
    old.ask(1, "ping");
    await client.session.notify({ method: "notifications/roots/list_changed" });
    expect(await client.tools()).toEqual(["read"]);
    expect((await client.call("a__read")).error).toBeDefined();
    await client.request("logging/setLevel", { level: "info" });
    expect(a.got).toHaveLength(before);
    expect(client.heard).toEqual([]);
    await until(() => old.closed);
  });

  it("goes to the new one where one is replaced", async () => {
    const { relayed, a, b } = several();
    const client = await relayed.client();
    await client.tools();
    const after = new ScriptedUpstream("a", ["read"]);
    relayed.upstreams = new Map([
      ["a", after],
      ["b", b],
    ]);
    await Promise.all([client.call("a__read"), client.call("a__read")]);
    expect([a.calls.length, after.calls.length, after.conversations.length]).toEqual([0, 2, 1]);
    await until(() => a.conversation.closed);
    // The end of the old one is not that of the new one.
    a.conversation.end();
    await client.call("a__read");
    expect(after.conversations).toHaveLength(1);
  });

  it("lets any that can answer for all, and gives a stream only what is its own", async () => {
    const { relayed, a, b } = several();
    b.on("logging/setLevel", () => ({ result: {} }));
    const client = await relayed.client();
    expect((await client.request("logging/setLevel", { level: "info" })).result).toEqual({});
    for (const server of [a, b]) server.on("subscriptions/listen", () => ({ result: {} }));
    const modern = await relayed.client("modern");
    const notifications = {
      toolsListChanged: true,
      resourceSubscriptions: ["a+file:///x", "b+file:///y", "a+file:///z"],
    };
    await modern.request("subscriptions/listen", { notifications });
    const heard = [a, b].map(({ contacts }) => contacts.at(-1)?.params?.["notifications"]);
    expect(heard).toEqual([
      { toolsListChanged: true, resourceSubscriptions: ["file:///x", "file:///z"] },
      { toolsListChanged: true, resourceSubscriptions: ["file:///y"] },
    ]);
  });
});
