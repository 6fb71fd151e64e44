import { AgentActionBlocked, ApprovalError, findWrapped } from "@capfence/core";
import { Command, INTERRUPT, isInterrupted } from "@langchain/langgraph";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  agentWith,
  answering,
  answersIn,
  errorOf,
  pay,
  paymentsRuntime,
  payTool,
  READ,
  readTool,
  type TestGraph,
  thread,
  USER,
} from "../test/payments.ts";
import { CapFenceToolNode } from "./capfence-tool-node.ts";
import type { LangGraphGuardOptions } from "./options.ts";
import { settleBlocked } from "./settle-blocked.ts";

let ran: string[];
let runtime: ReturnType<typeof paymentsRuntime>;

beforeEach(() => {
  ran = [];
  runtime = paymentsRuntime();
});

function graphOf(
  calls: readonly ReturnType<typeof pay>[],
  options: Partial<LangGraphGuardOptions> = {},
): TestGraph {
  const node = new CapFenceToolNode([payTool(ran), readTool(ran)], {
    runtime,
    agentId: "agent",
    approver: () => ({ by: "carol" }),
    onApproval: "pause",
    onBlocked: "message",
    ...options,
  });
  return agentWith(node, [calls], { fanOut: true });
}

/** The ids of what a run waits for, by the amount of the call. */
function idsIn(paused: unknown): Readonly<Record<string, string>> {
  if (!isInterrupted(paused)) throw new Error("the run did not pause");
  return Object.fromEntries(
    paused[INTERRUPT].map(({ id, value }) => {
      const { actionRequests } = value as { actionRequests: { args: { amount: number } }[] };
      return [actionRequests[0]?.args.amount, id];
    }),
  );
}

const yes = { decisions: [{ type: "approve" }] };
const no = { decisions: [{ type: "reject", message: "not this" }] };

describe("calls that are sent to tasks of their own", () => {
  it("pause alone, and the others are not run again", async () => {
    const graph = graphOf([READ, pay(50)]);
    await graph.invoke(USER, thread());
    expect(ran).toEqual(["read"]);
    await graph.invoke(answering(true), thread());
    expect(ran).toEqual(["read", "pay 50"]);
  });

  it("get each its own answer", async () => {
    const graph = graphOf([pay(50), pay(60)]);
    const { 50: first = "", 60: second = "" } = idsIn(await graph.invoke(USER, thread()));
    const resume = { [first]: yes, [second]: no };
    const state = await graph.invoke(new Command({ resume }), thread());
    expect(ran).toEqual(["pay 50"]);
    expect(answersIn(state)["pay-60"]?.text).toContain("not this");
  });

  it("do not take one answer for all of them, not even later", async () => {
    const graph = graphOf([pay(50), pay(60)]);
    const { 50: first = "", 60: second = "" } = idsIn(await graph.invoke(USER, thread()));
    const error = await errorOf(graph.invoke(answering(true), thread()));
    expect(findWrapped(error, (one) => one instanceof ApprovalError)).toBeDefined();
    expect(ran).toEqual([]);
    await errorOf(graph.invoke(new Command({ resume: { [second]: no } }), thread()));
    // The graph does not wait for a task beside one that has failed.
    await vi.waitFor(async () => expect(await runtime.approvals.list("rejected")).toHaveLength(1));
    expect(ran).toEqual([]);
    await errorOf(graph.invoke(null, thread()));
    expect(ran).toEqual([]);
    await graph.invoke(new Command({ resume: { [first]: yes } }), thread());
    expect(ran).toEqual(["pay 50"]);
  });

  it("are answered in the state after one of them has thrown a block", async () => {
    const graph = graphOf([READ, pay(500)], { onBlocked: "throw" });
    const error = await errorOf(graph.invoke(USER, thread()));
    expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
    await settleBlocked(graph, thread(), error);
    const state = await graph.invoke(null, thread());
    expect(answersIn(state)["pay-500"]?.text).toContain("policy_deny");
    expect(state.messages.filter(({ type }) => type === "tool")).toHaveLength(2);
    expect(ran.length).toBeLessThan(2);
    expect(state.messages.at(-1)?.text).toBe("done");
  });
});
