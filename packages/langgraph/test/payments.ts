import { ActionRuntime, type AuditRecord, CapabilitySystem, MemoryStorage } from "@capfence/core";
import { AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import { fakeModel } from "@langchain/core/testing";
import { type DynamicStructuredTool, tool } from "@langchain/core/tools";
import {
  type BaseCheckpointSaver,
  Command,
  END,
  type LangGraphRunnableConfig,
  MemorySaver,
  MessagesAnnotation,
  Send,
  START,
  StateGraph,
} from "@langchain/langgraph";
import type { Runnable } from "@langchain/core/runnables";
import { toolsCondition } from "@langchain/langgraph/prebuilt";
import { z } from "zod";
import type { SettledGraph } from "../src/settle-blocked.ts";

const POLICY = `
deny:
  - { capability: payments.pay, amount_gt: 100 }
require_approval:
  - { capability: payments.pay, amount_gt: 10, reason: a human looks at it }
allow: [payments.pay, files.read]
tools:
  pay: payments.pay
  read: files.read
`;

/** A runtime with its log in memory, for tools named `pay` and `read`. */
export function paymentsRuntime(storage: MemoryStorage = new MemoryStorage()): ActionRuntime {
  const capabilitySystem = new CapabilitySystem().loadPolicyText(POLICY, "payments.yaml");
  return new ActionRuntime({ capabilitySystem, storage });
}

/** The decisions and outcomes on record, one line each. */
export async function linesOf(runtime: ActionRuntime): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const record of runtime.auditTrail.records()) lines.push(...lineOf(record));
  return lines;
}

function toolOf({ toolName }: Readonly<Record<string, unknown>>): string {
  return typeof toolName === "string" ? toolName : "unknown";
}

function lineOf(record: AuditRecord): readonly string[] {
  if (record.kind === "decision") return [`${toolOf(record.context)} ${record.reason}`];
  return record.kind === "outcome" ? [record.outcome] : [];
}

/** A tool named `pay`, which notes what it is called with: up to 10 is allowed, over 100 is denied. */
export function payTool(ran: string[]): DynamicStructuredTool {
  return tool(
    ({ amount }) => {
      ran.push(`pay ${amount}`);
      return `paid ${amount}`;
    },
    { name: "pay", description: "Pays somebody.", schema: z.object({ amount: z.number() }) },
  );
}

/** A tool named `read`, which is always allowed. */
export function readTool(ran: string[]): DynamicStructuredTool {
  return tool(
    () => {
      ran.push("read");
      return "text";
    },
    { name: "read", description: "Reads.", schema: z.object({}) },
  );
}

/** A call as a model makes it. */
export interface Asked {
  readonly name: string;
  readonly args: Record<string, unknown>;
  readonly id: string;
}

/** A call of `pay`. */
export function pay(amount: unknown, id = `pay-${String(amount)}`): Asked {
  return { name: "pay", args: { amount }, id };
}

/** A call of `read`. */
export const READ: Asked = { name: "read", args: {}, id: "read" };

/** An AI message with these calls. */
export function asking(...calls: readonly Asked[]): AIMessage {
  return new AIMessage({ content: "", tool_calls: calls.map((call) => ({ ...call })) });
}

/** What a graph's tools node can be. */
export type ToolsNode =
  | Runnable<typeof MessagesAnnotation.State, unknown>
  | ((state: typeof MessagesAnnotation.State, config: LangGraphRunnableConfig) => unknown);

/** A graph as far as the tests use one. */
export interface TestGraph extends SettledGraph {
  invoke(input: unknown, config?: object): Promise<typeof MessagesAnnotation.State>;
}

/** How a graph of the tests differs from a plain one. */
export interface GraphOptions {
  /** By default one of its own; none if it is false. */
  readonly checkpointer?: BaseCheckpointSaver | false;
  /** Whether each call is sent to a task of its own. */
  readonly fanOut?: boolean;
  readonly node?: object;
}

function sent({ messages }: typeof MessagesAnnotation.State): typeof END | Send[] {
  const calls = (messages.at(-1) as AIMessage).tool_calls ?? [];
  if (calls.length === 0) return END;
  return calls.map((call) => new Send("tools", { messages, lg_tool_call: call }));
}

/** A graph of a model that makes these calls, one message after the other, and a tools node. */
export function agentWith(
  tools: ToolsNode,
  turns: readonly (readonly Asked[])[],
  { checkpointer = new MemorySaver(), fanOut = false, node = {} }: GraphOptions = {},
): TestGraph {
  const model = fakeModel();
  for (const turn of turns) model.respondWithTools(turn.map((call) => ({ ...call })));
  model.respond(new AIMessage("done"));
  const graph = new StateGraph(MessagesAnnotation)
    .addNode("agent", async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
    .addNode("tools", tools as never, node)
    .addEdge(START, "agent")
    .addConditionalEdges("agent", fanOut ? sent : toolsCondition, ["tools", END])
    .addEdge("tools", "agent")
    .compile(checkpointer === false ? {} : { checkpointer });
  return graph;
}

/** What a user says. */
export const USER: object = { messages: [{ role: "user", content: "pay bob" }] };

/** The config of a thread. */
export function thread(name = "thread-1"): { configurable: { thread_id: string } } {
  return { configurable: { thread_id: name } };
}

/** Resumes with an answer for each call that waits: their words for a no. */
export function answering(...answers: readonly (true | string)[]): Command {
  const decisions = answers.map((answer) =>
    answer === true ? { type: "approve" } : { type: "reject", message: answer },
  );
  return new Command({ resume: { decisions } });
}

/** The tool messages of a state, by the id of their call. */
export function answersIn(state: unknown): Readonly<Record<string, ToolMessage>> {
  const { messages } = state as { readonly messages: readonly BaseMessage[] };
  const answers = messages.filter((one): one is ToolMessage => ToolMessage.isInstance(one));
  return Object.fromEntries(answers.map((one) => [one.tool_call_id, one]));
}

/** What a promise is rejected with; undefined if it is fulfilled. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error;
  }
}
