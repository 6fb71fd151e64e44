import type { Command } from "commander";
import type { ExitCode } from "../exit-code.ts";
import { addGatewayFlags } from "../gateway/gateway-flags.ts";
import type { WrapFlags } from "../gateway/run-wrap.ts";
import type { Terminal } from "../terminal.ts";

/** Adds `capfence mcp wrap`. */
export function addMcpWrap(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command("wrap")
    .description("run one MCP server over standard input and output, behind a policy")
    .usage("--policy <file> [options] -- <command> [args...]")
    .argument("<command...>", "the server's command line")
    // Some clients leave out the "--": what follows the command is the server's all the same.
    .passThroughOptions()
    .requiredOption("-p, --policy <file>", "the policy by which calls are judged")
    .option(
      "--name <name>",
      "what the lock file and the log call the server (default: its command and a hash of its arguments)",
    )
    .option("--token-file <file>", "a capability token for calls of clients that show none")
    .option("--holder-key <file>", "the private key of its holder, where that token is bound");
  addGatewayFlags(command).action(async (parts: readonly string[], flags: WrapFlags) => {
    const { runWrap } = await import("../gateway/run-wrap.ts");
    finish(await runWrap(parts, flags, terminal));
  });
}
