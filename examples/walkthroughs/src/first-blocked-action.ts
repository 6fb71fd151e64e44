// Your first blocked action: a safe call passes, a dangerous one never runs, and a framework cannot go on.
import { execFileSync } from "node:child_process";
import { ActionEvent, ActionRuntime, AgentActionBlocked } from "@capfence/core";
import { CapFenceTool } from "@capfence/langchain";
import { tool } from "@langchain/core/tools";
import { z } from "zod";

// 1. A runtime for a policy file
const runtime = ActionRuntime.fromPolicy("policies/demo.yaml");

// This call is safe: it passes
const event1 = ActionEvent.create({
  actor: "demo-agent",
  action: "execute",
  resource: "shell",
  environment: "production",
  payload: { command: "ls -la /tmp" },
});
const verdict1 = await runtime.execute(event1);
console.log(verdict1.authorized); // true

// This call is dangerous: it is blocked before execution
const event2 = ActionEvent.create({
  actor: "demo-agent",
  action: "execute",
  resource: "shell",
  environment: "production",
  payload: { command: "rm -rf /var/lib/postgresql" },
});
const verdict2 = await runtime.execute(event2);
console.log(verdict2.authorized); // false
console.log(verdict2.reason); // policy_deny

// 2. The same at the framework layer: the guarded tool throws, the shell never runs
const shell = tool(
  ({ command }) => execFileSync("/bin/sh", ["-c", command], { encoding: "utf8" }),
  {
    name: "shell",
    description: "Runs a shell command",
    schema: z.object({ command: z.string() }),
  },
);

const safeShell = new CapFenceTool({
  tool: shell,
  agentId: "demo-agent",
  capability: "shell.execute",
  policyPath: "policies/demo.yaml",
});

try {
  await safeShell.invoke({ command: "rm -rf /var/lib/postgresql" });
} catch (error) {
  console.log(AgentActionBlocked.isInstance(error) ? `${error.name}: ${error.message}` : error);
}
