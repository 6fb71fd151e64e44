import { describe, expect, it } from "vitest";
import { paying } from "../../../test/gateway/paying.ts";
import { wordsOf } from "../../../test/gateway/scripted-client.ts";
import { until } from "../../../test/gateway/until.ts";
import type { Answer } from "../wire/message.ts";

const FORMS = { elicitation: { form: {} } };
const LARGE = { amount: 50 };

function accept(content: object): Answer {
  return { result: { action: "accept", content: { ...content } } };
}

describe("a call that needs an approval, of a legacy client that has forms,", () => {
  it("runs once its user says yes, and says who it was", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("legacy", FORMS);
    client.answers = () => accept({ approve: true, note: "fine" });
    expect(wordsOf(await client.call("pay", LARGE))).toBe("ran pay");
    expect(server.calls).toHaveLength(1);
    expect(client.asked).toHaveLength(1);
    expect(client.asked[0]).toMatchObject({
      method: "elicitation/create",
      params: { message: expect.stringContaining('"amount": 50') as string },
    });
    const [request] = await relayed.runtime.approvals.list("consumed");
    expect(request?.answers).toMatchObject([{ by: "agent (in band)", note: "fine" }]);
    // The next one is a call of its own.
    client.answers = () => ({ result: { action: "decline" } });
    expect(wordsOf(await client.call("pay", LARGE))).toMatch(/approval_rejected/);
    expect(server.calls).toHaveLength(1);
  });

  it.each<[string, Answer, RegExp]>([
    ["declines", { result: { action: "decline" } }, /approval_rejected/],
    ["says no", accept({ approve: false }), /approval_rejected/],
    ["dismisses the question", { result: { action: "cancel" } }, /Denied for now/],
    ["accepts without saying what", accept({}), /Denied for now/],
    ["says yes in words", accept({ approve: "true" }), /Denied for now/],
    ["says yes by a number", accept({ approve: 1 }), /Denied for now/],
    ["says yes with another action", { result: { action: "ok" } }, /Denied for now/],
    ["accepts with a list", { result: { action: "accept", content: [true] } }, /Denied for now/],
    ["cannot be asked", { error: { code: -32_601, message: "no" } }, /Denied for now/],
  ])("does not run where its user %s", async (_what, answer, words) => {
    const { relayed, server } = paying();
    const client = await relayed.client("legacy", FORMS);
    client.answers = () => answer;
    expect(wordsOf(await client.call("pay", LARGE))).toMatch(words);
    expect(server.calls).toEqual([]);
  });

  it("is asked about also where no server may ask the user anything", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("legacy", FORMS);
    client.answers = () => accept({ approve: true });
    await client.call("pay", LARGE);
    expect(server.calls).toHaveLength(1);
    const opening = server.got.find(({ method }) => method === "initialize");
    expect(opening?.params?.["capabilities"]).toEqual({});
  });

  it("runs where the queue says yes first, and the question is taken back", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("legacy", FORMS);
    const calling = client.call("pay", LARGE);
    await until(() => client.asked.length === 1);
    await relayed.approveAll();
    expect(wordsOf(await calling)).toBe("ran pay");
    expect(client.told).toMatchObject([
      { method: "notifications/cancelled", params: { requestId: client.asked[0]?.id } },
    ]);
    // Whoever answers later has answered nothing.
    await client.session.answer(client.asked[0]?.id ?? "", accept({ approve: true }));
    expect(server.calls).toHaveLength(1);
  });

  it("does not run where the queue says no before its user says yes", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("legacy", FORMS);
    const calling = client.call("pay", LARGE);
    await until(() => client.asked.length === 1);
    const [request] = await relayed.runtime.approvals.pending();
    await relayed.runtime.approvals.reject(request?.id ?? "", { by: "alice" });
    await client.session.answer(client.asked[0]?.id ?? "", accept({ approve: true }));
    expect(wordsOf(await calling)).toMatch(/approval_rejected/);
    expect(server.calls).toEqual([]);
  });

  it("does not run once it has expired", async () => {
    let now = Date.now();
    const { relayed, server } = paying({ clock: () => now });
    const client = await relayed.client("legacy", FORMS);
    client.answers = () => {
      now += 24 * 3_600_000;
      return accept({ approve: true });
    };
    expect(wordsOf(await client.call("pay", LARGE))).toMatch(/Denied|nothing was run/);
    expect(server.calls).toEqual([]);
  });

  it("is let go when the client cancels it, and runs once somebody approves it later", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("legacy", FORMS);
    const calling = client.request("tools/call", { name: "pay", arguments: LARGE }, { id: "c" });
    await until(() => client.asked.length === 1);
    await client.session.notify({ method: "notifications/cancelled", params: { requestId: "c" } });
    await calling;
    expect(server.calls).toEqual([]);
    await relayed.approveAll();
    client.answers = () => ({ result: { action: "decline" } });
    expect(wordsOf(await client.call("pay", LARGE))).toBe("ran pay");
    expect(server.calls).toHaveLength(1);
  });

  it("does not run when it is approved after the client has cancelled it", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("legacy", FORMS);
    const stop = new AbortController();
    const params = { name: "pay", arguments: LARGE };
    const calling = client.request("tools/call", params, { signal: stop.signal });
    await until(() => client.asked.length === 1);
    stop.abort();
    await relayed.approveAll();
    await calling;
    expect(server.calls).toEqual([]);
    expect(await relayed.runtime.approvals.list("consumed")).toEqual([]);
  });
});

describe("an approval", () => {
  it.each(["legacy", "modern"] as const)(
    "is not used up by a call that nobody waits for (%s)",
    async (era) => {
      const { relayed, server } = paying();
      const client = await relayed.client(era);
      await client.call("pay", LARGE);
      await relayed.approveAll();
      await client.request(
        "tools/call",
        { name: "pay", arguments: LARGE },
        { signal: AbortSignal.abort() },
      );
      expect(await relayed.runtime.approvals.list("approved")).toHaveLength(1);
      expect(wordsOf(await client.call("pay", LARGE))).toBe("ran pay");
      expect(server.calls).toHaveLength(1);
    },
  );
});

describe("a call that needs an approval is not asked about through the client", () => {
  it.each([
    ["that has no forms", {}, "auto"],
    ["that only opens pages", { elicitation: { url: {} } }, "auto"],
    ["where only the queue may answer", FORMS, "queue"],
  ] as const)("%s", async (_which, capabilities, channel) => {
    for (const era of ["legacy", "modern"] as const) {
      const { relayed, server } = paying({ settings: { approvals: { channel, wait: 0 } } });
      // oxlint-disable-next-line no-await-in-loop -- one era after the other
      const client = await relayed.client(era, capabilities);
      // oxlint-disable-next-line no-await-in-loop -- one era after the other
      expect(wordsOf(await client.call("pay", LARGE))).toMatch(/Denied for now/);
      expect(client.asked).toEqual([]);
      expect(server.calls).toEqual([]);
    }
  });

  it("but held open for the queue, if it is told to wait", async () => {
    const { relayed, server } = paying({
      settings: { approvals: { channel: "queue", wait: 10_000 } },
    });
    const client = await relayed.client("legacy", FORMS);
    const calling = client.call("pay", LARGE);
    await until(async () => (await relayed.runtime.approvals.pending()).length === 1);
    await relayed.approveAll();
    expect(wordsOf(await calling)).toBe("ran pay");
    expect(server.calls).toHaveLength(1);
  });
});
