import { ActionRuntime, type AuditRecord, CapabilitySystem, MemoryStorage } from "@capfence/core";

const POLICY = `
deny:
  - { id: too-much, capability: payments.pay, amount_gt: 100, reason: nobody pays that much }
require_approval:
  - { id: much, capability: payments.pay, amount_gt: 10, reason: a human looks at large sums }
allow: [payments.pay, files.read]
tools:
  pay: payments.pay
  read: files.read
`;

/** A runtime with its log in memory, for tools named `pay` (up to 10, with approval up to 100) and `read`. */
export function paymentsRuntime(): ActionRuntime {
  const capabilitySystem = new CapabilitySystem().loadPolicyText(POLICY, "payments.yaml");
  return new ActionRuntime({ capabilitySystem, storage: new MemoryStorage() });
}

type CallRecord = Extract<AuditRecord, { readonly kind: "decision" | "outcome" | "approval" }>;

/** The records a runtime has made of calls so far. */
export async function recordsOf(runtime: ActionRuntime): Promise<readonly CallRecord[]> {
  const records: CallRecord[] = [];
  for await (const record of runtime.auditTrail.records())
    if (record.kind === "decision" || record.kind === "outcome" || record.kind === "approval")
      records.push(record);
  return records;
}

/** One line for each decision and outcome. */
export async function linesOf(runtime: ActionRuntime): Promise<readonly string[]> {
  const records = await recordsOf(runtime);
  return records.flatMap((record) => {
    if (record.kind === "decision") return [`${record.capability} ${record.reason}`];
    return record.kind === "outcome" ? [record.outcome] : [];
  });
}
