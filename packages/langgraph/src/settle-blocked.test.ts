import { beforeEach, describe, expect, it } from "vitest";
import {
  agentWith,
  answersIn,
  errorOf,
  pay,
  paymentsRuntime,
  payTool,
  READ,
  readTool,
  thread,
  USER,
} from "../test/payments.ts";
import { CapFenceToolNode } from "./capfence-tool-node.ts";
import { settleBlocked } from "./settle-blocked.ts";

let ran: string[];
let node: CapFenceToolNode;

beforeEach(() => {
  ran = [];
  const tools = [payTool(ran), readTool(ran)];
  node = new CapFenceToolNode(tools, { runtime: paymentsRuntime(), agentId: "agent" });
});

describe("a thread in which a block was thrown", () => {
  it("can go on once it is settled, and the model reads what became of each call", async () => {
    const graph = agentWith(node, [[READ, pay(500)], [pay(5)]]);
    const error = await errorOf(graph.invoke(USER, thread()));
    await settleBlocked(graph, thread(), error);
    expect((await graph.getState(thread())).next).toEqual(["agent"]);
    const state = await graph.invoke(null, thread());
    expect(JSON.parse(answersIn(state)["pay-500"]?.text ?? "")).toMatchObject({
      error: "AgentActionBlocked",
      reason: "policy_deny",
    });
    expect(answersIn(state)["read"]).toMatchObject({ status: "error" });
    expect(answersIn(state)["read"]?.text).toContain("did not run");
    expect(ran).toEqual(["pay 5"]);
    expect(state.messages.at(-1)?.text).toBe("done");
  });

  it("is left as it is if it is settled already", async () => {
    const graph = agentWith(node, [[pay(500)]]);
    const error = await errorOf(graph.invoke(USER, thread()));
    await settleBlocked(graph, thread(), new Error("the agent failed", { cause: error }));
    const before = await graph.getState(thread());
    await settleBlocked(graph, thread(), error);
    expect(await graph.getState(thread())).toEqual(before);
  });

  it("is not settled for another error, which is thrown again", async () => {
    const graph = agentWith(node, [[pay(500)]]);
    await errorOf(graph.invoke(USER, thread()));
    const other = new Error("HTTP 500");
    expect(await errorOf(settleBlocked(graph, thread(), other))).toBe(other);
    expect((await graph.getState(thread())).next).toEqual(["tools"]);
  });
});
