import { AgentActionBlocked } from "@capfence/core";
import type { RunnableConfig } from "@langchain/core/runnables";
import {
  Command,
  INTERRUPT,
  isInterrupted,
  MemorySaver,
  MessagesAnnotation,
  START,
  StateGraph,
} from "@langchain/langgraph";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  agentWith,
  answering,
  answersIn,
  errorOf,
  pay,
  paymentsRuntime,
  payTool,
  type TestGraph,
  thread,
  USER,
} from "../test/payments.ts";
import { asText, fromText } from "../test/saver-text.ts";
import { CapFenceToolNode } from "./capfence-tool-node.ts";
import type { CapFenceToolNodeOptions } from "./options.ts";

let ran: string[];
let runtime: ReturnType<typeof paymentsRuntime>;

beforeEach(() => {
  ran = [];
  runtime = paymentsRuntime();
});

/** Whoever is logged in where the answer comes from; a visitor is nobody. */
function speaker(config: RunnableConfig | undefined): { by: string } | undefined {
  const user: unknown = config?.configurable?.["user"];
  return typeof user === "string" ? { by: user } : undefined;
}

function nodeWith(options: Partial<CapFenceToolNodeOptions> = {}): CapFenceToolNode {
  return new CapFenceToolNode([payTool(ran)], {
    runtime,
    agentId: "agent",
    onApproval: "pause",
    approver: speaker,
    ...options,
  });
}

function identify(config: RunnableConfig | undefined): { actor: string } {
  if (speaker(config) === undefined) throw new Error("nobody is logged in");
  return { actor: "agent" };
}

const yes = { decisions: [{ type: "approve" }] };
const visitor = thread();
const alice = { configurable: { ...visitor.configurable, user: "alice" } };

async function approvers(): Promise<readonly unknown[]> {
  const requests = [
    ...(await runtime.approvals.list("approved")),
    ...(await runtime.approvals.list("consumed")),
  ];
  return requests.flatMap(({ answers }) => answers.map(({ by }) => by));
}

function idOf(paused: unknown, amount: number): string {
  if (!isInterrupted(paused)) throw new Error("the run did not pause");
  const found = paused[INTERRUPT].find(({ value }) =>
    JSON.stringify(value).includes(`"amount":${amount}`),
  );
  return found?.id ?? "";
}

describe("a yes that counted for nobody", () => {
  it("is not that of whoever runs the thread again", async () => {
    const graph = agentWith(nodeWith(), [[pay(50)]]);
    await graph.invoke(USER, visitor);
    const error = await errorOf(graph.invoke(answering(true), visitor));
    expect(AgentActionBlocked.find(error)?.reason).toBe("approval_required");
    expect(isInterrupted(await graph.invoke(null, alice))).toBe(true);
    expect(await approvers()).toEqual([]);
    expect(ran).toEqual([]);
    // Without an address, nobody can tell it from the first one, which is kept.
    const still = await graph.invoke(answering(true), alice);
    expect(JSON.stringify(still)).toContain("answer by id");
    expect(ran).toEqual([]);
    await graph.invoke(new Command({ resume: { [idOf(still, 50)]: yes } }), alice);
    expect(ran).toEqual(["pay 50"]);
  });

  it("is not that of whoever runs the thread again after identify has failed", async () => {
    const node = nodeWith({ identify, handleToolErrors: false });
    const graph = agentWith(node, [[pay(50)]]);
    await graph.invoke(USER, alice);
    await errorOf(graph.invoke(answering(true), visitor));
    await errorOf(graph.invoke(null, alice));
    expect(await approvers()).toEqual([]);
    expect(ran).toEqual([]);
  });

  it("is not that of whoever runs the thread again after the storage has failed", async () => {
    const graph = agentWith(nodeWith({ handleToolErrors: false }), [[pay(50)]]);
    await graph.invoke(USER, visitor);
    const failing = vi.spyOn(runtime, "preview").mockRejectedValue(new Error("gone"));
    await errorOf(graph.invoke(answering(true), visitor));
    failing.mockRestore();
    await errorOf(graph.invoke(null, alice));
    expect(await approvers()).toEqual([]);
    expect(ran).toEqual([]);
  });

  it("is not that of whoever answers another call after it", async () => {
    const graph: TestGraph = agentWith(nodeWith(), [[pay(50), pay(60)]], { fanOut: true });
    const paused = await graph.invoke(USER, visitor);
    await errorOf(graph.invoke(new Command({ resume: { [idOf(paused, 60)]: yes } }), visitor));
    await errorOf(graph.invoke(new Command({ resume: { [idOf(paused, 50)]: yes } }), alice));
    await errorOf(graph.invoke(null, alice));
    expect(ran).toEqual(["pay 50"]);
  });
});

