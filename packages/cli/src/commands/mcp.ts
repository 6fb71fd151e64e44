import type { Command } from "commander";
import type { ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { addPin } from "./mcp-pin.ts";
import { addServe } from "./mcp-serve.ts";
import { addMcpWrap } from "./mcp-wrap.ts";

/** Adds `capfence mcp` with its subcommands. */
export function addMcp(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const mcp = program
    .command("mcp")
    .enablePositionalOptions()
    .description(
      "stand between MCP clients and MCP servers, and let through what the policy allows",
    );
  addMcpWrap(mcp, terminal, finish);
  addServe(mcp, terminal, finish);
  addPin(mcp, terminal, finish, async (options, command) => {
    const { findPinTargets } = await import("../gateway/find-pin-targets.ts");
    return findPinTargets(options, command, terminal);
  });
}
