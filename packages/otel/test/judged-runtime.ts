import {
  ActionRuntime,
  type ActionRuntimeOptions,
  CapabilitySystem,
  type DecisionObserver,
  Guard,
  MemoryStorage,
} from "@capfence/core";

const POLICY = `
deny:
  - { id: too-much, capability: payments.transfer, amount_gt: 10000, reason: too much, severity: high }
require_approval:
  - { capability: payments.transfer, amount_gt: 1000 }
allow:
  - payments.transfer
`;

/** A runtime in memory that tells an observer: transfers over 10,000 are denied, over 1,000 need approval. */
export function judgedRuntime(
  observer: DecisionObserver,
  options: Partial<ActionRuntimeOptions> = {},
): ActionRuntime {
  return new ActionRuntime({
    capabilitySystem: new CapabilitySystem().loadPolicyText(POLICY, "/secret/place/policy.yaml"),
    storage: new MemoryStorage(),
    observers: [observer],
    ...options,
  });
}

/** Pays an amount through a guard; `tool` is what pays. */
export async function pay(
  runtime: ActionRuntime,
  amount: number,
  tool: () => unknown = () => "paid",
): Promise<unknown> {
  const guard = new Guard({
    runtime,
    agentId: "billing-agent",
    capability: "payments.transfer",
    environment: "production",
    sessionId: "session-1",
    framework: "test",
  });
  const context = { toolCallId: "call-1", tenant: "acme", taskContext: "secret words" };
  const input = { amount, secret: "hunter2" };
  return guard.run({ toolName: "pay", input, context, invoke: tool });
}
