import type { JsonObject } from "@capfence/core";
import type { ListedTool } from "@capfence/mcp/gateway";
import type { ReachedServer } from "../src/inventory/inventory.ts";
import type { ServerRule, ToolRule } from "../src/rules/rule.ts";

/** Text that acts on a terminal, on a page and on its reader, if anything lets it. */
export const HOSTILE = `\u001b[2J\u202Eevil\u200b<img src=x onerror=alert(1)>"'&[click](https://evil.example)\n|\u{e0041}`;

/** A tool as a server lists it. */
export function listedTool(name: string, more: JsonObject = {}): ListedTool {
  return { name, definition: { name, ...more }, digest: "a".repeat(64) };
}

/** A server that was reached, of a client's configuration. */
export function reachedServer(name: string, more: Partial<ReachedServer> = {}): ReachedServer {
  return {
    name,
    origin: {
      client: "cursor",
      file: "/work/app/.cursor/mcp.json",
      line: 3,
      key: `mcpServers.${name}`,
    },
    transport: "stdio",
    address: "npx",
    state: "listed",
    tools: [],
    unusable: [],
    secrets: [],
    ...more,
  };
}

/** Finds every tool whose name says that it pays, and quotes the name. */
export const payingTool: ToolRule = {
  about: "tool",
  id: "paying_tool",
  severity: "high",
  category: "excessive_agency",
  title: "a tool that pays",
  help: "Bound what it may pay: amount_lte in a rule of the policy.",
  mappings: {
    cast: ["CAST-03"],
    owaspAgentic: ["ASI02"],
    owaspLlm: ["LLM06"],
    nistAiRmf: ["MEASURE-2.7"],
    mitreAtlas: [],
  },
  check: ({ name }) =>
    name.includes("pay")
      ? [{ pointer: "/name", message: `"${name}" pays`, evidence: { name } }]
      : [],
};

/** Finds names that several tools of one agent have. */
export const sharedName: ToolRule = {
  ...payingTool,
  id: "shared_name",
  severity: "low",
  category: "tool_naming_conflict",
  title: "a name of several tools",
  check: (tool, others) =>
    others.some((other) => other !== tool && other.name === tool.name)
      ? [
          { pointer: "/name", message: "another has it" },
          { pointer: "/name", message: "a model cannot tell which is meant", severity: "medium" },
        ]
      : [],
};

/** Finds servers whose configuration holds a secret. */
export const heldSecret: ServerRule = {
  ...payingTool,
  about: "server",
  id: "held_secret",
  severity: "critical",
  category: "secret_exposure",
  title: "a secret in a configuration",
  check: ({ secrets }) =>
    secrets.map(({ held }) => ({ pointer: "", message: `${held} stands in plain text` })),
};
