// The agent stops at a call that needs a human's yes; somebody says it in another process; the agent goes on.
import { ActionRuntime } from "@capfence/core";
import { CapFenceTool } from "@capfence/langchain";
import { AIMessage, createAgent, fakeModel, tool } from "langchain";
import { z } from "zod";

const runtime = ActionRuntime.fromPolicy("policies/refunds.yaml", {
  notifiers: [
    {
      name: "console",
      notify({ type, request }) {
        if (type === "requested") console.log(`waiting for: capfence approve ${request?.id}`);
      },
    },
  ],
});

const refund = tool(({ order, amount }) => `refunded ${amount} of order ${order}`, {
  name: "refund",
  description: "Gives a customer money back",
  schema: z.object({ order: z.string(), amount: z.number() }),
});

const agent = createAgent({
  // In place of a model, so that this runs without a key.
  model: fakeModel()
    .respondWithTools([{ name: "refund", args: { order: "A-1001", amount: 250 }, id: "call-1" }])
    .respond(new AIMessage("The refund is on its way.")),
  tools: [
    new CapFenceTool({
      tool: refund,
      runtime,
      agentId: "support-agent",
      capability: "payments.refund",
      onApproval: "wait",
    }),
  ],
});

const { messages } = await agent.invoke({
  messages: [{ role: "user", content: "Refund 250 of order A-1001, please." }],
});
for (const message of messages.slice(-2)) console.log(`${message.type}: ${message.text}`);
await runtime.close();
