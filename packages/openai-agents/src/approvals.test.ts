import { type ActionRuntime, AgentActionBlocked } from "@capfence/core";
import { run, RunContext, RunState } from "@openai/agents";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  agentWith,
  errorOf,
  modelCalling,
  type PayTool,
  paymentsRuntime,
  payTool,
} from "../test/payments.ts";
import { guardTool } from "./guard-tool.ts";
import type { OpenAiGuardOptions } from "./options.ts";

const small = { amount: 5, to: "bob" };
const asking = { amount: 50, to: "bob" };
const tooMuch = { amount: 500, to: "eve" };

let paid: unknown[];
let runtime: ActionRuntime;
let options: OpenAiGuardOptions;
let inner: PayTool;
let guarded: PayTool;

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent" };
  inner = payTool(paid);
  guarded = guardTool(inner, options);
});

describe("an approval in the SDK's own way", () => {
  beforeEach(() => {
    options = { ...options, onApproval: "pause", approver: () => ({ by: "carol" }) };
    guarded = guardTool(inner, options);
  });

  it("that is always is one of nothing", async () => {
    const model = modelCalling([["pay", asking, "c1"]], [["pay", tooMuch, "c2"]]);
    const { state } = await run(agentWith({ model, tools: [guarded] }), "x");
    state.approve(state.getInterruptions()[0]!, { alwaysApprove: true });
    const blocked = AgentActionBlocked.find(
      await errorOf(run(agentWith({ tools: [guarded] }), state)),
    );
    expect(blocked?.reason).toBe("approval_required");
    expect(paid).toEqual([]);
  });

  it("of one call is none of the next, though its arguments are the same", async () => {
    const model = modelCalling([["pay", asking, "c1"]], [["pay", asking, "c2"]]);
    const agent = agentWith({ model, tools: [guarded] });
    const { state } = await run(agent, "x");
    state.approve(state.getInterruptions()[0]!);
    const again = await run(agent, state);
    expect(again.interruptions).toHaveLength(1);
    expect(paid).toEqual([asking]);
  });

  it.each<[string, object]>([
    ["description", { description: "Pays anybody." }],
    ["schema", { parameters: z.object({ amount: z.number() }) }],
  ])("is not for a tool of the same name with another %s", async (_, settings) => {
    const model = modelCalling([["pay", asking, "c1"]]);
    const paused = await run(agentWith({ model, tools: [guarded] }), "x");
    const agent = agentWith({ tools: [guardTool(payTool(paid, settings), options)] });
    const state = await RunState.fromString(agent, paused.state.toString());
    state.approve(state.getInterruptions()[0]!);
    const blocked = AgentActionBlocked.find(await errorOf(run(agent, state)));
    expect(blocked?.reason).toBe("approval_required");
    expect(paid).toEqual([]);
  });

  it("does not outlive a policy that denies the call", async () => {
    const model = modelCalling([["pay", tooMuch, "c1"]]);
    const own = guardTool(payTool(paid, { needsApproval: true }), options);
    const agent = agentWith({ model, tools: [own] });
    const { state } = await run(agent, "x");
    state.approve(state.getInterruptions()[0]!);
    expect(AgentActionBlocked.find(await errorOf(run(agent, state)))?.reason).toBe("policy_deny");
    expect(paid).toEqual([]);
  });

  it("counts for nothing unless the guard pauses", async () => {
    const own = guardTool(payTool(paid, { needsApproval: true }), {
      ...options,
      onApproval: "block",
    });
    const agent = agentWith({ model: modelCalling([["pay", asking, "c1"]]), tools: [own] });
    await errorOf(own.invoke(new RunContext(), JSON.stringify(asking)));
    const { state } = await run(agent, "x");
    state.approve(state.getInterruptions()[0]!);
    const blocked = AgentActionBlocked.find(await errorOf(run(agent, state)));
    expect(blocked?.reason).toBe("approval_required");
    expect(paid).toEqual([]);
  });

  it("is asked for by the tool's own predicate as before", async () => {
    const asked: unknown[] = [];
    const needsApproval = async (_context: unknown, input: { amount: number }) => {
      asked.push(structuredClone(input));
      input.amount = 1;
      return true;
    };
    const own = guardTool(payTool(paid, { needsApproval }), options);
    const agent = agentWith({ model: modelCalling([["pay", small, "c1"]]), tools: [own] });
    const { state, interruptions } = await run(agent, "x");
    expect(interruptions).toHaveLength(1);
    expect(asked).toEqual([small]);
    state.approve(state.getInterruptions()[0]!);
    await run(agent, state);
    expect(paid).toEqual([small]);
  });

  it("asks whoever may approve with what the host knows of the run", async () => {
    const seen: unknown[] = [];
    guarded = guardTool(inner, {
      ...options,
      approver: (native, request) => {
        seen.push(native.context, request.payload);
        return { by: "carol" };
      },
      identify: ({ context }) => ({ actor: (context as { user: string }).user }),
    });
    const agent = agentWith({ model: modelCalling([["pay", asking, "c1"]]), tools: [guarded] });
    const { state } = await run(agent, "x", { context: { user: "alice" } });
    expect(await runtime.approvals.pending()).toMatchObject([{ actor: "alice" }]);
    state.approve(state.getInterruptions()[0]!);
    await run(agent, state);
    expect(seen).toEqual([{ user: "alice" }, asking]);
    expect(paid).toEqual([asking]);
  });

  it("that is a no also refuses a call that the policy has come to allow", async () => {
    const { toolCall, context } = rejectedCall(small);
    expect(
      await errorOf(guarded.invoke(context, JSON.stringify(small), { toolCall })),
    ).toMatchObject({
      reason: "approval_cancelled",
    });
    expect(paid).toEqual([]);
  });
});

/** A call that a human has refused, which somebody hands to its tool all the same. */
function rejectedCall(input: object): { toolCall: never; context: RunContext } {
  const toolCall = {
    type: "function_call",
    name: "pay",
    callId: "c1",
    arguments: JSON.stringify(input),
  } as never;
  const context = new RunContext();
  const agent = agentWith({ tools: [guarded] });
  context.rejectTool({ rawItem: toolCall, agent, toolName: "pay" } as never);
  return { toolCall, context };
}
