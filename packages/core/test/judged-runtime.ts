import { ActionEvent, type ActionEventInput } from "../src/action/event.ts";
import type { AuditRecord } from "../src/audit/record.ts";
import { CapabilitySystem } from "../src/policy/capability-system.ts";
import { ActionRuntime } from "../src/runtime/runtime.ts";
import type { ActionRuntimeOptions } from "../src/runtime/runtime-options.ts";
import { MemoryStorage } from "../src/storage/memory.ts";

const POLICY = `
approval_timeout_seconds: 60
deny:
  - { capability: payments.transfer, amount_gt: 10000, reason: too much }
require_approval:
  - { id: much, capability: payments.transfer, amount_gt: 1000 }
allow:
  - payments.transfer
tools:
  mapped_tool: payments.transfer
`;

/** A runtime in memory: transfers over 10,000 are denied, over 1,000 need approval (for 60 seconds). */
export function judgedRuntime(options: Partial<ActionRuntimeOptions> = {}): ActionRuntime {
  return new ActionRuntime({
    capabilitySystem: new CapabilitySystem().loadPolicyText(POLICY, "policy.yaml"),
    storage: new MemoryStorage(),
    ...options,
  });
}

/** A transfer of an amount. */
export function transfer(amount: number, facts: Partial<ActionEventInput> = {}): ActionEvent {
  const capability = "payments.transfer";
  return ActionEvent.create({ actor: "agent", capability, payload: { amount }, ...facts });
}

/** A record about a call, and not about the log itself. */
export type CallRecord = Extract<
  AuditRecord,
  { readonly kind: "decision" | "outcome" | "approval" }
>;

/** The records about calls that a runtime has made so far. */
export async function recordsOf(runtime: ActionRuntime): Promise<readonly CallRecord[]> {
  const records: CallRecord[] = [];
  for await (const record of runtime.auditTrail.records())
    if (isAboutCall(record)) records.push(record);
  return records;
}

/** Whether a record is about a call. */
export function isAboutCall(record: AuditRecord): record is CallRecord {
  return record.kind === "decision" || record.kind === "outcome" || record.kind === "approval";
}

/** One line for each record: what happened. */
export async function linesOf(runtime: ActionRuntime): Promise<readonly string[]> {
  return (await recordsOf(runtime)).map((record) => {
    if (record.kind === "decision") return `${record.effect} ${record.reason}`;
    return record.kind === "outcome" ? record.outcome : `approval ${record.state}`;
  });
}
