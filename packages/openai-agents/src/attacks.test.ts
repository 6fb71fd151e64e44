import { type ActionRuntime, AgentActionBlocked, type ApprovalState } from "@capfence/core";
import {
  type Agent,
  run,
  RunContext,
  Runner,
  RunState,
  shellTool,
  tool,
  toolNamespace,
} from "@openai/agents";
import { assistantMessage, functionCall, ScriptedModel } from "@openai/agents/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  agentWith,
  type Call,
  decisionsOf,
  errorOf,
  modelCalling,
  modelMaking,
  paymentsRuntime,
  payTool,
} from "../test/payments.ts";
import { guardAgent } from "./guard-agent.ts";
import { guardRunner } from "./guard-runner.ts";
import type { OpenAiGuardOptions } from "./options.ts";

const pays = (amount: number, callId = "c1"): Call => ["pay", { amount, to: "bob" }, callId];

let paid: unknown[];
let runtime: ActionRuntime;
let options: OpenAiGuardOptions;

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent", onApproval: "pause", approver: () => ({ by: "carol" }) };
});

/** An agent that makes calls, one list of them in each turn. */
function paying(...turns: readonly (readonly Call[])[]): Agent {
  const agent = agentWith({ model: modelCalling(...turns), tools: [payTool(paid)] });
  return guardAgent(agent, options);
}

/** A guarded agent that asks a guarded helper while it makes a call of its own. */
function asking(call: object, tools: readonly object[], helper: Partial<Agent>): Agent {
  const guarded = guardAgent(agentWith({ name: "helper", ...helper }), options);
  const asked = functionCall("helper", { input: "go" }, { callId: "h1" });
  const model = new ScriptedModel([[call as never, asked], [assistantMessage("done")]]);
  const all = [...tools, guarded.asTool({ toolName: "helper", toolDescription: "Helps." })];
  return guardAgent(agentWith({ model, tools: all as never }), options);
}

const count = async (state: ApprovalState): Promise<number> =>
  (await runtime.approvals.list(state)).length;

const byUser = ({ context }: RunContext) => ({ actor: (context as { user: string }).user });

const shellCall = (command: string) => ({
  type: "shell_call",
  callId: "s1",
  status: "completed",
  action: { commands: [command] },
});

/** How many requests are rejected in a run whose only call a human has refused. */
async function refuse(agent: Agent, before?: () => void): Promise<number> {
  const { state } = await run(agent, "x");
  state.reject(state.getInterruptions()[0]!);
  before?.();
  await guardRunner(new Runner(), options).run(agent, state);
  return count("rejected");
}

describe("a state that is resumed again", () => {
  it("pays once, however many resumes bring its yes at the same time, and whatever follows", async () => {
    const text = (await run(paying([pays(50)]), "x")).state.toString();
    const [request] = await runtime.approvals.pending();
    await runtime.approvals.approve(request?.id ?? "", { by: "dora" });
    const resume = async () => {
      const agent = paying();
      const state = await RunState.fromString(agent, text);
      state.approve(state.getInterruptions()[0]!);
      return errorOf(run(agent, state));
    };
    await Promise.all([resume(), resume(), resume()]);
    expect(AgentActionBlocked.find(await resume())?.reason).toBe("approval_required");
    expect(paid).toHaveLength(1);
    expect(await count("pending")).toBe(0);
  });

  it("acts for whom its host names anew, whatever its text says", async () => {
    options = { ...options, identify: byUser };
    const paused = await run(paying([pays(50)]), "x", { context: { user: "alice" } });
    const text = paused.state.toString().replaceAll('"alice"', '"admin"');
    const agent = paying([pays(5, "c2")]);
    const context = new RunContext({ user: "alice" });
    const state = await RunState.fromStringWithContext(agent, text, context);
    state.approve(state.getInterruptions()[0]!);
    await run(agent, state);
    expect(paid).toHaveLength(2);
    expect((await decisionsOf(runtime)).map(({ actor }) => actor)).toEqual(Array(3).fill("alice"));
  });
});

describe("an id that calls of two agents have", () => {
  it("does not carry the yes to one over to the other", async () => {
    const agent = asking(
      functionCall("pay", { amount: 50, to: "bob" }, { callId: "c1" }),
      [payTool(paid)],
      {
        model: modelCalling([["pay", { amount: 60, to: "eve" }, "c1"]]),
        tools: [payTool(paid)],
      },
    );
    const { state, interruptions } = await run(agent, "x");
    expect(interruptions).toHaveLength(2);
    state.approve(interruptions.find((item) => item.agent.name === "clerk")!);
    const again = await run(agent, state);
    expect(paid).toEqual([{ amount: 50, to: "bob" }]);
    expect(again.interruptions).toHaveLength(1);
    again.state.approve(again.interruptions[0]!);
    await run(agent, again.state);
    expect(paid).toHaveLength(2);
  });

  it("does not carry it over for shells either", async () => {
    const ran: string[] = [];
    const shell = shellTool({
      shell: {
        run: async ({ commands }) => {
          ran.push(...commands);
          return { output: [] };
        },
      },
    });
    const agent = asking(shellCall("sudo ls"), [shell], {
      model: modelMaking(shellCall("sudo reboot")),
      tools: [shell],
    });
    const { state, interruptions } = await run(agent, "x");
    state.approve(interruptions.find((item) => item.agent.name === "clerk")!);
    expect((await run(agent, state)).interruptions).toHaveLength(1);
    expect(ran).toEqual(["sudo ls"]);
  });

  it("gives nobody a yes after a hand-off: nobody was asked about the later call", async () => {
    const clerk = agentWith({
      model: modelCalling([pays(60)]),
      tools: [payTool(paid)],
    });
    const model = modelCalling([pays(50)], [["transfer_to_clerk", {}, "t1"]]);
    const tools = [payTool(paid)];
    const front = guardAgent(
      agentWith({ name: "front", model, tools, handoffs: [clerk] }),
      options,
    );
    let { state } = await run(front, "x");
    state.approve(state.getInterruptions()[0]!);
    ({ state } = await run(front, state));
    state.approve(state.getInterruptions()[0]!);
    const blocked = AgentActionBlocked.find(await errorOf(run(front, state)));
    expect(blocked?.reason).toBe("approval_required");
    expect(paid).toEqual([{ amount: 50, to: "bob" }]);
  });
});

describe("a no to a guarded runner", () => {
  it("reaches the request of a tool that has been disabled since", async () => {
    let isEnabled = true;
    const pay = payTool(paid, { isEnabled: () => isEnabled });
    const agent = guardAgent(agentWith({ model: modelCalling([pays(50)]), tools: [pay] }), options);
    const disable = (): void => {
      isEnabled = false;
    };
    expect(await refuse(agent, disable)).toBe(1);
    expect(paid).toEqual([]);
  });

  it("reaches the request of a tool that has its name from another in another namespace", async () => {
    const [shop, bank] = ["shop", "bank"].map((name) =>
      toolNamespace({
        name,
        description: `A ${name}.`,
        tools: [
          tool({
            name: "pay",
            description: `Pays the ${name}.`,
            parameters: z.object({ amount: z.number() }),
            execute: (input) => paid.push(input),
          }),
        ],
      }),
    );
    const call = { ...functionCall("pay", { amount: 50 }, { callId: "c1" }), namespace: "bank" };
    const tools = [...(shop ?? []), ...(bank ?? [])];
    const agent = agentWith({ model: modelMaking(call), tools: tools as never });
    expect(await refuse(guardAgent(agent, options))).toBe(1);
    expect(paid).toEqual([]);
  });
});
