import { getEventListeners } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { faulty } from "../../../test/gateway/faulty-upstream.ts";
import { ear } from "../../../test/gateway/upstream-ear.ts";
import { AnswerLost, RequestNotSent } from "./conversation.ts";
import { StdioUpstream } from "./stdio-upstream.ts";

const hear = (): void => {};
const refuse = (): void => {
  throw new RangeError("too deep");
};

describe("a process that", () => {
  it.each([
    ["dies", "die", "the server has exited with code 3"],
    ["is killed", "kill", "the server was ended by SIGKILL"],
    ["closes its output", "mute", "the server has closed its output"],
  ])("%s in the middle of a call loses the answers, and says so", async (_, method, reason) => {
    const { conversation, ends } = await faulty();
    const other = conversation.request({ id: 1, method: "silent" }, { hear });
    const call = conversation.request({ id: 2, method }, { hear });
    await expect(call).rejects.toThrow(new AnswerLost(reason));
    await expect(other).rejects.toThrow(new AnswerLost(reason));
    expect(ends).toEqual([reason]);
    const after = conversation.request({ id: 3, method: "echo" }, { hear });
    await expect(after).rejects.toThrow(RequestNotSent);
  });

  it("writes half a line and exits has not answered", async () => {
    const { conversation, faults } = await faulty();
    const call = conversation.request({ id: 1, method: "half" }, { hear });
    await expect(call).rejects.toThrow(AnswerLost);
    expect(faults).toEqual(["the stream has ended in the middle of a line"]);
  });

  it.each([
    ["writes a line of 10 MB", "long", "a line is longer than 1048576 bytes; it is skipped"],
    ["writes what is not UTF-8", "latin", "a line is not UTF-8"],
    ["writes what is no message", "nonsense", "the server has sent no JSON-RPC message"],
  ])("%s is heard again after it", async (_, method, fault) => {
    const { conversation, faults, heard } = await faulty("legacy", { limit: 1024 * 1024 });
    const answer = await conversation.request({ id: 1, method }, { hear });
    expect(answer.result).toEqual({});
    expect(faults).toEqual([fault]);
    expect(heard).toEqual([]);
  });

  it.each([
    ["what cannot be read", "unreadable", 'a message has no member "surprise"'],
    ["deeper than anybody looks", "deep", "the server has sent no JSON-RPC message"],
  ])("answers %s loses that answer at once", async (_, method, fault) => {
    const { conversation, faults } = await faulty();
    const call = conversation.request({ id: 1, method }, { hear });
    await expect(call).rejects.toThrow(new AnswerLost("the server's answer cannot be read"));
    expect(faults).toEqual([fault]);
  });

  it("never answers is told that nobody waits", async () => {
    const { conversation, faults } = await faulty();
    const abort = new AbortController();
    const options = { hear, signal: abort.signal };
    const call = conversation.request({ id: "mine", method: "silent" }, options);
    abort.abort();
    await expect(call).rejects.toThrow(AnswerLost);
    const { result } = await conversation.request({ id: 2, method: "got" }, { hear });
    const got = result?.["got"] as { id: number; method: string; params: object }[];
    expect(got[1]).toMatchObject({
      method: "notifications/cancelled",
      params: { requestId: got[0]?.id },
    });
    expect(faults).toEqual([]);
  });

  it("answers late is not at fault", async () => {
    const { conversation, faults } = await faulty();
    const abort = new AbortController();
    const late = conversation.request({ id: 1, method: "late" }, { hear, signal: abort.signal });
    const later = conversation.request({ id: 2, method: "late" }, { hear });
    abort.abort();
    await expect(late).rejects.toThrow(AnswerLost);
    await later;
    expect(faults).toEqual([]);
  });

  it("has not answered the handshake is not told of a cancellation", async () => {
    const { conversation } = await faulty();
    const abort = new AbortController();
    const options = { hear, signal: abort.signal };
    const call = conversation.request({ id: 1, method: "initialize" }, options);
    abort.abort();
    await expect(call).rejects.toThrow(AnswerLost);
    const { result } = await conversation.request({ id: 2, method: "got" }, { hear });
    expect(result?.["got"]).toHaveLength(2);
  });

  it("answers under another id has not answered", async () => {
    const { conversation, faults } = await faulty();
    const abort = new AbortController();
    const call = conversation.request({ id: 1, method: "wrong" }, { hear, signal: abort.signal });
    await vi.waitFor(() =>
      expect(faults).toEqual(["an answer has an id that nothing waits for: 1001"]),
    );
    abort.abort();
    await expect(call).rejects.toThrow(AnswerLost);
  });

  it("answers twice is heard once", async () => {
    const { conversation, faults } = await faulty();
    const { result } = await conversation.request({ id: 1, method: "twice" }, { hear });
    await conversation.request({ id: 2, method: "echo" }, { hear });
    expect(result).toEqual({ time: 1 });
    expect(faults).toEqual(["an answer has an id that nothing waits for: 1"]);
  });

  it("floods is heard in order, with nothing kept", async () => {
    const { conversation } = await faulty();
    let next = 0;
    await conversation.request(
      { id: 1, method: "flood" },
      {
        hear: ({ message }) => {
          if (message.params?.["data"] === next) next += 1;
        },
      },
    );
    expect(next).toBe(100_000);
  });

  it("does not read is sent nothing more once much waits for it", async () => {
    const { conversation } = await faulty();
    await conversation.request({ id: 1, method: "deaf" }, { hear });
    const params = { text: "x".repeat(1024 * 1024) };
    const refused: unknown[] = [];
    for (let sent = 0; sent < 40; sent += 1) {
      const notified = conversation.notify({ method: "notifications/x", params });
      notified.catch((reason: unknown) => refused.push(reason));
    }
    await expect.poll(() => refused[0]).toEqual(new RequestNotSent("the server does not read"));
    const call = conversation.request({ id: 2, method: "echo" }, { hear });
    await expect(call).rejects.toThrow(RequestNotSent);
  });

  it("has answered leaves nothing on the signal", async () => {
    const { conversation } = await faulty();
    const { signal } = new AbortController();
    await conversation.request({ id: 1, method: "echo" }, { hear, signal });
    await conversation.request({ id: 2, method: "die" }, { hear, signal }).catch(hear);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("makes a handler fail does not take the gateway with it", async () => {
    const { conversation, faults } = await faulty();
    const { result } = await conversation.request({ id: 1, method: "speak" }, { hear: refuse });
    expect(result).toEqual({});
    expect(faults).toContain("a message of the server cannot be delivered");
  });

  it("does not exist is no conversation", async () => {
    const settings = { kind: "stdio", command: "no-such-command-here", args: [], env: {} } as const;
    const opening = new StdioUpstream("none", settings).open("legacy", ear().events);
    await expect(opening).rejects.toMatchObject({
      name: "RequestNotSent",
      message: 'the server "none" cannot be started',
      cause: {
        message: 'there is no command "no-such-command-here" in the PATH; write its full path',
      },
    });
  });
});
