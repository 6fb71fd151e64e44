import { type ActionRuntime, AgentActionBlocked, MemoryStorage } from "@capfence/core";
import { type Agent, run, Runner, RunState } from "@openai/agents";
import { beforeEach, describe, expect, it } from "vitest";
import {
  agentWith,
  type Call,
  errorOf,
  linesOf,
  modelCalling,
  outputsOf,
  paymentsRuntime,
  payTool,
} from "../test/payments.ts";
import { guardAgent } from "./guard-agent.ts";
import { guardRunner } from "./guard-runner.ts";
import { guardTool } from "./guard-tool.ts";
import type { OpenAiGuardOptions } from "./options.ts";

const asking = { amount: 50, to: "bob" };
const pays = (amount: number): Call => ["pay", { amount, to: "bob" }, "c1"];

let paid: unknown[];
let storage: MemoryStorage;
let runtime: ActionRuntime;
let options: OpenAiGuardOptions;

beforeEach(() => {
  paid = [];
  storage = new MemoryStorage();
  runtime = paymentsRuntime(storage);
  options = { runtime, agentId: "agent", onApproval: "pause", approver: () => ({ by: "carol" }) };
});

/** An agent that asks another one, which makes calls; or that goes on where it has already done so. */
function asks(...calls: readonly Call[]): Agent {
  const made = calls.length === 0 ? [] : [calls];
  const helper = guardAgent(
    agentWith({ name: "helper", model: modelCalling(...made), tools: [payTool(paid)] }),
    options,
  );
  const asked: Call = ["helper", { input: "go" }, "h1"];
  const model = modelCalling(...made.map(() => [asked]));
  return guardAgent(
    agentWith({ model, tools: [helper.asTool({ toolName: "helper", toolDescription: "Helps." })] }),
    options,
  );
}

describe("an agent as a tool of a guarded agent", () => {
  it("is judged itself, and so is what it does", async () => {
    const result = await run(asks(pays(5)), "x");
    expect(outputsOf(result)).toEqual(["done"]);
    expect(await linesOf(runtime)).toEqual([
      "agents.ask policy_allow",
      "payments.pay policy_allow",
      "succeeded",
      "succeeded",
    ]);
  });

  it("passes a block in its run on to the caller, though the SDK makes a text of it", async () => {
    const error = await errorOf(run(asks(pays(500)), "x"));
    expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
    expect(paid).toEqual([]);
  });

  it.each(["approve", "reject"] as const)(
    "pauses the whole run until humans %s",
    async (answer) => {
      const paused = await run(asks(pays(50)), "x");
      expect(paused.interruptions).toHaveLength(1);
      expect(paid).toEqual([]);
      options = { ...options, runtime: paymentsRuntime(storage) };
      const agent = asks();
      const state = await RunState.fromString(agent, paused.state.toString());
      state[answer](state.getInterruptions()[0]!);
      const result = await guardRunner(new Runner(), options).run(agent, state as never);
      expect(result.finalOutput).toBe("done");
      expect(paid).toEqual(answer === "approve" ? [asking] : []);
      const settled = answer === "approve" ? "consumed" : "rejected";
      expect(await runtime.approvals.list(settled)).toHaveLength(1);
    },
  );

  it("gives no way to the unguarded tool by its events", () => {
    const helper = guardAgent(agentWith({ name: "helper" }), options).asTool({
      toolName: "helper",
    });
    const guarded = guardTool(helper, options);
    expect(guarded.on("*", () => undefined)).toBe(guarded);
    expect(guardTool(guarded, options)).toBe(guarded);
  });
});

describe("an agent that hands over", () => {
  it("has its targets guarded, also those it gets later and those in a circle", async () => {
    const clerk = agentWith({ model: modelCalling([pays(500)]), tools: [payTool(paid)] });
    const model = modelCalling([["transfer_to_clerk", {}, "t1"]]);
    const front = agentWith({ name: "front", model });
    clerk.handoffs.push(front);
    guardAgent(front, options);
    front.handoffs.push(clerk);
    expect(AgentActionBlocked.find(await errorOf(run(front, "x")))?.reason).toBe("policy_deny");
    expect(paid).toEqual([]);
  });
});
