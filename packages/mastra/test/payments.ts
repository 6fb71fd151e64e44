import { ActionRuntime, CapabilitySystem, MemoryStorage } from "@capfence/core";
import { createTool, type Tool } from "@mastra/core/tools";
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

/** A runtime with its log in memory, for tools named `pay` and `read`: pays up to 10, denies over 100. */
export function paymentsRuntime(): ActionRuntime {
  const capabilitySystem = new CapabilitySystem().loadPolicyText(POLICY, "payments.yaml");
  return new ActionRuntime({ capabilitySystem, storage: new MemoryStorage() });
}

/** One line for each decision and outcome that a runtime has recorded. */
export async function linesOf(runtime: ActionRuntime): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const record of runtime.auditTrail.records()) {
    if (record.kind === "decision") lines.push(`${record.capability} ${record.reason}`);
    if (record.kind === "outcome") lines.push(record.outcome);
  }
  return lines;
}

/** What {@link payTool} takes. */
export interface Payment {
  readonly amount: number;
  readonly to: string;
}

/** A payment that is denied. */
export const tooMuch: Payment = { amount: 500, to: "eve" };

/** A payment that a human has to approve. */
export const asking: Payment = { amount: 50, to: "eve" };

/** What {@link payTool} gives. */
interface Receipt {
  readonly paid: number;
}

/** A tool named `pay`. */
export type PayTool = Tool<Payment, Receipt, unknown, unknown, never, "pay">;

/** A tool that notes what it is called with; bob is paid where nobody is named. */
export function payTool(paid: unknown[]): PayTool {
  return createTool({
    id: "pay",
    description: "Pays somebody.",
    inputSchema: z.object({ amount: z.number(), to: z.string().default("bob") }),
    outputSchema: z.object({ paid: z.number() }),
    execute: async (input) => {
      paid.push(input);
      return { paid: input.amount };
    },
  });
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
