/* oxlint-disable unicorn/prefer-add-event-listener -- MCP transports have handlers, not listeners */
import type { ActionRuntime } from "@capfence/core";
import { beforeEach, describe, expect, it } from "vitest";
import { linesOf, paymentsRuntime, recordsOf } from "../../test/in-process/payments.ts";
import { denialIn, errorOf } from "../../test/in-process/results.ts";
import { reasonOf, toolCall, WireEnd, type WireMessage } from "../../test/in-process/wire.ts";
import { guardMcpTransport } from "./guard-transport.ts";
import type { McpMessageContext, McpTransportGuardOptions } from "./options.ts";

let runtime: ActionRuntime;
let options: McpTransportGuardOptions;
let near: WireEnd;
let far: WireEnd;
let received: WireMessage[];

beforeEach(() => {
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent" };
  [near, far] = WireEnd.pair();
  received = [];
});

const little = toolCall(1, "pay", { amount: 5 });
const tooMuch = toolCall(2, "pay", { amount: 500 });
const answerTo = (id: unknown): WireMessage =>
  ({ jsonrpc: "2.0", id, result: { content: [] } }) as WireMessage;
const cancelled = (requestId: unknown): WireMessage => ({
  jsonrpc: "2.0",
  method: "notifications/cancelled",
  params: { requestId },
});

function openSender(more: Partial<McpTransportGuardOptions> = {}): WireEnd {
  const guarded = guardMcpTransport(near, { ...options, ...more });
  guarded.onmessage = (message) => received.push(message);
  return guarded;
}

function openReceiver(more: Partial<McpTransportGuardOptions> = {}): WireEnd {
  const guarded = guardMcpTransport(near, { ...options, ...more });
  guarded.onmessage = (message) => {
    received.push(message);
    if (message.id !== undefined) void guarded.send(answerTo(message.id));
  };
  return guarded;
}

