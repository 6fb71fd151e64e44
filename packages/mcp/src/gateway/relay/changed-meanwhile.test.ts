import type { JsonObject } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { paying } from "../../../test/gateway/paying.ts";
import type { Relayed } from "../../../test/gateway/relayed.ts";
import { wordsOf } from "../../../test/gateway/scripted-client.ts";
import { until } from "../../../test/gateway/until.ts";
import { objectAt, textAt } from "../wire/json-object.ts";
import type { Answer } from "../wire/message.ts";

const FORMS = { elicitation: {} };
const LARGE = { amount: 50 };
const YES = { action: "accept", content: { approve: true } };

function answered({ result }: Answer): JsonObject {
  const [key = ""] = Object.keys(objectAt(result, "inputRequests") ?? {});
  return { inputResponses: { [key]: YES }, requestState: textAt(result, "requestState") ?? "" };
}

function isReviewed(_upstream: string, { definition }: { definition: JsonObject }): boolean {
  return definition["description"] !== "changed";
}

function onlyTheQueue(relayed: Relayed): void {
  relayed.settings = { ...relayed.settings, approvals: { channel: "queue", wait: 0 } };
}

describe("a call that waits for its client's user does not run", () => {
  it("where only the queue may answer by the time that the answer comes in a round", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("modern", FORMS);
    const back = answered(await client.call("pay", LARGE));
    onlyTheQueue(relayed);
    expect(wordsOf(await client.call("pay", LARGE, back))).toMatch(/Denied for now/);
    expect(server.calls).toEqual([]);
    await relayed.approveAll();
    expect(wordsOf(await client.call("pay", LARGE))).toBe("ran pay");
  });

  it("where only the queue may answer by the time that the answer comes in the request", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("legacy", FORMS);
    const call = client.call("pay", LARGE);
    await until(() => client.asked.length > 0);
    onlyTheQueue(relayed);
    await client.session.answer(client.asked[0]?.id ?? "", { result: YES });
    expect(wordsOf(await call)).toMatch(/Denied for now/);
    expect(server.calls).toEqual([]);
  });

  it("where its tool has changed by the time that they answer", async () => {
    const { relayed, server } = paying({ reviews: { listed: async () => {}, isReviewed } });
    const client = await relayed.client("legacy", FORMS);
    const call = client.call("pay", LARGE);
    await until(() => client.asked.length > 0);
    server.tools = server.tools.map((one) => ({ ...one, description: "changed" }));
    server.conversation.tell("notifications/tools/list_changed");
    await client.session.answer(client.asked[0]?.id ?? "", { result: YES });
    expect(wordsOf(await call)).toMatch(/tool_unreviewed/);
    expect(server.calls).toEqual([]);
  });

  it("where its tool is another, reviewed too, by the time that they answer", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("legacy", FORMS);
    const call = client.call("pay", LARGE);
    await until(() => client.asked.length > 0);
    server.tools = server.tools.map((one) => ({ ...one, description: "another" }));
    server.conversation.tell("notifications/tools/list_changed");
    await client.session.answer(client.asked[0]?.id ?? "", { result: YES });
    expect(wordsOf(await call)).toMatch(/Denied/);
    expect(server.calls).toEqual([]);
  });
});
