import type { McpServerConfig, PreToolUseHookInput } from "@anthropic-ai/claude-agent-sdk";
import { ConfigurationError } from "@capfence/core";
import { guardOfHandler } from "./guard-tool.ts";
import type { GuardedTool } from "./guarded-tool.ts";

/** The in-process servers that an agent has ever had, and their guarded tools as they are at each call. */
export class GuardedServers {
  readonly #instances = new Map<string, Set<object>>();

  /** Adds the in-process ones. Throws `ConfigurationError` for one that does not let its tools be seen. */
  add(servers: Readonly<Record<string, McpServerConfig>> = {}): void {
    for (const [server, config] of Object.entries(servers)) {
      if (!("instance" in config)) continue;
      handlersOf(server, config.instance);
      const known = this.#instances.get(server) ?? new Set<object>();
      this.#instances.set(server, known.add(config.instance));
    }
  }

  /** The guard of a tool that is called, where that is a guarded tool of one of them. */
  find({
    tool_name: called,
    mcp_server: server,
  }: Pick<PreToolUseHookInput, "tool_name" | "mcp_server">): GuardedTool | undefined {
    // Only the host can register an in-process server; other sources can take its name, and spell tools alike.
    if (server?.source !== "sdk") return undefined;
    const handlers = [...(this.#instances.get(server.name) ?? [])]
      .flatMap((instance) => handlersOf(server.name, instance))
      .filter(([name]) => `mcp__${spelled(server.name)}__${spelled(name)}` === called)
      .map(([, handler]) => handler);
    // Of two tools that Claude Code spells alike, or of servers that took turns, nobody knows which is meant.
    return handlers.length === 1 ? guardOfHandler(handlers[0]) : undefined;
  }
}

/** How the MCP SDK keeps a tool; until 1.25 it named the handler `callback`. */
interface RegisteredTool {
  readonly handler?: unknown;
  readonly callback?: unknown;
}

function handlersOf(server: string, instance: object): readonly (readonly [string, unknown])[] {
  const { _registeredTools: tools } = instance as { readonly _registeredTools?: unknown };
  if (typeof tools !== "object" || tools === null)
    throw new ConfigurationError(
      `the tools of the in-process server "${server}" cannot be seen; make it with createSdkMcpServer`,
    );
  return Object.entries(tools as Readonly<Record<string, RegisteredTool>>).map(
    ([name, { handler, callback }]) => [name, handler ?? callback] as const,
  );
}

/** As Claude Code spells names in the names of MCP tools. */
function spelled(name: string): string {
  return name.replaceAll(/[^a-zA-Z0-9_-]/g, "_");
}