describe("a guarded transport, for calls that go out", () => {
  it("sends the judged arguments, and settles when the answer is recorded", async () => {
    const guarded = openSender();
    const input = { amount: 5 };
    const message = { ...toolCall(1, "pay", input), extra: true };
    const sending = guarded.send(message, { relatedRequestId: 7 });
    input.amount = 500;
    await expect.poll(() => near.sent).toHaveLength(1);
    expect(near.sent).toEqual([{ ...little, extra: true }]);
    expect(near.options).toEqual([{ relatedRequestId: 7 }]);
    expect(received).toEqual([]);
    await far.send(answerTo("1"));
    await sending;
    expect(received).toEqual([answerTo("1")]);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "succeeded"]);
  });

  it.each(["0x1", " 1", "1.0", "01"])(
    "records an answer under the id %j, which SDKs take for 1",
    async (id) => {
      const guarded = openSender();
      const sending = guarded.send(little);
      await expect.poll(() => near.sent).toHaveLength(1);
      await far.send(answerTo(id));
      await sending;
      expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "succeeded"]);
    },
  );

  it("sends of a batch what is allowed, one by one", async () => {
    const guarded = openSender();
    far.onmessage = ({ id }) => void far.send(answerTo(id));
    const ping: WireMessage = { jsonrpc: "2.0", id: 3, method: "ping" };
    const batch = [little, tooMuch, ping] as unknown as WireMessage;
    expect(reasonOf(await errorOf(guarded.send(batch)))).toBe("policy_deny");
    await expect.poll(() => near.sent.map(({ id }) => id)).toEqual([3, 1]);
  });

  it("refuses what names no tool, has no id, or the id of an open call", async () => {
    const guarded = openSender();
    const first = guarded.send(little);
    await expect.poll(() => near.sent).toHaveLength(1);
    const { id: _id, ...notice } = little;
    for (const [message, words] of [
      [notice, "must have an id"],
      [{ ...tooMuch, params: { name: 5 } }, "must name its tool"],
      [{ ...tooMuch, params: undefined }, "must name its tool"],
      [{ ...little, id: "1" }, 'the id "1" is open already'],
    ] as const)
      expect(String(await errorOf(guarded.send(message as WireMessage)))).toContain(words);
    expect(near.sent).toHaveLength(1);
    await far.send(answerTo(1));
    await first;
  });

  it("answers a blocked call with a denial in message mode", async () => {
    const guarded = openSender({ onBlocked: "message" });
    await guarded.send(tooMuch);
    const meta = { "io.modelcontextprotocol/protocolVersion": "2026-07-28" };
    await guarded.send({ ...tooMuch, params: { ...tooMuch.params, _meta: meta } });
    expect(received.map(({ id, result }) => `${id} ${denialIn(result)?.length !== 0}`)).toEqual([
      "2 true",
      "2 true",
    ]);
    expect(received.map(({ result }) => (result as { resultType?: string }).resultType)).toEqual([
      undefined,
      "complete",
    ]);
    expect(near.sent).toEqual([]);
  });

  it.each(["cancelled", "closed"])(
    "records a failure where the call is %s before it is answered",
    async (how) => {
      const guarded = openSender();
      guarded.onclose = () => received.push(answerTo("closed"));
      const ending = errorOf(guarded.send(little));
      await expect.poll(() => near.sent).toHaveLength(1);
      await (how === "closed" ? guarded.close() : guarded.send(cancelled(1)));
      expect(String(await ending)).toContain(how);
      expect(received).toEqual(how === "closed" ? [answerTo("closed")] : []);
      expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "failed"]);
      // What comes late is passed on as it was without a guard.
      await far.send(answerTo(1));
      expect(received.at(-1)).toEqual(answerTo(1));
    },
  );

  it("does not send a call that is cancelled while it is judged", async () => {
    const guarded = openSender();
    const ending = errorOf(guarded.send(little));
    await guarded.send(cancelled(1));
    expect(await ending).toBeDefined();
    expect(near.sent).toEqual([cancelled(1)]);
  });

  it("records a failure where the message cannot be sent, or its sender stops it", async () => {
    const broken = new WireEnd();
    broken.send = () => Promise.reject(new Error("no route"));
    const error = await errorOf(guardMcpTransport(broken, options).send(little));
    expect(String(error)).toContain("no route");
    const stop = new AbortController();
    const ending = errorOf(openSender().send(little, { requestSignal: stop.signal }));
    await expect.poll(() => near.sent).toHaveLength(1);
    stop.abort();
    expect(String(await ending)).toContain("the call was stopped");
    expect((await linesOf(runtime)).filter((line) => line === "failed")).toHaveLength(2);
  });

  it("takes over the handlers that are there, and passes everything else", async () => {
    near.onmessage = (message) => received.push(message);
    const guarded = guardMcpTransport(near, options);
    const sending = guarded.send(little);
    await expect.poll(() => near.sent).toHaveLength(1);
    await far.send(answerTo(1));
    await sending;
    await far.send(answerTo(50));
    expect(received).toEqual([answerTo(1), answerTo(50)]);
    expect(guarded.onmessage).toBeDefined();
    expect(guarded).toBeInstanceOf(WireEnd);
    guarded.sessionId = "s";
    expect(near.sessionId).toBe("s");
    expect(Reflect.set(guarded, "send", () => undefined)).toBe(false);
    expect(Reflect.get(guarded, "close")).toBe(Reflect.get(guarded, "close"));
  });

  it("is guarded once with the same options", async () => {
    const guarded = guardMcpTransport(near, options);
    expect(guardMcpTransport(guarded, options)).toBe(guarded);
    expect(guardMcpTransport(guarded, { ...options })).not.toBe(guarded);
  });
});

