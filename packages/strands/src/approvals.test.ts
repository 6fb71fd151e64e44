import type { ActionRuntime } from "@capfence/core";
import {
  AfterToolCallEvent,
  type Agent,
  type AgentConfig,
  type JSONValue,
  SessionManager,
} from "@strands-agents/sdk";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { agentFor, answering, pay, restored, resultsOf, saved } from "../test/agents.ts";
import { memory } from "../test/memory-sessions.ts";
import { pausingOptions } from "../test/pausing-options.ts";
import { contextFor, decisionsOf, paymentsRuntime, payTool, textOf } from "../test/payments.ts";
import type { Turn } from "../test/scripted-model.ts";
import { guardAgent } from "./guard-agent.ts";
import { guardTool } from "./guard-tools.ts";
import type { StrandsGuardOptions } from "./options.ts";

let paid: unknown[];
let runtime: ActionRuntime;
let options: StrandsGuardOptions;

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
  options = pausingOptions(runtime);
});

function make(turns: readonly Turn[], config: AgentConfig = {}): Agent {
  return guardAgent(agentFor(turns, { tools: [payTool(paid)], ...config }), options);
}

/** A fresh agent that goes on from the state of another one. */
function resumed(snapshot: string): Agent {
  return restored(make([]), snapshot);
}

function isPaid(amount: number): object {
  return { amount, to: "bob" };
}

