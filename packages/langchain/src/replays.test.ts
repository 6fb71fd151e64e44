import { AgentActionBlocked, ActionRuntime, CapabilitySystem, MemoryStorage } from "@capfence/core";
import { RunnableLambda } from "@langchain/core/runnables";
import type { ToolRunnableConfig } from "@langchain/core/tools";
import {
  Annotation,
  Command,
  END,
  entrypoint,
  MemorySaver,
  START,
  StateGraph,
  task,
} from "@langchain/langgraph";
import { AIMessage, createAgent, fakeModel } from "langchain";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { ASK, modelAsking, payCall } from "../test/agents.ts";
import { errorOf, linesOf, paymentsRuntime, payTool } from "../test/payments.ts";
import { loadThreads, saveThreads } from "../test/saved-threads.ts";
import { capFenceMiddleware } from "./capfence-middleware.ts";
import { guardTools } from "./capfence-tool.ts";
import type { LangChainGuardOptions } from "./options.ts";

let paid: unknown[];
let runtime: ActionRuntime;

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
});

/** Whoever is logged in where the answer comes from; a visitor is nobody. */
function speaker(config: ToolRunnableConfig | undefined): { by: string } | undefined {
  const user: unknown = config?.configurable?.["user"];
  return typeof user === "string" ? { by: user } : undefined;
}

function identify(config: ToolRunnableConfig | undefined): { actor: string } {
  if (speaker(config) === undefined) throw new Error("nobody is logged in");
  return { actor: "agent" };
}

const visitor = { configurable: { thread_id: "thread-1" } };
const alice = { configurable: { thread_id: "thread-1", user: "alice" } };
const yes = { decisions: [{ type: "approve" }] };
const no = { decisions: [{ type: "reject" }] };
const resume = (value: unknown): Command => new Command({ resume: value });

interface AgentOptions extends Partial<LangChainGuardOptions> {
  readonly checkpointer?: MemorySaver;
  readonly model?: ReturnType<typeof fakeModel>;
  readonly calls?: readonly ReturnType<typeof payCall>[];
}

function agentWith({
  checkpointer = new MemorySaver(),
  calls = [payCall(50)],
  model = modelAsking(...calls),
  ...options
}: AgentOptions = {}) {
  return createAgent({
    model,
    tools: [payTool(paid)],
    middleware: [
      capFenceMiddleware({
        runtime,
        agentId: "agent",
        onApproval: "pause",
        approver: speaker,
        toolErrors: "throw",
        ...options,
      }),
    ],
    checkpointer,
  });
}

function interruptsOf(state: unknown): readonly { readonly id: string; readonly value: unknown }[] {
  const { __interrupt__: interrupts = [] } = state as {
    readonly __interrupt__?: readonly { readonly id: string; readonly value: unknown }[];
  };
  return interrupts;
}

async function answers(): Promise<readonly unknown[]> {
  const requests = [
    ...(await runtime.approvals.list("approved")),
    ...(await runtime.approvals.list("consumed")),
  ];
  return requests.flatMap(({ answers: given }) => given.map(({ by }) => by));
}

