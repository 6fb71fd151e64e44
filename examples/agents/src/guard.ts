// No framework: the three calls that every agent beside this one makes, through the guard itself.
import { ActionRuntime, guard } from "@capfence/core";

const [approver] = process.argv.slice(2);

interface Refund {
  readonly order: string;
  readonly amount: number;
}

const runtime = ActionRuntime.fromPolicy("policies/refunds.yaml");
const refund = guard(
  {
    runtime,
    agentId: "support-agent",
    sessionId: "ticket-7",
    toolName: "refund",
    onBlocked: "message",
  },
  ({ amount }: Refund) => `refunded ${amount}`,
);

async function say(call: Refund): Promise<void> {
  const answer = await refund(call);
  const reason = answer.startsWith("{")
    ? (JSON.parse(answer) as { reason: string }).reason
    : answer;
  console.log(`${call.order}: ${reason === "approval_required" ? "waits for approval" : reason}`);
}

if (approver === undefined) {
  await say({ order: "A-1001", amount: 20 });
  await say({ order: "A-1002", amount: 5000 });
  await say({ order: "A-1003", amount: 250 });
} else {
  const [request] = await runtime.approvals.pending();
  await runtime.approvals.approve(request?.id ?? "", { by: approver });
  await say({ order: "A-1003", amount: 250 });
}
await runtime.close();
