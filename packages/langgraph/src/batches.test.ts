import { AgentActionBlocked, ApprovalError } from "@capfence/core";
import { Command, INTERRUPT, isInterrupted } from "@langchain/langgraph";
import { beforeEach, describe, expect, it } from "vitest";
import {
  agentWith,
  answering,
  answersIn,
  errorOf,
  linesOf,
  pay,
  paymentsRuntime,
  payTool,
  READ,
  readTool,
  thread,
  USER,
} from "../test/payments.ts";
import { CapFenceToolNode } from "./capfence-tool-node.ts";
import type { LangGraphGuardOptions } from "./options.ts";

let ran: string[];
let runtime: ReturnType<typeof paymentsRuntime>;

beforeEach(() => {
  ran = [];
  runtime = paymentsRuntime();
});

function nodeWith(options: Partial<LangGraphGuardOptions> = {}): CapFenceToolNode {
  return new CapFenceToolNode([payTool(ran), readTool(ran)], {
    runtime,
    agentId: "agent",
    approver: () => ({ by: "carol" }),
    ...options,
  });
}

describe("the calls of one message, where a block throws", () => {
  it("are all left alone if one of them is denied", async () => {
    const graph = agentWith(nodeWith(), [[READ, pay(5), pay(500)]]);
    const error = await errorOf(graph.invoke(USER, thread()));
    expect(AgentActionBlocked.isInstance(error) && error.reason).toBe("policy_deny");
    expect(ran).toEqual([]);
    expect(await linesOf(runtime)).toEqual(["pay policy_deny"]);
  });

  it("are all left alone if one of them needs an approval that it does not wait for", async () => {
    const graph = agentWith(nodeWith(), [[READ, pay(50)]]);
    const error = await errorOf(graph.invoke(USER, thread()));
    expect(AgentActionBlocked.isInstance(error) && error.reason).toBe("approval_required");
    expect(ran).toEqual([]);
  });

  it("ask nobody about a call whose sibling ends the run", async () => {
    const graph = agentWith(nodeWith({ onApproval: "pause" }), [[pay(50), pay(500)]]);
    const error = await errorOf(graph.invoke(USER, thread()));
    expect(AgentActionBlocked.isInstance(error) && error.reason).toBe("policy_deny");
    expect(await runtime.approvals.pending()).toEqual([]);
  });

  it("are all left alone if a human says no to one of them", async () => {
    const graph = agentWith(nodeWith({ onApproval: "pause" }), [[READ, pay(50), pay(60)]]);
    await graph.invoke(USER, thread());
    const error = await errorOf(graph.invoke(answering(true, "too much"), thread()));
    expect(AgentActionBlocked.isInstance(error) && error.message).toContain("too much");
    expect(ran).toEqual([]);
  });

  it("run if all of them are allowed", async () => {
    const state = await agentWith(nodeWith(), [[READ, pay(5)]]).invoke(USER, thread());
    expect(ran.toSorted()).toEqual(["pay 5", "read"]);
    expect(answersIn(state)["pay-5"]?.text).toBe("paid 5");
    expect((await linesOf(runtime)).toSorted()).toEqual(
      ["pay policy_allow", "read policy_allow", "succeeded", "succeeded"].toSorted(),
    );
  });
});

