import { ActionRuntime, type AuditRecord, CapabilitySystem, MemoryStorage } from "@capfence/core";
import {
  createSdkMcpServer,
  type McpSdkServerConfigWithInstance,
  type SdkMcpToolDefinition,
  tool,
} from "@anthropic-ai/claude-agent-sdk";
import { z } from "zod";

const POLICY = `
deny:
  - { capability: payments.pay, amount_gt: 100 }
  - { capability: shell.execute, contains: "forbidden" }
require_approval:
  - { capability: payments.pay, amount_gt: 10, reason: large sums are seen by a human }
  - { capability: shell.execute, contains: "careful" }
allow: [payments.pay, shell.execute, agents.start]
tools:
  pay: payments.pay
  mcp__bank__pay: payments.pay
  Bash: shell.execute
  Agent: agents.start
`;

/** A runtime with its log in memory. */
export function paymentsRuntime(): ActionRuntime {
  const capabilitySystem = new CapabilitySystem().loadPolicyText(POLICY, "payments.yaml");
  return new ActionRuntime({ capabilitySystem, storage: new MemoryStorage() });
}

type CallRecord = Extract<AuditRecord, { readonly kind: "decision" | "outcome" }>;

/** The records a runtime has made of calls so far. */
export async function recordsOf(runtime: ActionRuntime): Promise<readonly CallRecord[]> {
  const records: CallRecord[] = [];
  for await (const record of runtime.auditTrail.records())
    if (record.kind === "decision" || record.kind === "outcome") records.push(record);
  return records;
}

/** One line for each decision and outcome. */
export async function linesOf(runtime: ActionRuntime): Promise<readonly string[]> {
  return (await recordsOf(runtime)).map((record) =>
    record.kind === "decision"
      ? `${record.tool} ${record.reason}`
      : record.outcome + (typeof record.error === "string" ? `: ${record.error}` : ""),
  );
}

const PAY_SHAPE: { amount: z.ZodNumber; to: z.ZodDefault<z.ZodString> } = {
  amount: z.number(),
  to: z.string().default("bob"),
};

/** A tool named `pay`. */
export type PayTool = SdkMcpToolDefinition<typeof PAY_SHAPE>;

/** A tool that notes what it is called with: up to 10 is allowed, over 100 is denied; 7 is a failure. */
export function payTool(paid: unknown[], description = "Pays somebody."): PayTool {
  return tool("pay", description, PAY_SHAPE, async ({ amount, to }) => {
    paid.push({ amount, to });
    if (amount === 7) throw new Error("the bank is closed");
    return { content: [{ type: "text", text: `paid ${amount}` }] };
  });
}

/** An in-process server named `bank`. */
export function bank(...tools: readonly PayTool[]): McpSdkServerConfigWithInstance {
  return createSdkMcpServer({
    name: "bank",
    tools: tools as unknown as SdkMcpToolDefinition[],
    alwaysLoad: true,
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
