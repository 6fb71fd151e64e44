import type { Command } from "commander";
import { collectValues } from "../collect-values.ts";
import type { ExitCode } from "../exit-code.ts";
import { addGatewayFlags } from "../gateway/gateway-flags.ts";
import type { ServeFlags } from "../gateway/run-serve.ts";
import type { Terminal } from "../terminal.ts";

/** Adds `serve`, at top level and under `mcp`. */
export function addServe(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command("serve")
    .description("listen for MCP clients in front of MCP servers, behind a policy")
    .option(
      "-c, --config <file>",
      "the configuration (default: ./capfence.mcp.yaml, if it is there and no --upstream is given)",
    )
    .option("-p, --policy <file>", "the policy by which calls are judged")
    .option("--port <number>", "the port to listen on (default: 8080)")
    .option("--host <address>", "the address to listen on (default: 127.0.0.1)")
    .option("--path <path>", "the path that clients call (default: /mcp)")
    .option("--stdio", "speak on standard input and output, and listen nowhere")
    .option(
      "-u, --upstream <server>",
      'a server: URL, NAME=URL or NAME=stdio:"COMMAND ARGS"; can be given several times',
      collectValues,
    );
  addGatewayFlags(command).action(async (flags: ServeFlags) => {
    const { runServe } = await import("../gateway/run-serve.ts");
    finish(await runServe(flags, terminal));
  });
}
