import { describe, expect, inject, it } from "vitest";
import { Agent, type AgentProgram } from "./agent.ts";
import { Bank } from "./bank.ts";

const CLIENTS: readonly (AgentProgram & { readonly name: string })[] = [
  { name: "version 1", environment: "mcp", script: "run_mcp" },
  { name: "version 2, older era", environment: "mcp2", script: "run_mcp2", options: ["legacy"] },
  { name: "version 2", environment: "mcp2", script: "run_mcp2", options: ["auto"] },
];
const large = { amount: 50, to: "ann" };

describe.skipIf(inject("noPython") !== "").each(CLIENTS)("the client of MCP, $name", (client) => {
  it.concurrent.each(["stdio", "http"] as const)(
    "over %s asks its user, and the call runs once that they accept",
    async (transport) => {
      await using bank = new Bank();
      const env = await bank.reachedOver(transport);
      // Without a timeout, it has somebody to ask.
      using agent = new Agent(client, { transport, timeout: 0, cwd: bank.folder, env });
      await agent.begun();
      expect(await agent.pay(large)).toBe("paid 50 to ann");
      expect(agent.questions).toHaveLength(1);
      expect(agent.questions[0]).toContain("a human looks at large sums");
      expect(bank.calls).toEqual([large]);
      expect(await agent.pay({ amount: 500, to: "ann" })).toContain("Denied by policy");
      expect(agent.questions).toHaveLength(1);
      expect(bank.calls).toEqual([large]);
      expect(await agent.end()).toBe("done");
    },
  );
});
