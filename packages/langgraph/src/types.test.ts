import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import type { createReactAgent, ToolNode } from "@langchain/langgraph/prebuilt";
import { describe, expectTypeOf, it } from "vitest";
import { CapFenceToolNode } from "./capfence-tool-node.ts";
import { guardNode } from "./guard-node.ts";
import { guardToolNode } from "./guard-tool-node.ts";
import type { LangGraphGuardOptions } from "./options.ts";
import { settleBlocked } from "./settle-blocked.ts";

interface State {
  readonly messages: never[];
  readonly total: number;
}

const options = { policyPath: "policy.yaml", agentId: "agent" } satisfies LangGraphGuardOptions;
const wrapNode = (node: (state: State) => { total: number }) => guardNode(node, options);
const wrapToolNode = (node: ToolNode<State>) => guardToolNode(node, options);
const build = (node: CapFenceToolNode) =>
  new StateGraph(MessagesAnnotation).addNode("tools", node).addEdge("__start__", "tools").compile();
const settle = (graph: ReturnType<typeof build>) => settleBlocked(graph, {}, undefined);
const settleAgent = (agent: ReturnType<typeof createReactAgent>) =>
  settleBlocked(agent, {}, undefined);

describe("the types of guarded nodes", () => {
  it("are those of the nodes", () => {
    expectTypeOf<CapFenceToolNode>().toExtend<ToolNode>();
    expectTypeOf(wrapToolNode).returns.toExtend<ToolNode<State>>();
    expectTypeOf(wrapNode).returns.parameter(0).toEqualTypeOf<State>();
    expectTypeOf(wrapNode).returns.returns.toEqualTypeOf<Promise<{ total: number }>>();
  });

  it("go where LangGraph takes nodes and graphs", () => {
    type ReactTools = Parameters<typeof createReactAgent>[0]["tools"];
    expectTypeOf<CapFenceToolNode>().toExtend<ReactTools>();
    expectTypeOf(build).toBeFunction();
    expectTypeOf(settle).returns.toEqualTypeOf<Promise<void>>();
    expectTypeOf(settleAgent).returns.toEqualTypeOf<Promise<void>>();
  });

  it("need an agent", () => {
    // @ts-expect-error agentId is needed
    expectTypeOf(() => new CapFenceToolNode([], { policyPath: "p" })).toBeFunction();
  });
});