describe("a yes that counted for nobody", () => {
  it("is not that of whoever runs the thread again", async () => {
    const agent = agentWith();
    await agent.invoke(ASK, visitor);
    const error = await errorOf(agent.invoke(resume(yes), visitor));
    expect(AgentActionBlocked.find(error)?.reason).toBe("approval_required");
    expect(interruptsOf(await agent.invoke(null as never, alice))).toHaveLength(1);
    expect(await answers()).toEqual([]);
    expect(paid).toEqual([]);
  });

  it("is not that of whoever runs the thread again after identify has failed", async () => {
    const agent = agentWith({ identify });
    await agent.invoke(ASK, alice);
    expect(String(await errorOf(agent.invoke(resume(yes), visitor)))).toContain("logged in");
    const [again] = interruptsOf(await agent.invoke(null as never, alice));
    expect(await answers()).toEqual([]);
    // Without an address, nobody can tell it from the first one, which is kept.
    const [still] = interruptsOf(await agent.invoke(resume(yes), alice));
    expect(JSON.stringify(still?.value)).toContain("answer by id");
    expect(paid).toEqual([]);
    expect(again?.id).toBeDefined();
    await agent.invoke(resume({ [still?.id ?? ""]: yes }), alice);
    expect(paid).toHaveLength(1);
  });

  it("is not that of whoever runs the thread again after the storage has failed", async () => {
    const agent = agentWith();
    await agent.invoke(ASK, visitor);
    const failing = vi.spyOn(runtime, "preview").mockRejectedValue(new Error("gone"));
    expect(await errorOf(agent.invoke(resume(yes), visitor))).toBeDefined();
    failing.mockRestore();
    await errorOf(agent.invoke(null as never, alice));
    expect(await answers()).toEqual([]);
    expect(paid).toEqual([]);
  });

  it("is not that of whoever answers another call after it", async () => {
    const agent = agentWith({ calls: [payCall(50, "one"), payCall(60, "two")] });
    const [one, two] = interruptsOf(await agent.invoke(ASK, visitor));
    await errorOf(agent.invoke(resume({ [two?.id ?? ""]: yes }), visitor));
    await errorOf(agent.invoke(resume({ [one?.id ?? ""]: yes }), alice));
    await errorOf(agent.invoke(null as never, alice));
    expect(paid).toHaveLength(1);
  });
});

describe("a yes to one call of a longer task", () => {
  it("is none to the next one of an agent in a graph, which nobody has answered", async () => {
    const model = fakeModel()
      .respondWithTools([payCall(50, "one")])
      .respondWithTools([payCall(60, "two")])
      .respond(new AIMessage("done"));
    const agent = agentWith({ model });
    const graph = new StateGraph(Annotation.Root({ said: Annotation<string> }))
      .addNode("pay", async (_state, config) => {
        const { messages } = await agent.graph.invoke(ASK, config);
        return { said: String(messages.at(-1)?.text) };
      })
      .addEdge(START, "pay")
      .addEdge("pay", END)
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke({ said: "" }, alice);
    await graph.invoke(resume(yes) as never, alice);
    expect(paid).toEqual([{ amount: 50, to: "bob" }]);
    const [waiting] = interruptsOf(await graph.invoke(null, alice));
    expect(paid).toHaveLength(1);
    await graph.invoke(resume({ [waiting?.id ?? ""]: yes }) as never, alice);
    expect(paid).toHaveLength(2);
  });

  it("is none to the next one of a workflow, which nobody has answered", async () => {
    const options = { runtime, agentId: "agent", onApproval: "pause", approver: speaker } as const;
    const [guarded] = guardTools([payTool(paid)], options);
    const pay = task("pay", (amount: number) => guarded.invoke({ amount }));
    const workflow = entrypoint({ name: "payments", checkpointer: new MemorySaver() }, async () => {
      await pay(50);
      await pay(60);
      return "done";
    });
    await workflow.invoke("go", alice);
    await workflow.invoke(resume(yes), alice);
    expect(paid).toEqual([{ amount: 50, to: "bob" }]);
    const [waiting] = interruptsOf(await workflow.invoke(null, alice));
    expect(paid).toHaveLength(1);
    await workflow.invoke(resume({ [waiting?.id ?? ""]: yes }), alice);
    expect(paid).toHaveLength(2);
  });
});