describe("a guarded transport, for calls that come in", () => {
  it("lets in what is allowed, with the judged arguments, and sends its answer when that is recorded", async () => {
    openReceiver();
    const input = { amount: 5 };
    await far.send(toolCall(1, "pay", input));
    input.amount = 500;
    await expect.poll(() => near.sent).toEqual([answerTo(1)]);
    expect(received).toEqual([little]);
    expect(Object.isFrozen(received[0]?.params?.["arguments"])).toBe(true);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "succeeded"]);
  });

  it("answers what is blocked with a denial, or with an error where it is told to throw", async () => {
    openReceiver();
    await far.send(tooMuch);
    await expect.poll(() => near.sent).toHaveLength(1);
    expect(denialIn(near.sent[0]?.result)).toContain("policy_deny");
    [near, far] = WireEnd.pair();
    openReceiver({ onBlocked: "message" });
    await far.send(tooMuch);
    await expect.poll(() => near.sent).toHaveLength(1);
    expect(denialIn(near.sent[0]?.result)).toContain("policy_deny");
    [near, far] = WireEnd.pair();
    openReceiver({ onBlocked: "throw" });
    await far.send(tooMuch);
    await expect.poll(() => near.sent).toHaveLength(1);
    expect(near.sent[0]?.error).toMatchObject({ code: -32_003, data: { capfence: {} } });
    expect(received).toEqual([]);
  });

  it("judges each call of a batch", async () => {
    openReceiver();
    await far.send([little, tooMuch] as unknown as WireMessage);
    await expect.poll(() => near.sent.map(({ id }) => id)).toEqual(expect.arrayContaining([1, 2]));
    expect(received).toEqual([little]);
  });

  it("lets in nothing that names no tool or has no id, and tells its host", async () => {
    const guarded = openReceiver();
    const errors: Error[] = [];
    guarded.onerror = (error) => errors.push(error);
    const { id: _id, ...notice } = little;
    await far.send(notice);
    await far.send({ ...little, params: { name: 5 } });
    await far.send(toolCall(4, "pay", { amount: 2 ** 60 }));
    await expect.poll(() => near.sent).toHaveLength(2);
    expect(near.sent.map(({ error }) => error?.code)).toEqual([-32_603, -32_603]);
    expect(errors).toHaveLength(3);
    expect(received).toEqual([]);
  });

  it("records a failure, and answers nothing, where the sender takes a call back", async () => {
    const guarded = guardMcpTransport(near, options);
    guarded.onmessage = (message) => received.push(message);
    await far.send(little);
    await expect.poll(() => received).toHaveLength(1);
    await far.send(cancelled(1));
    await expect.poll(() => linesOf(runtime)).toEqual(["payments.pay policy_allow", "failed"]);
    expect(received).toEqual([little, cancelled(1)]);
    expect(near.sent).toEqual([]);
  });

  it.each([1, "1", "0x1"])(
    "takes no answer to another request with the id %j for that of the tool",
    async (id) => {
      const guarded = guardMcpTransport(near, options);
      guarded.onmessage = (message) => received.push(message);
      const errors: Error[] = [];
      guarded.onerror = (error) => errors.push(error);
      const ping: WireMessage = { jsonrpc: "2.0", id, method: "ping" };
      await far.send(little);
      await expect.poll(() => received).toEqual([little]);
      await far.send(ping);
      expect(received).toEqual([little]);
      expect(errors).toHaveLength(1);
      await guarded.send(answerTo(1));
      expect(near.sent).toEqual([answerTo(1)]);
      await far.send(ping);
      await far.send(toolCall(1, "pay", { amount: 6 }));
      await expect
        .poll(() => near.sent.map(({ error }) => error?.code))
        .toEqual([undefined, -32_603]);
      expect(received).toEqual([little, ping]);
      await guarded.send(answerTo(id));
      await far.send(toolCall(1, "pay", { amount: 6 }));
      await expect.poll(() => received).toHaveLength(3);
    },
  );

  it("tells whoever answers where the answer cannot be sent", async () => {
    const guarded = guardMcpTransport(near, options);
    guarded.onmessage = (message) => received.push(message);
    await far.send(little);
    await expect.poll(() => received).toHaveLength(1);
    near.send = () => Promise.reject(new Error("gone"));
    expect(String(await errorOf(guarded.send(answerTo(1))))).toContain("gone");
  });

  it("tells its host who has sent a call, and from which session", async () => {
    const seen: McpMessageContext[] = [];
    near.sessionId = "s-1";
    openReceiver({
      identify: (native) => {
        seen.push(native);
        return { actor: String(native.authInfo?.extra?.["sub"]) };
      },
    });
    const authInfo = { token: "t", clientId: "app", scopes: [], extra: { sub: "alice" } };
    near.onmessage?.({ ...little, params: { ...little.params, _meta: { a: 1 } } }, { authInfo });
    await expect.poll(() => near.sent).toHaveLength(1);
    expect(seen).toEqual([{ direction: "incoming", meta: { a: 1 }, authInfo, sessionId: "s-1" }]);
    expect((await recordsOf(runtime))[0]).toMatchObject({ actor: "alice" });
  });
});
