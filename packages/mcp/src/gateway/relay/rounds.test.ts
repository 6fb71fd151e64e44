import type { JsonObject } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { approver } from "../../../test/gateway/approver.ts";
import { paying, PAYING } from "../../../test/gateway/paying.ts";
import { type ScriptedClient, wordsOf } from "../../../test/gateway/scripted-client.ts";
import { said, type ScriptedUpstream } from "../../../test/gateway/scripted-upstream.ts";
import type { Answer } from "../wire/message.ts";
import { textAt } from "../wire/json-object.ts";

const LARGE = { amount: 50 };
const ELICITING = `${PAYING}  "mcp:elicitation/create": mcp.elicitation\n`.replace(
  "  - payments.pay\n",
  "  - payments.pay\n  - mcp.elicitation\n",
);

/** Has a server ask for input in so many rounds before it pays. */
function asksFor(server: ScriptedUpstream, rounds: number): void {
  server.on("tools/call", ({ params }) => {
    const round = Number(textAt(params, "requestState") ?? "0");
    if (round === rounds) return said("paid");
    const question = { message: "which account?", requestedSchema: { type: "object" } };
    const inputRequests = { account: { method: "elicitation/create", params: question } };
    return {
      result: { resultType: "input_required", inputRequests, requestState: String(round + 1) },
    };
  });
}

/** What a client brings back for a question of the server. */
function back({ result }: Answer): JsonObject {
  const account = { action: "accept", content: { account: "DE00" } };
  return { requestState: textAt(result, "requestState") ?? "", inputResponses: { account } };
}

async function approvedOnce(
  rounds = 1,
): Promise<ReturnType<typeof paying> & { client: ScriptedClient; first: Answer }> {
  const made = paying({ policy: ELICITING });
  asksFor(made.server, rounds);
  const client = await made.relayed.client("modern", { elicitation: {} });
  await client.call("pay", LARGE);
  await made.relayed.approveAll();
  return { ...made, client, first: await client.call("pay", LARGE) };
}

describe("a server that asks for input in the middle of an approved call", () => {
  it("gets it without another approval, however often it asks", async () => {
    const { relayed, server, client, first } = await approvedOnce(3);
    let answer = first;
    for (let round = 0; round < 3; round += 1) {
      expect(answer.result?.["resultType"]).toBe("input_required");
      expect(textAt(answer.result, "requestState")).toMatch(/^capfence\.v1\./);
      // oxlint-disable-next-line no-await-in-loop -- a round after the other
      answer = await client.call("pay", LARGE, back(answer));
    }
    expect(wordsOf(answer)).toBe("paid");
    expect(server.calls.map((params) => params?.["requestState"])).toEqual([
      undefined,
      "1",
      "2",
      "3",
    ]);
    expect(server.calls[1]?.["inputResponses"]).toBeDefined();
    expect(await relayed.runtime.approvals.pending()).toEqual([]);
  });

  it("gets it once: the same state twice runs nothing the second time, and says to begin anew", async () => {
    const { server, client, first } = await approvedOnce();
    const both = await Promise.all([
      client.call("pay", LARGE, back(first)),
      client.call("pay", LARGE, back(first)),
    ]);
    expect(both.map(wordsOf).toSorted()).toEqual([
      expect.stringMatching(/^error -32602: .*begin anew/),
      "paid",
    ]);
    expect((await client.call("pay", LARGE, back(first))).error?.code).toBe(-32_602);
    expect(server.calls).toHaveLength(2);
  });

  it("gets nothing by other arguments", async () => {
    const { server, client, first } = await approvedOnce();
    expect((await client.call("pay", { amount: 51 }, back(first))).error?.code).toBe(-32_602);
    expect(server.calls).toHaveLength(1);
  });

  it("needs an approval again after a restart, and then goes on from the beginning", async () => {
    const { first } = await approvedOnce();
    const { relayed, server } = paying({ policy: ELICITING });
    asksFor(server, 1);
    const client = await relayed.client("modern", { elicitation: {} });
    expect((await client.call("pay", LARGE, back(first))).error?.message).toMatch(/begin anew/);
    expect(server.calls).toEqual([]);
    await client.call("pay", LARGE);
    await relayed.approveAll();
    const again = await client.call("pay", LARGE);
    expect(wordsOf(await client.call("pay", LARGE, back(again)))).toBe("paid");
  });

  it("gets nothing where the policy has signers, until they have signed for that round too", async () => {
    const alice = approver("alice");
    const { relayed, server } = paying({
      policy: `approvals: { approvers: ["${alice.verifier}"] }\n${ELICITING}`,
    });
    asksFor(server, 1);
    const client = await relayed.client("modern", { elicitation: {} });
    expect(wordsOf(await client.call("pay", LARGE))).toMatch(/Denied for now/);
    expect(client.asked).toEqual([]);
    await relayed.approveAll(alice.speaker);
    const first = await client.call("pay", LARGE);
    expect(first.result?.["resultType"]).toBe("input_required");
    expect(wordsOf(await client.call("pay", LARGE, back(first)))).toMatch(/Denied for now/);
    expect(server.calls).toHaveLength(1);
    await relayed.approveAll(alice.speaker);
    expect(wordsOf(await client.call("pay", LARGE, back(first)))).toBe("paid");
    expect(server.calls).toHaveLength(2);
  });

  it("may keep no state of its own", async () => {
    const { relayed, server } = paying({ policy: ELICITING });
    server.on("tools/call", ({ params }) =>
      params?.["inputResponses"] === undefined
        ? { result: { resultType: "input_required", inputRequests: {} } }
        : said("paid"),
    );
    const client = await relayed.client("modern");
    await client.call("pay", LARGE);
    await relayed.approveAll();
    const first = await client.call("pay", LARGE);
    expect(wordsOf(await client.call("pay", LARGE, back(first)))).toBe("paid");
    expect(server.calls[1]).not.toHaveProperty("requestState");
  });
});

describe("a call that needs no approval", () => {
  it("goes on with the state of its server as it is", async () => {
    const { relayed, server } = paying({ policy: ELICITING });
    asksFor(server, 1);
    const client = await relayed.client("modern");
    const first = await client.call("read");
    expect(textAt(first.result, "requestState")).toBe("1");
    expect(wordsOf(await client.call("read", undefined, back(first)))).toBe("paid");
  });
});
