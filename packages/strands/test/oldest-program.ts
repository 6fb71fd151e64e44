import { AgentActionBlocked, ActionRuntime, CapabilitySystem, MemoryStorage } from "@capfence/core";
import { guardTool } from "@capfence/strands";
import { tool } from "@strands-agents/sdk";
import { z } from "zod";

const policy = "deny: [{ capability: pay, amount_gt: 100 }]\nallow: [pay]\n";
const runtime = new ActionRuntime({
  capabilitySystem: new CapabilitySystem().loadPolicyText(policy, "policy.yaml"),
  storage: new MemoryStorage(),
});
const pay = tool({
  name: "pay",
  description: "Pays.",
  inputSchema: z.object({ amount: z.number() }),
  callback: ({ amount }) => `paid ${amount}`,
});
const safePay = guardTool(pay, { runtime, agentId: "agent", capability: "pay" });
console.log(await safePay.invoke({ amount: 5 }));
const error = await safePay.invoke({ amount: 500 }).catch((thrown: unknown) => thrown);
console.log(AgentActionBlocked.find(error)?.reason);
