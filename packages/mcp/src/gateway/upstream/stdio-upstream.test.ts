import { tmpdir } from "node:os";
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { FAULTY, faulty } from "../../../test/gateway/faulty-upstream.ts";
import { ear, said } from "../../../test/gateway/upstream-ear.ts";
import type { ServerMessage } from "../wire/message.ts";
import { RequestNotSent } from "./conversation.ts";
import { StdioUpstream } from "./stdio-upstream.ts";

const hear = (): void => {};

describe("a conversation with a process", () => {
  it("gives each of several clients with the same ids its own answer", async () => {
    const { conversation, faults } = await faulty();
    const texts = ["a", "b", "c"];
    const answers = await Promise.all(
      texts.map((text) =>
        conversation.request({ id: 1, method: "echo", params: { text } }, { hear }),
      ),
    );
    expect(answers.map(({ result }) => result)).toEqual(
      texts.map((text) => ({ params: { text } })),
    );
    expect(faults).toEqual([]);
  });

  it("keeps results as the server wrote them", async () => {
    const { conversation } = await faulty();
    const { text } = await conversation.request({ id: "x", method: "exact" }, { hear });
    expect(text).toBe('{ "n": 12345678901234567890 }');
  });

  it("gives errors as answers", async () => {
    const { conversation } = await faulty();
    const { error } = await conversation.request({ id: "x", method: "refuse" }, { hear });
    expect(error).toEqual({ code: -32_602, message: "no" });
  });

  it("gives the process the environment and folder of its settings, and nothing of its own", async () => {
    const args = [fileURLToPath(FAULTY)];
    const env = { ONLY: "this" };
    const cwd = realpathSync(tmpdir());
    const settings = { kind: "stdio", command: process.execPath, args, env, cwd } as const;
    const upstream = new StdioUpstream("one", settings);
    const conversation = await upstream.open("legacy", ear().events);
    const { result } = await conversation.request({ id: 1, method: "environment" }, { hear });
    await upstream.close();
    expect(result).toEqual({ env, cwd });
  });

  it("maps progress to the token of its request, and faults that of nobody's", async () => {
    const { conversation, heard, faults } = await faulty();
    const mine: ServerMessage[] = [];
    const params = { _meta: { progressToken: "mine", other: 1 } };
    const { result } = await conversation.request(
      { id: 1, method: "progress", params },
      { hear: (message) => mine.push(message) },
    );
    expect(result?.["token"]).toBeTypeOf("number");
    expect(said(mine)).toEqual([
      ["notifications/progress", { progressToken: "mine", progress: 1 }],
    ]);
    expect(heard).toEqual([]);
    expect(faults).toEqual(['progress has a token that nothing waits for: "nobody\'s"']);
  });

  it("tells the newest request of the legacy era what no id tells apart", async () => {
    const { conversation, heard } = await faulty();
    const first: ServerMessage[] = [];
    const second: ServerMessage[] = [];
    void conversation
      .request({ id: 1, method: "silent" }, { hear: (m) => first.push(m) })
      .catch(hear);
    await conversation.request({ id: 2, method: "speak" }, { hear: (m) => second.push(m) });
    expect(first).toEqual([]);
    expect(second.map(({ message }) => message.method)).toEqual([
      "notifications/message",
      "sampling/createMessage",
    ]);
    expect(said(heard)).toEqual([["notifications/tools/list_changed", {}]]);
  });

  it("tells a request of the modern era only what it asked to hear", async () => {
    const { conversation, heard } = await faulty("modern");
    const mine: ServerMessage[] = [];
    const meta = { "io.modelcontextprotocol/logLevel": "info" };
    const options = { hear: (message: ServerMessage): void => void mine.push(message) };
    await conversation.request({ id: 1, method: "speak", params: { _meta: meta } }, options);
    await conversation.request({ id: 2, method: "speak" }, options);
    expect(said(mine)).toEqual([["notifications/message", { data: "working" }]]);
    expect(said(heard)).toContainEqual(["notifications/message", { data: "working" }]);
    expect(said(heard)).toContainEqual(["sampling/createMessage", {}]);
  });

  it("answers the server's requests under the server's ids", async () => {
    const { conversation } = await faulty();
    await conversation.request({ id: 1, method: "speak" }, { hear });
    await conversation.answer("ask-1", { result: { role: "assistant" } });
    const { result } = await conversation.request({ id: 2, method: "got" }, { hear });
    expect(result?.["got"]).toContainEqual({
      jsonrpc: "2.0",
      id: "ask-1",
      result: { role: "assistant" },
    });
  });

  it("maps a subscription to the id of its request", async () => {
    const { conversation, heard } = await faulty("modern");
    const mine: ServerMessage[] = [];
    const { result } = await conversation.request(
      { id: "sub", method: "subscriptions/listen" },
      { hear: (message) => mine.push(message) },
    );
    const meta = { "io.modelcontextprotocol/subscriptionId": "sub" };
    expect(said(mine)).toEqual([
      ["notifications/subscriptions/acknowledged", { _meta: meta }],
      ["notifications/tools/list_changed", { _meta: meta }],
    ]);
    expect(result).toEqual({ _meta: meta });
    expect(heard).toEqual([]);
  });

  it("cancels what the client cancels, and nothing that is not open", async () => {
    const { conversation } = await faulty();
    void conversation.request({ id: "mine", method: "silent" }, { hear }).catch(hear);
    for (const requestId of ["mine", "other", 1])
      await conversation.notify({ method: "notifications/cancelled", params: { requestId } });
    const { result } = await conversation.request({ id: 2, method: "got" }, { hear });
    const got = result?.["got"] as { method: string; params: unknown; id: unknown }[];
    expect(got.filter(({ method }) => method === "notifications/cancelled")).toEqual([
      expect.objectContaining({ params: { requestId: got[0]?.id } }),
    ]);
  });

  it("passes lines of standard error on", async () => {
    const lines: string[] = [];
    const { conversation } = await faulty("legacy", { onLog: (line) => lines.push(line) });
    await conversation.request({ id: 1, method: "stderr" }, { hear });
    await conversation.request({ id: 2, method: "die" }, { hear }).catch(hear);
    await vi.waitFor(() => expect(lines).toEqual(["first", "second", "without an end"]));
  });

  it("sends nothing for a request that nobody waits for from the start", async () => {
    const { conversation } = await faulty();
    const signal = AbortSignal.abort();
    const request = conversation.request({ id: 1, method: "silent" }, { hear, signal });
    await expect(request).rejects.toThrow(RequestNotSent);
    const { result } = await conversation.request({ id: 2, method: "got" }, { hear });
    expect(result?.["got"]).toHaveLength(1);
  });
});
