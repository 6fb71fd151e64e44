import { Command, MemorySaver } from "@langchain/langgraph";
import { type AgentMiddleware, createAgent, humanInTheLoopMiddleware } from "langchain";
import { beforeEach, describe, expect, it } from "vitest";
import { ASK, modelAsking, payCall, toolMessages } from "../test/agents.ts";
import { paymentsRuntime, payTool } from "../test/payments.ts";
import { guardTools } from "./capfence-tool.ts";
import { capFenceInterruptOn } from "./interrupt-on.ts";

const thread = { configurable: { thread_id: "thread-1" } };
const resume = (type: "approve" | "reject"): Command =>
  new Command({ resume: { decisions: [{ type }] } });

let paid: unknown[];
let runtime: ReturnType<typeof paymentsRuntime>;
beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
});

function agentPaying(...amounts: readonly unknown[]) {
  const options = { runtime, agentId: "agent", onBlocked: "message" } as const;
  const tools = guardTools([payTool(paid)], options);
  const interruptOn = capFenceInterruptOn(tools, options);
  // Under exactOptionalPropertyTypes its own types do not fit each other.
  const asking: unknown = humanInTheLoopMiddleware({ interruptOn } as never);
  return createAgent({
    model: modelAsking(...amounts.map((amount, index) => payCall(amount, `c${index}`))),
    tools,
    middleware: [asking as AgentMiddleware],
    checkpointer: new MemorySaver(),
  });
}

/** What LangChain's human in the loop asks for. */
function askedIn(state: object): unknown {
  const { __interrupt__: [asked] = [] } = state as {
    readonly __interrupt__?: readonly { readonly value: { readonly actionRequests: unknown } }[];
  };
  return asked?.value.actionRequests;
}

describe("LangChain's human in the loop", () => {
  it("asks for the calls that the policy wants approved, and for no others", async () => {
    const state = await agentPaying(50, 5, 500, "much").invoke(ASK, thread);
    const [request] = await runtime.approvals.pending();
    const description = `needs an approval (${request?.id})`;
    expect(askedIn(state)).toEqual([{ name: "pay", args: { amount: 50 }, description }]);
    expect(paid).toEqual([]);
  });

  it("lets a call run that CapFence has approved by the time of the yes", async () => {
    const agent = agentPaying(50);
    await agent.invoke(ASK, thread);
    const [request] = await runtime.approvals.pending();
    await runtime.approvals.approve(request?.id ?? "", { by: "carol" });
    await agent.invoke(resume("approve"), thread);
    expect(paid).toEqual([{ amount: 50, to: "bob" }]);
  });

  it("lets no call run by its yes alone", async () => {
    const agent = agentPaying(50);
    await agent.invoke(ASK, thread);
    const state = await agent.invoke(resume("approve"), thread);
    expect(toolMessages(state)[0]?.text).toContain("approval_required");
    expect(paid).toEqual([]);
  });

  it("keeps a call from running by its no, whatever CapFence has approved", async () => {
    const agent = agentPaying(50);
    await agent.invoke(ASK, thread);
    const [request] = await runtime.approvals.pending();
    await runtime.approvals.approve(request?.id ?? "", { by: "carol" });
    await agent.invoke(resume("reject"), thread);
    expect(paid).toEqual([]);
  });
});
