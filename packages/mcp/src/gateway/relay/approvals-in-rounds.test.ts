import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "@capfence/core";
import { SqliteStorage } from "@capfence/core/sqlite";
import { describe, expect, it } from "vitest";
import { paying } from "../../../test/gateway/paying.ts";
import { somebody } from "../../../test/gateway/relayed.ts";
import { wordsOf } from "../../../test/gateway/scripted-client.ts";
import type { Answer } from "../wire/message.ts";
import { objectAt, textAt } from "../wire/json-object.ts";

const FORMS = { elicitation: {} };
const LARGE = { amount: 50 };
const YES = { action: "accept", content: { approve: true } };

/** What a client brings back with an answer to the gateway's question. */
function answered({ result }: Answer, answer: JsonObject = YES): JsonObject {
  const [key = ""] = Object.keys(objectAt(result, "inputRequests") ?? {});
  return { inputResponses: { [key]: answer }, requestState: textAt(result, "requestState") ?? "" };
}

describe("a call that needs an approval, of a modern client that has forms,", () => {
  it("is answered with the question, and runs once when the answer comes back", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("modern", FORMS);
    const asked = await client.call("pay", LARGE);
    expect(asked.result).toMatchObject({
      resultType: "input_required",
      inputRequests: { capfence_approval: { method: "elicitation/create" } },
    });
    expect(server.calls).toEqual([]);
    expect(wordsOf(await client.call("pay", LARGE, answered(asked)))).toBe("ran pay");
    expect(server.calls).toHaveLength(1);
    // What is between the client and the gateway is not for the server.
    expect(Object.keys(server.calls[0] ?? {}).toSorted()).toEqual(["_meta", "arguments", "name"]);
    // The same answer counts no more.
    expect(wordsOf(await client.call("pay", LARGE, answered(asked)))).toMatch(
      /approval_required|Denied/,
    );
    expect(server.calls).toHaveLength(1);
  });

  it.each<[string, JsonObject, RegExp]>([
    ["declines", { action: "decline" }, /approval_rejected/],
    ["says no", { action: "accept", content: { approve: false } }, /approval_rejected/],
    ["dismisses the question", { action: "cancel" }, /Denied for now/],
    ["makes something up", { action: "accept", content: { approve: "yes" } }, /Denied for now/],
    ["says nothing", {}, /Denied for now/],
  ])("does not run where its user %s", async (_what, answer, words) => {
    const { relayed, server } = paying();
    const client = await relayed.client("modern", FORMS);
    const asked = await client.call("pay", LARGE);
    expect(wordsOf(await client.call("pay", LARGE, answered(asked, answer)))).toMatch(words);
    expect(server.calls).toEqual([]);
  });

  it("does not run by the state of another call, of somebody else, or one that was changed", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("modern", FORMS);
    const other = await relayed.client("modern", FORMS, somebody("other"));
    const back = answered(await client.call("pay", LARGE));
    const state = textAt(back, "requestState") ?? "";
    const forged = { ...back, requestState: `${state.slice(0, -2)}AA` };
    for (const answer of [
      client.call("pay", { amount: 51 }, back),
      client.call("read", {}, back),
      other.call("pay", LARGE, back),
      client.call("pay", LARGE, forged),
      client.call("pay", LARGE, { ...back, requestState: `${state}x` }),
    ])
      // oxlint-disable-next-line no-await-in-loop -- one after another
      expect((await answer).error?.code).toBe(-32_602);
    expect(server.calls).toEqual([]);
  });

  it("does not run by a yes that comes without a state", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("modern", FORMS);
    const { inputResponses } = answered(await client.call("pay", LARGE));
    const answer = await client.call("pay", LARGE, { inputResponses: inputResponses ?? {} });
    expect(answer.result?.["resultType"]).toBe("input_required");
    expect(server.calls).toEqual([]);
  });

  it("may be answered in another session of the same principal", async () => {
    const { relayed, server } = paying();
    const [one, two] = [
      await relayed.client("modern", FORMS),
      await relayed.client("modern", FORMS),
    ];
    const back = answered(await one.call("pay", LARGE));
    expect(wordsOf(await two.call("pay", LARGE, back))).toBe("ran pay");
    expect(wordsOf(await one.call("pay", LARGE, back))).not.toBe("ran pay");
    expect(server.calls).toHaveLength(1);
  });

  it("runs where the queue has said yes meanwhile, whatever its user says", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("modern", FORMS);
    const back = answered(await client.call("pay", LARGE));
    await relayed.approveAll();
    expect(wordsOf(await client.call("pay", LARGE, back))).toBe("ran pay");
    expect(wordsOf(await client.call("pay", LARGE, back))).not.toBe("ran pay");
    expect(server.calls).toHaveLength(1);
  });

  it("does not run where the queue has said no meanwhile", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("modern", FORMS);
    const back = answered(await client.call("pay", LARGE));
    const [request] = await relayed.runtime.approvals.pending();
    await relayed.runtime.approvals.reject(request?.id ?? "", { by: "alice" });
    expect(wordsOf(await client.call("pay", LARGE, back))).toMatch(/approval_rejected/);
    expect(server.calls).toEqual([]);
  });

  it("runs once where the gateway was started again between the question and the answer", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "relay-")), "log.db");
    const before = paying({ storage: SqliteStorage.open(path) });
    const back = answered(await (await before.relayed.client("modern", FORMS)).call("pay", LARGE));
    await before.relayed.gateway.close();
    await before.relayed.runtime.close();
    const after = paying({ storage: SqliteStorage.open(path) });
    const client = await after.relayed.client("modern", FORMS);
    expect(wordsOf(await client.call("pay", LARGE, back))).toBe("ran pay");
    expect(wordsOf(await client.call("pay", LARGE, back))).not.toBe("ran pay");
    expect(after.server.calls).toHaveLength(1);
    await after.relayed.runtime.close();
  });

  it("does not run by a state of a gateway with another key", async () => {
    const one = paying();
    const two = paying({ stateKey: new Uint8Array(32).fill(8) });
    const back = answered(await (await one.relayed.client("modern", FORMS)).call("pay", LARGE));
    const client = await two.relayed.client("modern", FORMS);
    expect((await client.call("pay", LARGE, back)).error?.code).toBe(-32_602);
    expect(two.server.calls).toEqual([]);
  });
});
