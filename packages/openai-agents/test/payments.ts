import { ActionRuntime, type AuditRecord, CapabilitySystem, MemoryStorage } from "@capfence/core";
import {
  Agent,
  type AgentConfiguration,
  type FunctionTool,
  type MCPServer,
  setTracingDisabled,
  tool,
} from "@openai/agents";
import { assistantMessage, functionCall, ScriptedModel } from "@openai/agents/testing";
import { z } from "zod";

setTracingDisabled(true);

const POLICY = `
deny:
  - { capability: payments.pay, amount_gt: 100 }
  - { capability: shell.execute, contains: "rm -rf" }
  - { capability: files.patch, contains: "/etc" }
  - { capability: screen.use, contains: "password" }
require_approval:
  - { capability: payments.pay, amount_gt: 10 }
  - { capability: shell.execute, contains: "sudo" }
  - { capability: screen.use, contains: "submit" }
allow: [payments.pay, shell.execute, files.patch, files.read, screen.use, agents.ask]
tools:
  pay: payments.pay
  shell: shell.execute
  apply_patch: files.patch
  computer_use_preview: screen.use
  read: files.read
  helper: agents.ask
`;

/** A runtime with its log in memory, for the tools of these tests. */
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

/** The decisions on record. */
export async function decisionsOf(
  runtime: ActionRuntime,
): Promise<readonly Extract<AuditRecord, { kind: "decision" }>[]> {
  const records: Extract<AuditRecord, { kind: "decision" }>[] = [];
  for await (const record of runtime.auditTrail.records())
    if (record.kind === "decision") records.push(record);
  return records;
}

/** The schema of {@link payTool}. */
const PAY_SCHEMA: z.ZodObject<{ amount: z.ZodNumber; to: z.ZodString }> = z.object({
  amount: z.number(),
  to: z.string(),
});

/** A tool named `pay`. */
export type PayTool = FunctionTool<unknown, typeof PAY_SCHEMA, string>;

/** A tool that notes what it is called with: up to 10 is allowed, over 100 is denied. */
export function payTool(paid: unknown[], settings: object = {}): PayTool {
  return tool({
    name: "pay",
    description: "Pays somebody.",
    parameters: PAY_SCHEMA,
    execute: ({ amount, to }: z.infer<typeof PAY_SCHEMA>) => {
      paid.push({ amount, to });
      return `paid ${amount}`;
    },
    ...settings,
  }) as PayTool;
}

/** A call of a tool by the model. */
export type Call = readonly [name: string, input: object | string, callId: string];

/** A model that makes calls, one list of them in each turn, and then says `done`. */
export function modelCalling(...turns: readonly (readonly Call[])[]): ScriptedModel {
  return new ScriptedModel([
    ...turns.map((calls) =>
      calls.map(([name, input, callId]) =>
        functionCall(name, input as Record<string, unknown>, { callId }),
      ),
    ),
    [assistantMessage("done")],
  ]);
}

/** A model that makes one native call (of a shell, an editor or a computer), and then says `done`. */
export function modelMaking(call: object): ScriptedModel {
  return new ScriptedModel([[call as never], [assistantMessage("done")]]);
}

/** An agent named `clerk`. */
export function agentWith(settings: Partial<AgentConfiguration>): Agent {
  return new Agent({ name: "clerk", instructions: "Pay.", ...settings });
}

/** What the tools of a run gave the model, in order. */
export function outputsOf(result: { readonly newItems: readonly object[] }): readonly unknown[] {
  return result.newItems.flatMap((item) =>
    "type" in item && item.type === "tool_call_output_item" && "output" in item
      ? [item.output]
      : [],
  );
}

/** An MCP server with one tool. */
export function mcpServer(
  listed: { readonly name: string; readonly description: string; readonly inputSchema: object },
  callTool: (input: Record<string, unknown> | null) => Promise<string>,
): MCPServer {
  const server = {
    name: "bank",
    cacheToolsList: false,
    connect: async () => {},
    close: async () => {},
    invalidateToolsCache: async () => {},
    listTools: async () => [listed],
    callTool: async (_name: string, input: Record<string, unknown> | null) => [
      { type: "text", text: await callTool(input) },
    ],
  };
  return server as unknown as MCPServer;
}

/** What a promise is rejected with; undefined if it is fulfilled. */
export async function errorOf(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error;
  }
}
