// The parts by name: what decides, what asks a human, what remembers.
import {
  ActionEvent,
  ActionRuntime,
  ApprovalEngine,
  CapabilitySystem,
  ImmutableAuditTrail,
} from "@capfence/core";

// 1. Put the runtime together
const caps = new CapabilitySystem();
caps.loadPolicy("policies/ops.yaml");

const runtime = new ActionRuntime({
  capabilitySystem: caps,
  approvalEngine: new ApprovalEngine(),
  auditTrail: new ImmutableAuditTrail(),
});

// 2. Say what the agent proposes
const event = ActionEvent.create({
  actor: "hotfix-agent",
  action: "delete",
  resource: "filesystem.workspace",
  environment: "production",
  risk: "high",
  command: "rm -rf /var/lib/postgresql",
});

// 3. Enforce
const verdict = await runtime.execute(event);

if (!verdict.authorized) {
  console.log(`Action blocked by CapFence: ${verdict.reason}`);
}
