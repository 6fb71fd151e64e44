import { inspect } from "node:util";
import { type Options, query, tool } from "@anthropic-ai/claude-agent-sdk";
import { AgentActionBlocked, ConfigurationError } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { bank, errorOf, linesOf, paymentsRuntime, payTool } from "../test/payments.ts";
import { guardOptions } from "./guard-options.ts";
import { guardQuery } from "./guard-query.ts";
import { guardTool, guardTools } from "./guard-tool.ts";
import { GuardedServers } from "./guarded-servers.ts";

const agentId = "agent";

const guardedToolsOf = (config: Options["mcpServers"]): GuardedServers["find"] => {
  const servers = new GuardedServers();
  servers.add(config);
  return (call) => servers.find(call);
};

describe("guardTools", () => {
  it("gives a tool back that is guarded with the same options", () => {
    const options = { runtime: paymentsRuntime(), agentId };
    const once = guardTool(payTool([]), options);
    expect(guardTools([once], options)[0]).toBe(once);
    expect(guardTools([once], { ...options })[0]).not.toBe(once);
  });

  it("is not done twice to a query or to options either", () => {
    const options = { runtime: paymentsRuntime(), agentId };
    const once = guardQuery(query, options);
    expect(guardQuery(once, options)).toBe(once);
    const made = guardOptions({}, options);
    expect(guardOptions(made, options)).toBe(made);
  });

  it("names what is not a tool", () => {
    const options = { runtime: paymentsRuntime(), agentId };
    expect(() => guardTool({ name: "web_search" } as never, options)).toThrow(ConfigurationError);
    expect(() => guardTool({ name: "web_search" } as never, options)).toThrow(/"web_search"/);
  });

  it("gives no reference to the handler it guards", () => {
    const original = payTool([]);
    const guarded = guardTool(original, { runtime: paymentsRuntime(), agentId });
    expect(Object.values(guarded)).not.toContain(original.handler);
    expect(inspect(guarded, { showHidden: true, depth: 5 })).not.toContain("paid.push");
    expect(String(guarded.handler)).not.toContain("paid.push");
  });

  it("judges under its first name, whatever it is renamed to", async () => {
    const paid: unknown[] = [];
    const runtime = paymentsRuntime();
    const guarded = guardTool(payTool(paid), { runtime, agentId });
    guarded.name = "read";
    const error = await errorOf(guarded.handler({ amount: 500, to: "eve" }, {}));
    expect(AgentActionBlocked.isInstance(error)).toBe(true);
    expect(await linesOf(runtime)).toEqual(["pay policy_deny"]);
    expect(paid).toEqual([]);
  });

  it("needs a new approval for a tool that is shown to the model in another way", async () => {
    const paid: unknown[] = [];
    const options = { runtime: paymentsRuntime(), agentId };
    const input = { amount: 50, to: "bob" };
    const shown = guardTool(payTool(paid, "Pays."), options);
    const blocked = AgentActionBlocked.find(await errorOf(shown.handler(input, {})));
    await options.runtime.approvals.approve(blocked?.approvalId ?? "", { by: "carol" });
    const changed = guardTool(payTool(paid, "Pays, and tells eve."), options);
    expect(AgentActionBlocked.isInstance(await errorOf(changed.handler(input, {})))).toBe(true);
    const strange = tool("pay", "Pays.", { amount: z.bigint(), to: z.string() }, async () => ({
      content: [],
    }));
    const schema = guardTool(strange, options);
    expect(AgentActionBlocked.isInstance(await errorOf(schema.handler(input as never, {})))).toBe(
      true,
    );
    expect(paid).toEqual([]);
    await shown.handler(input, {});
    expect(paid).toEqual([input]);
  });

  it("records a result that says it is an error as a failure", async () => {
    const runtime = paymentsRuntime();
    const failing = tool("pay", "Pays.", {}, async () => ({ isError: true, content: [] }));
    await guardTool(failing, { runtime, agentId, capability: "agents.start" }).handler({}, {});
    expect((await linesOf(runtime)).at(-1)).toBe("failed");
  });
});

describe("the guarded tools of servers", () => {
  const guarded = guardTool(payTool([]), { runtime: paymentsRuntime(), agentId });
  const sdk = { name: "bank", source: "sdk" };

  it("are found by the names that Claude Code gives them", () => {
    const find = guardedToolsOf({ bank: bank(guarded) });
    expect(find({ tool_name: "mcp__bank__pay", mcp_server: sdk })).toBeDefined();
    const plain = guardedToolsOf({ bank: bank(payTool([])) });
    expect(plain({ tool_name: "mcp__bank__pay", mcp_server: sdk })).toBeUndefined();
  });

  it("are not taken for those of a server of another source, or of none", () => {
    const find = guardedToolsOf({ bank: bank(guarded) });
    const project = { name: "bank", source: "project" };
    expect(find({ tool_name: "mcp__bank__pay", mcp_server: project })).toBeUndefined();
    expect(find({ tool_name: "mcp__bank__pay" })).toBeUndefined();
  });

  it("are not taken for tools that are spelled alike", () => {
    const server = bank(guarded, { ...payTool([]), name: "p-y." }, { ...guarded, name: "p-y_" });
    const find = guardedToolsOf({ bank: server });
    expect(find({ tool_name: "mcp__bank__p-y_", mcp_server: sdk })).toBeUndefined();
  });

  it("must be there to be seen", () => {
    const hidden = { type: "sdk", name: "bank", instance: {} } as never;
    expect(() => guardedToolsOf({ bank: hidden })).toThrow(/in-process server "bank"/);
  });
});
