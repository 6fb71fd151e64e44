import { join, resolve } from "node:path";
import { at, type ConfigNode } from "../config/config-node.ts";
import { ConfigFault } from "../config/config-fault.ts";
import { parseJsonc } from "../config/parse-json.ts";
import { readText } from "../config/read-text.ts";
import type { Client, ConfigFile, ServerTable } from "./client.ts";
import { fillWith } from "./fill-in.ts";
import type { Host } from "./host.ts";
import { readJsonEntry } from "./server-entry.ts";
import { namesAt, tablesUnder } from "./server-tables.ts";
import { shellMeaning } from "./shell-references.ts";

/**
 * Claude Code. What a project names counts as reached before anybody has approved it, as it is used without being
 * asked for where nobody is there to ask.
 */
export const claudeCode: Client = {
  name: "claude-code",
  files: (host) => [
    { path: managedFile(host), folder: host.home },
    { path: userFile(host), folder: host.home },
    ...(host.project === undefined
      ? []
      : [{ path: join(host.project, ".mcp.json"), folder: host.project }]),
  ],
  parse: parseJsonc,
  tables: (root, file, host) => [...ownTables(root, file, host), ...projectTables(root)],
  entry: readJsonEntry,
  fillIn: fillWith(shellMeaning),
};

/** The servers of every project that Claude Code was used in, by the folder of each. */
export function projectTables(root: ConfigNode): readonly ServerTable[] {
  return (at(root, "projects")?.entries ?? []).flatMap(({ name, node }) =>
    tablesUnder(node, "mcpServers", name, `projects[${JSON.stringify(name)}].`).map((table) => ({
      ...table,
      disabled: namesAt(node, "disabledMcpServers"),
    })),
  );
}

function ownTables(
  root: ConfigNode,
  { folder, path }: ConfigFile,
  host: Host,
): readonly ServerTable[] {
  const tables = tablesUnder(root, "mcpServers", folder);
  if (host.project === undefined || path !== join(host.project, ".mcp.json")) return tables;
  const disabled = disabledIn(host.project, host);
  return tables.map((table) => ({ ...table, disabled }));
}

/** The servers of the file of a project that its user, or the project, has switched off. */
function disabledIn(project: string, host: Host): ReadonlySet<string> {
  const known = at(rootOf(userFile(host)), "projects")?.entries ?? [];
  const own = known.filter(({ name }) => resolve(name) === resolve(project));
  const settings = [
    join(host.environment["CLAUDE_CONFIG_DIR"] || join(host.home, ".claude"), "settings.json"),
    join(project, ".claude/settings.json"),
    join(project, ".claude/settings.local.json"),
  ].map((file) => namesAt(rootOf(file), "disabledMcpjsonServers"));
  const lists = own.map(({ node }) =>
    namesAt(node, "disabledMcpServers", "disabledMcpjsonServers"),
  );
  return new Set([...settings, ...lists].flatMap((names) => [...names]));
}

/** Settings that cannot be read switch nothing off. */
function rootOf(file: string): ConfigNode | undefined {
  try {
    const text = readText(file);
    return text === undefined ? undefined : parseJsonc(text);
  } catch (error) {
    if (error instanceof ConfigFault) return undefined;
    throw error;
  }
}

function userFile({ home, environment }: Host): string {
  return join(environment["CLAUDE_CONFIG_DIR"] || home, ".claude.json");
}

function managedFile({ platform, environment, root = "/" }: Host): string {
  const file = "managed-mcp.json";
  if (platform === "win32")
    return join(environment["ProgramFiles"] ?? "C:\\Program Files", "ClaudeCode", file);
  const folder =
    platform === "darwin" ? "Library/Application Support/ClaudeCode" : "etc/claude-code";
  return join(root, folder, file);
}
