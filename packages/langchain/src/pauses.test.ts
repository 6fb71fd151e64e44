import { AgentActionBlocked } from "@capfence/core";
import {
  Annotation,
  Command,
  END,
  interrupt,
  MemorySaver,
  START,
  StateGraph,
} from "@langchain/langgraph";
import { createAgent, tool } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ASK, modelAsking, payCall, toolMessages } from "../test/agents.ts";
import { errorOf, linesOf, paymentsRuntime, payTool } from "../test/payments.ts";
import { loadThreads, saveThreads } from "../test/saved-threads.ts";
import { capFenceMiddleware } from "./capfence-middleware.ts";
import { guardTools } from "./capfence-tool.ts";

const thread = { configurable: { thread_id: "thread-1" } };
const pausing = {
  agentId: "agent",
  onApproval: "pause",
  approver: () => ({ by: "carol" }),
} as const;

const answer = (...types: readonly string[]): object => ({
  decisions: types.map((type) => ({ type })),
});
const resume = (value: unknown): Command => new Command({ resume: value });

interface Paused {
  readonly __interrupt__?: readonly { readonly id: string; readonly value: unknown }[];
}

/** The interrupts that a run waits at. */
function interruptsOf(state: unknown): NonNullable<Paused["__interrupt__"]> {
  const { __interrupt__: interrupts = [] } = state as Paused;
  return interrupts;
}

/** An agent whose model asks for these payments at once. */
function agentPaying(...amounts: readonly number[]) {
  const paid: unknown[] = [];
  const runtime = paymentsRuntime();
  const agent = createAgent({
    model: modelAsking(...amounts.map((amount) => payCall(amount, `c${amount}`))),
    tools: guardTools([payTool(paid)], { runtime, ...pausing }),
    checkpointer: new MemorySaver(),
  });
  return { paid, runtime, agent };
}

