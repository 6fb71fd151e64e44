import { AgentActionBlocked, ActionRuntime, CapabilitySystem, MemoryStorage } from "@capfence/core";
import { guardTools } from "@capfence/ai-sdk";
import { tool } from "ai";
import { z } from "zod";

const policy = "deny: [{ capability: pay, amount_gt: 100 }]\nallow: [pay]\n";
const runtime = new ActionRuntime({
  capabilitySystem: new CapabilitySystem().loadPolicyText(policy, "policy.yaml"),
  storage: new MemoryStorage(),
});
const tools = {
  pay: tool({
    description: "Pays.",
    inputSchema: z.object({ amount: z.number() }),
    execute: async ({ amount }) => `paid ${amount}`,
  }),
};
const { pay } = guardTools(tools, { runtime, agentId: "agent", capability: "pay" });
const call = { toolCallId: "call-1", messages: [] };
console.log(await pay.execute?.({ amount: 5 }, call as never));
const error = await Promise.resolve(pay.execute?.({ amount: 500 }, call as never)).catch(
  (thrown: unknown) => thrown,
);
console.log(AgentActionBlocked.find(error)?.reason);
