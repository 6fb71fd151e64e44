// Evaluate before execution: the event names what it does, to what, and where.
import { ActionEvent, ActionRuntime } from "@capfence/core";

const runtime = ActionRuntime.fromPolicy("policies/shell.yaml");

const event = ActionEvent.create({
  actor: "ops-agent",
  resource: "shell",
  action: "exec",
  environment: "production",
  payload: { command: "rm -rf /var/lib/postgresql" },
});

const verdict = await runtime.execute(event);

console.log(`decision: ${verdict.decision.toUpperCase()}`);
console.log(`reason: ${verdict.reason}`);
console.log(`tool_invoked: ${verdict.authorized}`);
