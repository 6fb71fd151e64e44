// The one-call form: ask the gate before you run the tool yourself.
import { Gate } from "@capfence/core";

const gate = new Gate();

const result = gate.evaluate({
  agentId: "ops-agent",
  taskContext: "shell",
  riskCategory: "shell_execution",
  capability: "shell.execute",
  policyPath: "policies/shell_agent.yaml",
  payload: { command: "rm -rf /var/lib/postgresql" },
});

if (!result.passed) {
  console.log(`Blocked: ${result.reason}`);
}