describe("the calls of one message, where a block is a message", () => {
  it("run without the one that is denied", async () => {
    const graph = agentWith(nodeWith({ onBlocked: "message" }), [[READ, pay(500)]]);
    const state = await graph.invoke(USER, thread());
    expect(ran).toEqual(["read"]);
    const denial = answersIn(state)["pay-500"];
    expect(denial?.status).toBe("error");
    expect(JSON.parse(denial?.text ?? "")).toMatchObject({ reason: "policy_deny" });
    expect(state.messages.at(-1)?.text).toBe("done");
  });

  it("pause once for all that need an approval, and run once each after a yes to all", async () => {
    const node = nodeWith({ onBlocked: "message", onApproval: "pause" });
    const graph = agentWith(node, [[pay(50), READ, pay(60)]]);
    const paused: unknown = await graph.invoke(USER, thread());
    expect(ran).toEqual([]);
    if (!isInterrupted(paused)) throw new Error("the run did not pause");
    expect(paused[INTERRUPT]).toMatchObject([
      {
        value: {
          actionRequests: [
            { name: "pay", args: { amount: 50 }, description: "a human looks at it" },
            { name: "pay", args: { amount: 60 } },
          ],
          reviewConfigs: [{ allowedDecisions: ["approve", "reject"] }, { actionName: "pay" }],
          capfence: [
            { toolCallId: "pay-50" },
            { toolCallId: "pay-60", capability: "payments.pay" },
          ],
        },
      },
    ]);
    const state = await graph.invoke(answering(true, true), thread());
    expect(ran.toSorted()).toEqual(["pay 50", "pay 60", "read"]);
    expect(state.messages.at(-1)?.text).toBe("done");
    expect((await linesOf(runtime)).filter((line) => line === "succeeded")).toHaveLength(3);
  });

  it("run those that got a yes, and not those that got a no", async () => {
    const node = nodeWith({ onBlocked: "message", onApproval: "pause" });
    const graph = agentWith(node, [[pay(50), READ, pay(60)]]);
    await graph.invoke(USER, thread());
    const state = await graph.invoke(answering("not bob", true), thread());
    expect(ran.toSorted()).toEqual(["pay 60", "read"]);
    expect(answersIn(state)["pay-50"]?.text).toContain("not bob");
    expect(answersIn(state)["pay-60"]?.text).toBe("paid 60");
  });

  it("keep whose answer is whose if one was approved elsewhere meanwhile", async () => {
    const node = nodeWith({ onBlocked: "message", onApproval: "pause" });
    const graph = agentWith(node, [[pay(50), pay(60)]]);
    await graph.invoke(USER, thread());
    const waiting = await runtime.approvals.pending();
    const first = waiting.find(({ payload }) => payload["amount"] === 50);
    await runtime.approvals.approve(first?.id ?? "", { by: "dora" });
    await graph.invoke(answering(true, "not this one"), thread());
    expect(ran).toEqual(["pay 50"]);
  });

  it("go on without an answer if all were approved elsewhere meanwhile", async () => {
    const node = nodeWith({ onBlocked: "message", onApproval: "pause" });
    const graph = agentWith(node, [[pay(50)]]);
    await graph.invoke(USER, thread());
    const [request] = await runtime.approvals.pending();
    await runtime.approvals.approve(request?.id ?? "", { by: "dora" });
    await graph.invoke(null, thread());
    expect(ran).toEqual(["pay 50"]);
  });

  it("pause again if they are run again without an answer", async () => {
    const node = nodeWith({ onBlocked: "message", onApproval: "pause" });
    const graph = agentWith(node, [[pay(50)]]);
    await graph.invoke(USER, thread());
    expect(isInterrupted(await graph.invoke(null, thread()))).toBe(true);
    expect(await runtime.approvals.pending()).toHaveLength(1);
    await graph.invoke(answering(true), thread());
    expect(ran).toEqual(["pay 50"]);
  });

  it("wait for one approval where they are equal, which lets one of them through", async () => {
    const node = nodeWith({ onBlocked: "message", onApproval: "pause" });
    const graph = agentWith(node, [[pay(50, "one"), pay(50, "two")]]);
    const paused = await graph.invoke(USER, thread());
    expect(isInterrupted(paused) && paused[INTERRUPT][0]?.value).toMatchObject({
      capfence: [{ toolCallId: "one" }],
    });
    await graph.invoke(answering(true), thread());
    expect(ran).toEqual(["pay 50"]);
  });

  it.each([true, {}, { decisions: [] }, { decisions: [{ type: "edit" }] }])(
    "do not run on the answer %j, and can be answered again",
    async (resume) => {
      const node = nodeWith({ onBlocked: "message", onApproval: "pause" });
      const graph = agentWith(node, [[pay(50), READ]]);
      await graph.invoke(USER, thread());
      const error = await errorOf(graph.invoke(new Command({ resume }), thread()));
      expect(error).toBeInstanceOf(ApprovalError);
      expect(ran).toEqual([]);
      await graph.invoke(answering(true), thread());
      expect(ran.toSorted()).toEqual(["pay 50", "read"]);
    },
  );

  it("are judged by the newest answer, whatever was answered before by somebody who may not", async () => {
    let approver = "mallory";
    const options = { onBlocked: "message", onApproval: "pause" } as const;
    const node = nodeWith({ ...options, approver: () => ({ by: approver }) });
    const graph = agentWith(node, [[pay(50)]]);
    await graph.invoke(USER, thread());
    runtime.approvals.approve = async () => {
      throw new ApprovalError(`${approver} may not approve this`);
    };
    expect(await errorOf(graph.invoke(answering(true), thread()))).toBeInstanceOf(ApprovalError);
    approver = "carol";
    const state = await graph.invoke(answering("no"), thread());
    expect(answersIn(state)["pay-50"]?.text).toContain('"explanation":"no"');
    expect(ran).toEqual([]);
  });
});
