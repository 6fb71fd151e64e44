import { ActionRuntime, type AuditRecord, CapabilitySystem, MemoryStorage } from "@capfence/core";
import type { JSONValue } from "@llamaindex/core/global";
import { type FunctionTool, tool } from "@llamaindex/core/tools";
import { z } from "zod";

const POLICY = `
deny:
  - { capability: payments.pay, amount_gt: 100 }
require_approval:
  - { capability: payments.pay, amount_gt: 10 }
allow: [payments.pay, files.read]
tools:
  pay: payments.pay
  read: files.read
`;

/** A runtime with its log in memory, for tools named `pay` and `read`. */
export function paymentsRuntime(): ActionRuntime {
  const capabilitySystem = new CapabilitySystem().loadPolicyText(POLICY, "payments.yaml");
  return new ActionRuntime({ capabilitySystem, storage: new MemoryStorage() });
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
export const tooMuch: { amount: number; to: string } = { amount: 500, to: "eve" };

/** A payment that is allowed. */
export const little: { amount: number; to: string } = { amount: 5, to: "bob" };

/** A tool made by LlamaIndex's `tool`. */
export type PayTool = FunctionTool<Payment, JSONValue | Promise<JSONValue>>;

/** What {@link payTool} is made of. */
export function payConfig(paid: unknown[]): {
  name: string;
  description: string;
  parameters: z.ZodObject<{ amount: z.ZodNumber; to: z.ZodDefault<z.ZodString> }>;
  execute: (input: Payment) => string;
} {
  return {
    name: "pay",
    description: "Pays somebody.",
    parameters: z.object({ amount: z.number(), to: z.string().default("bob") }),
    execute: ({ amount, to }) => {
      paid.push({ amount, to });
      return `paid ${amount}`;
    },
  };
}

/** A tool that notes what it is called with: up to 10 is allowed, over 100 is denied. */
export function payTool(paid: unknown[]): PayTool {
  return tool(payConfig(paid));
}

/** What a promise is rejected with; undefined if it is fulfilled. */
export async function errorOf(promise: unknown): Promise<unknown> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error;
  }
}