describe("one yes", () => {
  it("runs one of two equal calls", async () => {
    const agent = agentWith({ calls: [payCall(50, "one"), payCall(50, "two")] });
    const [one] = interruptsOf(await agent.invoke(ASK, alice));
    await errorOf(agent.invoke(resume({ [one?.id ?? ""]: yes }), alice));
    await errorOf(agent.invoke(null as never, alice));
    expect(paid).toHaveLength(1);
  });

  it("runs the call once, however many resume the thread at once", async () => {
    const agent = agentWith();
    await agent.invoke(ASK, alice);
    await Promise.all(Array.from({ length: 4 }, () => errorOf(agent.invoke(resume(yes), alice))));
    await errorOf(agent.invoke(null as never, alice));
    expect(paid).toHaveLength(1);
  });

  it("counts in no other session", async () => {
    const checkpointer = new MemorySaver();
    const agent = agentWith({ checkpointer });
    const other = agentWith({ checkpointer });
    const elsewhere = { configurable: { thread_id: "thread-2", user: "alice" } };
    await agent.invoke(ASK, alice);
    await other.invoke(ASK, elsewhere);
    const requests = await runtime.approvals.pending();
    const first = requests.find(({ context }) => context["sessionId"] === "thread-1");
    await runtime.approvals.approve(first?.id ?? "", { by: "dora" });
    expect(interruptsOf(await other.invoke(null as never, elsewhere))).toHaveLength(1);
    expect(paid).toEqual([]);
  });

  it("works where the state is only stored when a run ends", async () => {
    const agent = agentWith();
    const exit = { durability: "exit" } as const;
    await agent.invoke(ASK, { ...alice, ...exit });
    await agent.invoke(resume(yes), { ...alice, ...exit });
    expect(paid).toHaveLength(1);
  });
});

describe("a stored pause that was edited", () => {
  it("is no question to which a yes counts, if it showed other arguments", async () => {
    const checkpointer = new MemorySaver();
    await agentWith({ checkpointer }).invoke(ASK, alice);
    const edited = loadThreads(saveThreads(checkpointer), (part) => {
      const { actionRequests } = (part ?? {}) as { readonly actionRequests?: unknown };
      if (actionRequests === undefined) return part;
      const shown = [{ name: "pay", args: { amount: 11, to: "bob" }, description: "a little" }];
      return { ...(part as object), actionRequests: shown };
    });
    const agent = agentWith({ checkpointer: edited });
    await errorOf(agent.invoke(resume(yes), alice));
    expect(paid).toEqual([]);
    expect(await answers()).toEqual([]);
  });
});

describe("a no", () => {
  it("stops a call that the policy allows by the time it is given", async () => {
    const storage = new MemoryStorage();
    const made = (policy: string) =>
      new ActionRuntime({
        capabilitySystem: new CapabilitySystem().loadPolicyText(policy, "payments.yaml"),
        storage,
      });
    const tools = "tools: { pay: payments.pay }";
    runtime = made(`require_approval: [payments.pay]\n${tools}`);
    const checkpointer = new MemorySaver();
    await agentWith({ checkpointer }).invoke(ASK, alice);
    runtime = made(`allow: [payments.pay]\n${tools}`);
    const error = await errorOf(agentWith({ checkpointer }).invoke(resume(no), alice));
    expect(AgentActionBlocked.find(error)?.reason).toBe("approval_cancelled");
    expect(paid).toEqual([]);
  });
});

describe("arguments that are a tool call themselves", () => {
  it("do not run a guarded runnable with what is inside them", async () => {
    const pay = RunnableLambda.from((input: unknown) => {
      paid.push(input);
      return "paid";
    }).asTool({ name: "pay", description: "Pays.", schema: z.looseObject({}) });
    const [guarded] = guardTools([pay], { runtime, agentId: "agent" });
    const args = { type: "tool_call", id: "c2", name: "pay", amount: 5, args: { amount: 4 } };
    await errorOf(guarded.invoke({ type: "tool_call", id: "c1", name: "pay", args } as never));
    await errorOf(guarded.invoke({ type: "tool_call", args } as never));
    await errorOf(guarded.batch([{ type: "tool_call", args }] as never));
    expect(paid).toEqual([]);
    expect(await linesOf(runtime)).not.toContain("succeeded");
  });
});
