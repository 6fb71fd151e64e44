import { ActionRuntime, type AuditRecord, CapabilitySystem, MemoryStorage } from "@capfence/core";
import { type DynamicStructuredTool, tool } from "@langchain/core/tools";
import { z } from "zod";

const POLICY = `
deny:
  - { capability: payments.pay, amount_gt: 100 }
  - { capability: shell.execute, contains: "rm -rf" }
require_approval:
  - { capability: payments.pay, amount_gt: 10 }
allow: [payments.pay, shell.execute, files.read]
tools:
  pay: payments.pay
  shell: shell.execute
  read: files.read
`;

/** A runtime with its log in memory, for tools named `pay`, `shell` and `read`. */
export function paymentsRuntime(): ActionRuntime {
  const capabilitySystem = new CapabilitySystem().loadPolicyText(POLICY, "payments.yaml");
  return new ActionRuntime({ capabilitySystem, storage: new MemoryStorage() });
}

/** The records a runtime has made of calls so far. */
export async function recordsOf(runtime: ActionRuntime): Promise<readonly CallRecord[]> {
  const records: CallRecord[] = [];
  for await (const record of runtime.auditTrail.records())
    if (record.kind === "decision" || record.kind === "outcome" || record.kind === "approval")
      records.push(record);
  return records;
}

type CallRecord = Extract<AuditRecord, { readonly kind: "decision" | "outcome" | "approval" }>;

/** One line for each decision and outcome. */
export async function linesOf(runtime: ActionRuntime): Promise<readonly string[]> {
  const records = await recordsOf(runtime);
  return records.flatMap((record) => {
    if (record.kind === "decision") return [`${record.capability} ${record.reason}`];
    return record.kind === "outcome" ? [record.outcome] : [];
  });
}

/** The schema of {@link payTool}. */
export const PAY_SCHEMA: z.ZodObject<{
  amount: z.ZodNumber;
  to: z.ZodDefault<z.ZodString>;
}> = z.object({ amount: z.number(), to: z.string().default("bob") });

/** A tool named `pay`. */
export type PayTool = DynamicStructuredTool<
  typeof PAY_SCHEMA,
  z.output<typeof PAY_SCHEMA>,
  z.input<typeof PAY_SCHEMA>,
  { ok: true; amount: number },
  unknown,
  "pay"
>;

/** A tool that notes what it is called with: up to 10 is allowed, over 100 is denied. */
export function payTool(paid: unknown[]): PayTool {
  return tool(
    ({ amount, to }) => {
      paid.push({ amount, to });
      return { ok: true as const, amount };
    },
    { name: "pay", description: "Pays somebody.", schema: PAY_SCHEMA },
  );
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
