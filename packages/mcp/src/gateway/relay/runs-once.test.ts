import { describe, expect, it, vi } from "vitest";
import { paying } from "../../../test/gateway/paying.ts";
import { somebody } from "../../../test/gateway/relayed.ts";
import { wordsOf } from "../../../test/gateway/scripted-client.ts";
import { FailingStorage } from "../../../test/gateway/failing-storage.ts";
import { tool } from "../../../test/gateway/listed.ts";
import { AnswerLost, RequestNotSent } from "../upstream/conversation.ts";
import { ENVELOPE, type Era } from "../wire/protocol.ts";

const ERAS: readonly Era[] = ["legacy", "modern"];

describe.each(ERAS)("a call that is allowed (%s)", (era) => {
  it("runs once, with exactly the judged arguments", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    const input = { amount: 7, to: "DE00", nested: { list: [1, null, "x"] } };
    expect(wordsOf(await client.call("pay", input))).toBe("ran pay");
    expect(server.calls).toEqual([expect.objectContaining({ name: "pay", arguments: input })]);
    expect(await relayed.lines()).toEqual(["pay policy_allow", "succeeded"]);
    const [decision] = await relayed.decisions();
    expect(decision?.payload).toEqual(input);
  });

  it("takes with it only what was judged, and what MCP has for a call", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    const more = { tool: "secret", args: { amount: 9999 } };
    await client.call("pay", { amount: 7 }, { ...more, _meta: { traceparent: "00-1" } });
    const [params] = server.calls;
    expect(Object.keys(params ?? {}).toSorted()).toEqual(["_meta", "arguments", "name"]);
    expect(params?.["_meta"]).toMatchObject({ traceparent: "00-1" });
  });

  it("without arguments goes on without arguments", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    await client.call("read");
    expect(server.calls[0]).not.toHaveProperty("arguments");
    await client.call("read", undefined, { arguments: null });
    expect(server.calls[1]).toMatchObject({ arguments: {} });
  });

  it("may come with an id that is empty, or as long as ids may be", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    for (const id of ["", "x".repeat(256), 0, -1])
      // oxlint-disable-next-line no-await-in-loop -- one after another
      expect((await client.request("tools/call", { name: "read" }, { id })).error).toBeUndefined();
    expect(server.calls).toHaveLength(4);
  });

  it("is answered in the words of its server, byte for byte", async () => {
    const { relayed, server } = paying();
    const result = { content: [], structuredContent: { large: 2 ** 60 }, resultType: "complete" };
    const text =
      '{"content" : [], "structuredContent":{"large":1152921504606846977},"resultType":"complete" }';
    server.on("tools/call", () => ({ result, text }));
    const client = await relayed.client(era);
    expect((await client.call("read")).text).toBe(text);
    server.on("tools/call", () => ({ error: { code: -1, message: "no" }, text: '{"code" :-1}' }));
    expect((await client.call("read")).text).toBe('{"code" :-1}');
  });

  it("is on record as what became of it", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    server.on("tools/call", () => ({ result: { content: [], isError: true } }));
    await client.call("read");
    server.on("tools/call", () => ({ error: { code: -32_000, message: "no" } }));
    await client.call("read");
    server.on("tools/call", () => {
      throw new AnswerLost("gone");
    });
    expect(wordsOf(await client.call("read"))).toMatch(/may have done what was asked/);
    server.on("tools/call", () => {
      throw new RequestNotSent("never there");
    });
    expect(wordsOf(await client.call("read"))).toMatch(/cannot be reached/);
    const outcomes = (await relayed.lines()).filter((line) => !line.startsWith("read"));
    expect(outcomes).toEqual(["failed", "failed", "unknown", "failed"]);
  });

  it("is on record under who has authenticated, and nothing that the client says of itself", async () => {
    const { relayed } = paying();
    const more = { tenant: "acme", userRole: "teller" };
    const client = await relayed.client(era, {}, somebody("agent", more));
    const meta = {
      [ENVELOPE.clientInfo]: { name: "root", version: "1" },
      actor: "root",
      tenant: "evil",
      sessionId: "mine",
    };
    await client.call("read", { actor: "root" }, { _meta: meta, actor: "root", sessionId: "mine" });
    const [decision] = await relayed.decisions();
    expect(decision?.actor).toBe("agent");
    expect(decision?.context).toMatchObject(more);
    expect(decision?.context["sessionId"]).toMatch(/^[\da-f-]{32,36}$/);
    expect(JSON.stringify(decision?.context)).not.toMatch(/root|evil|mine/);
  });

  it("is on record with the definition of its tool, whatever else the list says", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client(era);
    await client.call("read");
    server.tools = [tool("read", "does something else")];
    server.conversation.tell("notifications/tools/list_changed");
    await client.call("read");
    const digests = (await relayed.decisions()).map(({ context }) => context["toolDigest"]);
    expect(digests[0]).toMatch(/^[\da-f]{64}$/);
    expect(new Set(digests).size).toBe(2);
  });

  it("does not run where it cannot be recorded, and the client is not told why", async () => {
    const storage = new FailingStorage();
    const { relayed, server } = paying({ storage });
    const client = await relayed.client(era);
    await client.call("read");
    storage.fails = true;
    const calls = [client.call("read"), client.call("pay", { amount: 11 })];
    const reads = ["resources/read", "prompts/get"].map((method) =>
      client.request(method, { uri: "file:///x", name: "greet" }),
    );
    for (const answer of await Promise.all([...calls, ...reads])) {
      expect(answer.error?.code).toBe(-32_603);
      expect(JSON.stringify(answer)).not.toMatch(/disk|full/);
    }
    expect(server.contacts).toHaveLength(1);
    expect(relayed.logged.join("\n")).toContain("the disk is full");
  });

  it("whose outcome cannot be recorded is answered, and is the last that runs", async () => {
    const storage = new FailingStorage();
    const { relayed, server } = paying({ storage });
    const client = await relayed.client(era);
    server.on("tools/call", () => {
      storage.fails = true;
      return { result: { content: [{ type: "text", text: "done" }] } };
    });
    expect(JSON.stringify(await client.call("read"))).toContain("done");
    // At once, or after some milliseconds: what was not recorded lets nothing else through.
    await vi.waitFor(() => expect(relayed.runtime.auditTrail.isClosed).toBe(true));
    expect(relayed.logged.join("\n")).toMatch(
      /what came of a call could not be recorded.*disk is full/,
    );
    storage.fails = false;
    expect((await client.call("read")).error?.code).toBe(-32_603);
    expect(server.contacts).toHaveLength(1);
  });
});
