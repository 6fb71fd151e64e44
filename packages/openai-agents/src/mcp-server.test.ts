import { fileURLToPath } from "node:url";
import { AgentActionBlocked } from "@capfence/core";
import { MCPServerStdio, run, RunState } from "@openai/agents";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  agentWith,
  errorOf,
  linesOf,
  modelCalling,
  outputsOf,
  paymentsRuntime,
} from "../test/payments.ts";
import { guardAgent } from "./guard-agent.ts";

let server: MCPServerStdio;

beforeEach(async () => {
  const script = fileURLToPath(new URL("../test/bank-server.mjs", import.meta.url));
  server = new MCPServerStdio({ name: "bank", command: process.execPath, args: [script] });
  await server.connect();
});
afterEach(() => server.close());

it("guards the tools of an MCP server in a process of its own", async () => {
  const runtime = paymentsRuntime();
  const options = { runtime, agentId: "agent" };
  const agentPaying = (amount: number) => {
    const model = modelCalling([["pay", { amount, to: "bob" }, "c1"]]);
    return guardAgent(agentWith({ model, mcpServers: [server] }), options);
  };
  const error = await errorOf(run(agentPaying(500), "x"));
  expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
  expect(outputsOf(await run(agentPaying(5), "x"))).toMatchObject([{ text: "paid 5, run 1" }]);
  expect(await linesOf(runtime)).toEqual([
    "payments.pay policy_deny",
    "payments.pay policy_allow",
    "succeeded",
  ]);
});

it("runs a call of an MCP server's tool that was paused and approved, once", async () => {
  const options = {
    runtime: paymentsRuntime(),
    agentId: "agent",
    onApproval: "pause",
    approver: () => ({ by: "carol" }),
  } as const;
  const model = modelCalling([["pay", { amount: 50, to: "bob" }, "c1"]]);
  const { state } = await run(guardAgent(agentWith({ model, mcpServers: [server] }), options), "x");
  const resumed = guardAgent(agentWith({ model: modelCalling(), mcpServers: [server] }), options);
  const read = await RunState.fromString(resumed, state.toString());
  read.approve(read.getInterruptions()[0]!);
  expect(outputsOf(await run(resumed, read))).toMatchObject([{ text: "paid 50, run 1" }]);
});
