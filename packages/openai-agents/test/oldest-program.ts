import { AgentActionBlocked, ActionRuntime, CapabilitySystem, MemoryStorage } from "@capfence/core";
import { guardTool } from "@capfence/openai-agents";
import { RunContext, tool } from "@openai/agents";
import { z } from "zod";

const policy = "deny: [{ capability: pay, amount_gt: 100 }]\nallow: [pay]\n";
const runtime = new ActionRuntime({
  capabilitySystem: new CapabilitySystem().loadPolicyText(policy, "policy.yaml"),
  storage: new MemoryStorage(),
});
const pay = tool({
  name: "pay",
  description: "Pays.",
  parameters: z.object({ amount: z.number() }),
  execute: async ({ amount }) => `paid ${amount}`,
});
const safePay = guardTool(pay, { runtime, agentId: "agent", capability: "pay" });
const context = new RunContext({});
console.log(await safePay.invoke(context, '{"amount":5}'));
const error = await safePay.invoke(context, '{"amount":500}').catch((thrown: unknown) => thrown);
console.log(AgentActionBlocked.find(error)?.reason);
