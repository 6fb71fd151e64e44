import { describe, expect, it } from "vitest";
import { paying } from "../../../test/gateway/paying.ts";
import { wordsOf } from "../../../test/gateway/scripted-client.ts";
import { somebody } from "../../../test/gateway/relayed.ts";
import { until } from "../../../test/gateway/until.ts";
import type { Era } from "../wire/protocol.ts";

const ERAS: readonly Era[] = ["legacy", "modern"];
const LARGE = { amount: 50 };
const HOLDING = { settings: { approvals: { channel: "queue", wait: 60_000 } } } as const;

describe.each(ERAS)("a call that is held open (%s)", (era) => {
  it("is let go where it comes again, and only the newest runs, once", async () => {
    const { relayed, server } = paying(HOLDING);
    const client = await relayed.client(era);
    const first = client.call("pay", LARGE);
    await until(async () => (await relayed.runtime.approvals.pending()).length === 1);
    const second = client.call("pay", LARGE);
    expect(wordsOf(await first)).toMatch(/Denied for now/);
    // A client that connects anew is the same principal.
    const third = (await relayed.client(era)).call("pay", LARGE);
    expect(wordsOf(await second)).toMatch(/Denied for now/);
    expect(await relayed.runtime.approvals.pending()).toHaveLength(1);
    expect(server.calls).toEqual([]);
    await relayed.approveAll();
    expect(wordsOf(await third)).toBe("ran pay");
    expect(server.calls).toHaveLength(1);
  });

  it("is held on where another call comes, or that of somebody else", async () => {
    const { relayed, server } = paying(HOLDING);
    const client = await relayed.client(era);
    const other = await relayed.client(era, {}, somebody("another"));
    const calls = [client.call("pay", LARGE), client.call("pay", { amount: 51 })];
    calls.push(other.call("pay", LARGE));
    await until(async () => (await relayed.runtime.approvals.pending()).length === 3);
    await relayed.approveAll();
    expect((await Promise.all(calls)).map(wordsOf)).toEqual(["ran pay", "ran pay", "ran pay"]);
    expect(server.calls).toHaveLength(3);
  });

  it("does not run once its client has given it up, and is no fault of its server", async () => {
    const { relayed, server } = paying(HOLDING);
    const client = await relayed.client(era);
    const { signal, abort } = givenUp();
    const params = { name: "pay", arguments: LARGE };
    const calling = client.request("tools/call", params, { signal });
    await until(async () => (await relayed.runtime.approvals.pending()).length === 1);
    abort();
    expect(wordsOf(await calling)).toMatch(/given up; nothing was run/);
    await relayed.approveAll();
    expect(server.calls).toEqual([]);
    expect(relayed.logged).toEqual([]);
    // The approval is there for whoever asks again.
    expect(wordsOf(await client.call("pay", LARGE))).toBe("ran pay");
    expect(server.calls).toHaveLength(1);
  });
});

function givenUp(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