describe("an agent that pauses", () => {
  it("shows what is asked as LangChain's own human in the loop does", async () => {
    const { agent, paid, runtime } = agentPaying(50, 5);
    const [asked] = interruptsOf(await agent.invoke(ASK, thread));
    const [request] = await runtime.approvals.pending();
    const args = { amount: 50, to: "bob" };
    expect(asked?.value).toMatchObject({
      actionRequests: [{ name: "pay", args }],
      reviewConfigs: [{ actionName: "pay", allowedDecisions: ["approve", "reject"] }],
      capfence: [{ approvalId: request?.id, payload: args }],
    });
    // What needs no approval does not wait for what does, and does not run again after it.
    expect(paid).toEqual([{ amount: 5, to: "bob" }]);
    const state = await agent.invoke(resume(answer("approve")), thread);
    expect(paid).toEqual([{ amount: 5, to: "bob" }, args]);
    expect(state.messages.at(-1)?.text).toBe("done");
  });

  it("does not count a yes for a request that was made since, of the same call", async () => {
    const { agent, paid, runtime } = agentPaying(50);
    await agent.invoke(ASK, thread);
    const [asked] = await runtime.approvals.pending();
    await runtime.approvals.cancel(asked?.id ?? "", { by: "dora" });
    const [again] = guardTools([payTool(paid)], { runtime, agentId: "agent" });
    await errorOf(again.invoke({ amount: 50, to: "bob" }, thread));
    const [newer] = await runtime.approvals.pending();
    expect(newer?.digest).toBe(asked?.digest);
    await errorOf(agent.invoke(resume(answer("approve")), thread));
    expect(paid).toEqual([]);
    expect(await runtime.approvals.pending()).toMatchObject([{ id: newer?.id }]);
  });

  it("blocks instead where there is no checkpointer, and where a tool is called directly", async () => {
    const paid: unknown[] = [];
    const runtime = paymentsRuntime();
    const tools = guardTools([payTool(paid)], { runtime, ...pausing, onBlocked: "message" });
    const agent = createAgent({ model: modelAsking(payCall(50)), tools });
    const [denied] = toolMessages(await agent.invoke(ASK));
    expect(denied?.text).toContain("approval_required");
    expect(await tools[0].invoke({ amount: 50 })).toContain("approval_required");
    expect(paid).toEqual([]);
  });

  it("does not take a yes to one of several calls for a yes to all", async () => {
    const { agent, paid } = agentPaying(50, 60);
    const asked = interruptsOf(await agent.invoke(ASK, thread));
    expect(asked).toHaveLength(2);
    const again = interruptsOf(await agent.invoke(resume(answer("approve")), thread));
    expect(paid).toEqual([]);
    expect(again).toHaveLength(2);
    expect(JSON.stringify(again[0]?.value)).toContain("answer by id");
  });

  it("takes the answer to each of several calls by the id of its interrupt", async () => {
    const { agent, paid } = agentPaying(50, 60);
    const [first, second] = interruptsOf(await agent.invoke(ASK, thread));
    const waiting = await agent.invoke(resume({ [second?.id ?? ""]: answer("approve") }), thread);
    expect(paid).toEqual([{ amount: 60, to: "bob" }]);
    expect(interruptsOf(waiting)).toHaveLength(1);
    expect(first?.id).toBeDefined();
    // The only one that is left needs no id.
    const state = await agent.invoke(resume(answer("reject")), thread);
    expect(interruptsOf(state)).toEqual([]);
    expect(paid).toEqual([{ amount: 60, to: "bob" }]);
  });

  it("takes answers to all of several calls at once, after an answer that was for none", async () => {
    const { agent, paid } = agentPaying(50, 60);
    await agent.invoke(ASK, thread);
    const asked = interruptsOf(await agent.invoke(resume(answer("approve")), thread));
    const answers = asked.map(({ id, value }) => [
      id,
      answer(JSON.stringify(value).includes('"amount":60') ? "reject" : "approve"),
    ]);
    await agent.invoke(resume(Object.fromEntries(answers)), thread);
    expect(paid).toEqual([{ amount: 50, to: "bob" }]);
  });

  it("does not take the two answers to a batch for the answer to one call", async () => {
    const { agent, paid } = agentPaying(50);
    await agent.invoke(ASK, thread);
    const state = await agent.invoke(resume(answer("approve", "approve")), thread);
    expect(toolMessages(state)[0]).toMatchObject({ status: "error" });
    expect(paid).toEqual([]);
  });

  it("does not run a call that a human has edited", async () => {
    const { agent, paid } = agentPaying(50);
    await agent.invoke(ASK, thread);
    const editedAction = { name: "pay", args: { amount: 5 } };
    await agent.invoke(resume({ decisions: [{ type: "edit", editedAction }] }), thread);
    expect(paid).toEqual([]);
  });

  it("does not give a yes that did not count to whoever resumes after it", async () => {
    const paid: unknown[] = [];
    const runtime = paymentsRuntime();
    let speaker: string | undefined;
    const approver = () => (speaker === undefined ? undefined : { by: speaker });
    const agent = createAgent({
      model: modelAsking(payCall(50)),
      tools: [payTool(paid)],
      middleware: [capFenceMiddleware({ runtime, ...pausing, approver })],
      checkpointer: new MemorySaver(),
    });
    await agent.invoke(ASK, thread);
    const blocked = await errorOf(agent.invoke(resume(answer("approve")), thread));
    expect(AgentActionBlocked.find(blocked)?.reason).toBe("approval_required");
    speaker = "alice";
    const rejected = await errorOf(agent.invoke(resume(answer("reject")), thread));
    expect(AgentActionBlocked.find(rejected)?.reason).toBe("approval_rejected");
    expect(paid).toEqual([]);
    expect(await runtime.approvals.list("approved")).toEqual([]);
  });

  it("goes on where CapFence has the approval by the time another call is answered", async () => {
    const { agent, paid, runtime } = agentPaying(50, 60);
    const asked = interruptsOf(await agent.invoke(ASK, thread));
    const [first] = await runtime.approvals.pending();
    await runtime.approvals.approve(first?.id ?? "", { by: "dora" });
    const other = asked.find(({ value }) => !JSON.stringify(value).includes(first?.id ?? ""));
    await agent.invoke(resume({ [other?.id ?? ""]: answer("reject") }), thread);
    expect(paid).toEqual([first?.payload]);
  });

  it("does not take the answer to an interrupt of the tool itself", async () => {
    const runtime = paymentsRuntime();
    const asking = tool(({ path }: { path: string }) => `${path} ${String(interrupt("why?"))}`, {
      name: "read",
      schema: z.object({ path: z.string() }),
    });
    const agent = createAgent({
      model: modelAsking({ name: "read", args: { path: "a.txt" }, id: "c1" }),
      tools: guardTools([asking], { runtime, ...pausing }),
      checkpointer: new MemorySaver(),
    });
    expect(interruptsOf(await agent.invoke(ASK, thread))[0]?.value).toBe("why?");
    const state = await agent.invoke(resume("because"), thread);
    expect(toolMessages(state)[0]?.text).toBe("a.txt because");
  });

  it("pauses inside another graph", async () => {
    const { agent, paid, runtime } = agentPaying(50);
    const State = Annotation.Root({ said: Annotation<string> });
    const graph = new StateGraph(State)
      .addNode("pay", async (_state, config) => {
        const { messages } = await agent.graph.invoke(ASK, config);
        return { said: String(messages.at(-1)?.text) };
      })
      .addEdge(START, "pay")
      .addEdge("pay", END)
      .compile({ checkpointer: new MemorySaver() });
    expect(interruptsOf(await graph.invoke({ said: "" }, thread))).toHaveLength(1);
    expect(paid).toEqual([]);
    await graph.invoke(resume(answer("approve")) as never, thread);
    expect(paid).toEqual([{ amount: 50, to: "bob" }]);
    expect(await linesOf(runtime)).toEqual([
      "payments.pay approval_required",
      "payments.pay approval_granted",
      "succeeded",
    ]);
  });

  it("does not run a call again that ran before the graph paused for another one", async () => {
    const paid: unknown[] = [];
    const runtime = paymentsRuntime();
    const [pay] = guardTools([payTool(paid)], { runtime, ...pausing });
    const State = Annotation.Root({ said: Annotation<string> });
    const graph = new StateGraph(State)
      .addNode("pay", async (_state, config) => {
        await pay.invoke({ amount: 50 }, config);
        await pay.invoke({ amount: 60 }, config);
        return { said: "paid" };
      })
      .addEdge(START, "pay")
      .addEdge("pay", END)
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({ said: "" }, thread);
    await graph.invoke(resume(answer("approve")) as never, thread);
    expect(paid).toEqual([{ amount: 50, to: "bob" }]);
    await graph.invoke(resume(answer("approve")) as never, thread);
    expect(paid).toEqual([{ amount: 50, to: "bob" }]);
  });

  it("does not take a yes for a request that it was not paused for", async () => {
    const paid: unknown[] = [];
    const runtime = paymentsRuntime();
    const agentWith = (checkpointer: MemorySaver) =>
      createAgent({
        model: modelAsking(payCall(50)),
        tools: guardTools([payTool(paid)], { runtime, ...pausing }),
        checkpointer,
      });
    const checkpointer = new MemorySaver();
    await agentWith(checkpointer).invoke(ASK, thread);
    const saved = saveThreads(checkpointer);
    // Each time from the same state, and from the second time on its approval is used up.
    for (let time = 0; time < 4; time += 1)
      await agentWith(loadThreads(saved)).invoke(resume(answer("approve")), thread);
    expect(paid).toEqual([{ amount: 50, to: "bob" }]);
  });

  it("does not run after a no to a call that a grant has opened meanwhile", async () => {
    const { agent, paid, runtime } = agentPaying(50);
    await agent.invoke(ASK, thread);
    const [request] = await runtime.approvals.pending();
    await runtime.approvals.cancel(request?.id ?? "", { by: "agent" });
    await runtime.approvals.grant({
      actor: "agent",
      capability: "payments.pay",
      environment: "*",
      durationSeconds: 60,
      by: "dora",
    });
    await agent.invoke(resume(answer("reject")), thread);
    expect(paid).toEqual([]);
  });
});
