import {
  ActionRuntime,
  AgentActionBlocked,
  type AuditRecord,
  CapabilitySystem,
  MemoryStorage,
} from "@capfence/core";
import {
  type InvokableTool,
  type JSONValue,
  tool,
  type ToolContext,
  type ToolResultBlock,
  type ToolStreamGenerator,
} from "@strands-agents/sdk";
import { z } from "zod";

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

/** One line for each decision and outcome. */
export async function linesOf(runtime: ActionRuntime): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const record of runtime.auditTrail.records()) {
    if (record.kind === "decision") lines.push(`${record.capability} ${record.reason}`);
    if (record.kind === "outcome") lines.push(record.outcome);
  }
  return lines;
}

/** The decisions a runtime has recorded. */
export async function decisionsOf(runtime: ActionRuntime): Promise<readonly Decision[]> {
  const decisions: Decision[] = [];
  for await (const record of runtime.auditTrail.records())
    if (record.kind === "decision") decisions.push(record);
  return decisions;
}

type Decision = Extract<AuditRecord, { readonly kind: "decision" }>;

/** What a payment is asked with. */
export interface Payment {
  amount: number;
  to: string;
}

/** A payment that is denied. */
export const tooMuch = { amount: 500, to: "eve" };

/** A payment that is allowed. */
export const little = { amount: 5, to: "bob" };

/** A tool that notes what it is called with: up to 10 is allowed, over 100 is denied. */
export function payTool(paid: unknown[]): InvokableTool<Payment, string> {
  return tool({
    name: "pay",
    description: "Pays somebody.",
    inputSchema: z.object({ amount: z.number(), to: z.string().default("bob") }),
    callback: ({ amount, to }) => {
      paid.push({ amount, to });
      return `paid ${amount}`;
    },
  });
}

/** A context as an agent hands it to its tools. */
export function contextFor(input: unknown, more: Partial<ToolContext> = {}): ToolContext {
  return {
    toolUse: { name: "pay", toolUseId: "call-1", input: input as JSONValue },
    agent: {} as ToolContext["agent"],
    invocationState: {},
    cancelSignal: new AbortController().signal,
    interrupt: () => {
      throw new Error("nobody can be asked here");
    },
    ...more,
  };
}

/** Reads a tool's stream to its result. */
export async function resultOf(stream: ToolStreamGenerator): Promise<ToolResultBlock> {
  for (;;) {
    const next = await stream.next();
    if (next.done === true) return next.value;
  }
}

/** The text of a tool's result. */
export function textOf(result: ToolResultBlock | undefined): string {
  const [block] = result?.content ?? [];
  return block?.type === "textBlock" ? block.text : JSON.stringify(block);
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

/** The block that a promise is rejected with, however it is wrapped. */
export async function blockOf(running: Promise<unknown>): Promise<AgentActionBlocked | undefined> {
  return AgentActionBlocked.find(await errorOf(running));
}