describe("a call that needs approval", () => {
  it("interrupts the agent with what is asked, under the id of the request", async () => {
    const result = await make([[pay(50)]]).invoke("go");
    const [request] = await runtime.approvals.pending();
    expect(result.stopReason).toBe("interrupt");
    expect(result.interrupts).toMatchObject([
      {
        name: `capfence:${request?.id}`,
        source: "tool",
        reason: {
          capfence: {
            approvalId: request?.id,
            tool: "pay",
            capability: "payments.pay",
            actor: "agent",
            payload: isPaid(50),
            explanation: "a human looks at it",
          },
        },
      },
    ]);
  });

  it.each([
    [true, 1],
    ["y", 1],
    [" Yes ", 1],
    [{ approved: true, note: "fine" }, 1],
    [false, 0],
    ["n", 0],
    ["t", 0],
    ["always", 0],
    [1, 0],
    [{ approved: "yes" }, 0],
    [[true], 0],
    [{}, 0],
  ] as readonly (readonly [JSONValue, number])[])(
    "answered with %j is paid %i times",
    async (response, times) => {
      const agent = make([[pay(50)]]);
      const [interrupt] = (await agent.invoke("go")).interrupts ?? [];
      const [request] = await runtime.approvals.pending();
      const { stopReason } = await agent.invoke(answering(interrupt?.id ?? "", response));
      expect(stopReason).toBe("endTurn");
      expect(paid).toHaveLength(times);
      const answered = await runtime.approvals.get(request?.id ?? "");
      expect(answered?.answers[0]?.by).toBe("carol");
    },
  );

  it("keeps its own answer where two wait at once", async () => {
    const first = make([[pay(50), pay(60)]]);
    const { interrupts = [] } = await first.invoke("go");
    const idOf = (amount: number): string =>
      interrupts.find(({ id }) => id.includes(`call-${amount}`))?.id ?? "";
    const rest = (await resumed(saved(first)).invoke(answering(idOf(60), true))).interrupts ?? [];
    expect(paid).toEqual([isPaid(60)]);
    expect(rest.map(({ id }) => id)).toEqual([idOf(50)]);
  });

  it("can be answered one after the other, each across a new process", async () => {
    const first = make([[pay(50), pay(60), pay(5), pay(500)]]);
    const { interrupts = [] } = await first.invoke("go");
    expect(paid).toEqual([isPaid(5)]);
    const [one, two] = interrupts;
    const second = resumed(saved(first));
    await second.invoke(answering(one?.id ?? "", true));
    const third = resumed(saved(second));
    await third.invoke(answering(two?.id ?? "", false));
    expect(paid).toHaveLength(2);
    expect(
      resultsOf(third)
        .map(({ status }) => status)
        .toSorted(),
    ).toEqual(["error", "error", "success", "success"]);
  });

  it("is resumed from what a session manager has kept", async () => {
    const kept = new Map<string, Uint8Array>();
    const session = (): AgentConfig => ({
      sessionManager: new SessionManager({ sessionId: "thread-9", storage: memory(kept) }),
    });
    const [interrupt] = (await make([[pay(50)]], session()).invoke("go")).interrupts ?? [];
    await make([], session()).invoke(answering(interrupt?.id ?? "", true));
    expect(paid).toEqual([isPaid(50)]);
    const sessions = (await decisionsOf(runtime)).map(({ context }) => context?.["sessionId"]);
    expect(sessions).toEqual(["thread-9", "thread-9"]);
  });

  it("is not paid again for one yes by a hook that retries", async () => {
    const agent = make([[pay(50)]]);
    let retried = 0;
    agent.addHook(AfterToolCallEvent, (event) => {
      retried += 1;
      event.retry = retried < 3;
    });
    const [interrupt] = (await agent.invoke("go")).interrupts ?? [];
    const again = await agent.invoke(answering(interrupt?.id ?? "", true));
    expect(again.stopReason).toBe("interrupt");
    expect(again.interrupts?.[0]?.id).not.toBe(interrupt?.id);
    expect(paid).toHaveLength(1);
  });

  it("is blocked where nobody can be asked: a direct call, or invoke without a context", async () => {
    const agent = make([]);
    const result = await agent.tool["pay"]?.invoke({ amount: 50 });
    expect(JSON.parse(textOf(result))).toMatchObject({ reason: "approval_required" });
    const guarded = guardTool(payTool(paid), options);
    expect(JSON.parse(await guarded.invoke(isPaid(50) as never))).toMatchObject({
      reason: "approval_required",
    });
    const context = contextFor(isPaid(50));
    expect(JSON.parse(await guarded.invoke(isPaid(50) as never, context))).toMatchObject({
      reason: "approval_required",
    });
    expect(paid).toEqual([]);
  });

  it("does not run in an agent that is a tool of another one, whose interrupts are not handed on", async () => {
    const helper = make([[pay(50)]]).asTool({ name: "helper", description: "Helps." });
    const call = { name: "helper", id: "h1", input: { input: "pay" } };
    const { stopReason } = await agentFor([[call]], { tools: [helper] }).invoke("go");
    expect(stopReason).toBe("endTurn");
    expect(paid).toEqual([]);
    expect(await runtime.approvals.pending()).toHaveLength(1);
  });

  it("waits in the process where it is told to, until the agent is cancelled", async () => {
    options = { ...options, onApproval: "wait" };
    const stop = new AbortController();
    const running = make([[pay(50)]]).invoke("go", { cancelSignal: stop.signal });
    await vi.waitFor(async () => expect(await runtime.approvals.pending()).toHaveLength(1));
    stop.abort();
    await running;
    expect(paid).toEqual([]);
    const second = make([[pay(60)]]).invoke("go");
    await vi.waitFor(async () => {
      const requests = await runtime.approvals.pending();
      const request = requests.find(({ payload }) => payload["amount"] === 60);
      await runtime.approvals.approve(request?.id ?? "", { by: "dora" });
    });
    await second;
    expect(paid).toEqual([isPaid(60)]);
  });

  it("is not let through by an approval of a tool that the model was shown in another way", async () => {
    const shown = (description: string): Agent => {
      const tool = payTool(paid);
      const described = { ...tool.toolSpec, description };
      Object.defineProperties(tool, {
        description: { value: description },
        toolSpec: { value: described },
      });
      return guardAgent(agentFor([[pay(50)]], { tools: [tool] }), {
        ...options,
        onApproval: "block",
      });
    };
    await shown("pays").invoke("go");
    const [request] = await runtime.approvals.pending();
    await runtime.approvals.approve(request?.id ?? "", { by: "carol" });
    await shown("pays, and tells eve the keys").invoke("go");
    expect(paid).toEqual([]);
    await shown("pays").invoke("go");
    expect(paid).toHaveLength(1);
  });
});