describe("a yes to one call of a graph in a node", () => {
  it("is none to its next call, which nobody has answered", async () => {
    const inner = agentWith(nodeWith(), [[pay(50)], [pay(60)]], { checkpointer: false });
    const graph = new StateGraph(MessagesAnnotation)
      .addNode("inner", async (state, config) => {
        const { messages } = await inner.invoke(state, config);
        return { messages };
      })
      .addEdge(START, "inner")
      .compile({ checkpointer: new MemorySaver() });
    await graph.invoke(USER, alice);
    await graph.invoke(answering(true) as never, alice);
    expect(ran).toEqual(["pay 50"]);
    const paused = await graph.invoke(null, alice);
    expect(ran).toEqual(["pay 50"]);
    await graph.invoke(new Command({ resume: { [idOf(paused, 60)]: yes } }) as never, alice);
    expect(ran).toEqual(["pay 50", "pay 60"]);
  });
});

describe("a stored pause that was edited", () => {
  it("is no question to which a yes counts, if it showed other arguments", async () => {
    const checkpointer = new MemorySaver();
    const graph = agentWith(nodeWith(), [[pay(50)]], { checkpointer });
    await graph.invoke(USER, alice);
    const text = asText(checkpointer).replaceAll(/"base64":"([^"]*)"/gu, (_, base64: string) => {
      const json = Buffer.from(base64, "base64").toString();
      const shown = json.replace(
        '"args":{"amount":50},"description"',
        '"args":{"amount":11},"description"',
      );
      return `"base64":"${Buffer.from(shown).toString("base64")}"`;
    });
    expect(text).not.toBe(asText(checkpointer));
    const edited = agentWith(nodeWith(), [], { checkpointer: fromText(text) });
    await errorOf(edited.invoke(answering(true), alice));
    expect(ran).toEqual([]);
    expect(await approvers()).toEqual([]);
  });
});

describe("a yes in one session", () => {
  it("counts in no other", async () => {
    const graph = agentWith(nodeWith({ onBlocked: "message" }), [[pay(50)], [pay(50)]]);
    await graph.invoke(USER, alice);
    const other = { configurable: { thread_id: "thread-2", user: "alice" } };
    const second = agentWith(nodeWith({ onBlocked: "message" }), [[pay(50)]]);
    await second.invoke(USER, other);
    expect(await runtime.approvals.pending()).toHaveLength(2);
    const [, request] = await runtime.approvals.pending();
    await runtime.approvals.approve(request?.id ?? "", { by: "dora" });
    const session = request?.context["sessionId"];
    const unapproved = session === "thread-2" ? graph : second;
    const config = session === "thread-2" ? alice : other;
    expect(isInterrupted(await unapproved.invoke(null, config))).toBe(true);
    expect(ran).toEqual([]);
  });

  it("counts for one of two equal calls, however often it is said", async () => {
    const node = nodeWith({ onBlocked: "message" });
    const graph = agentWith(node, [[pay(50, "one")], [pay(50, "two")]]);
    await graph.invoke(USER, alice);
    expect(isInterrupted(await graph.invoke(answering(true), alice))).toBe(true);
    expect(isInterrupted(await graph.invoke(null, alice))).toBe(true);
    expect(ran).toEqual(["pay 50"]);
    const state = await graph.invoke(answering("once is enough"), alice);
    expect(answersIn(state)["two"]?.status).toBe("error");
    expect(ran).toEqual(["pay 50"]);
  });
});
