import type { Command } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { findConfig } from "../gateway/find-config.ts";
import type { FindPinTargets, PinOptions } from "../pins/pin-targets.ts";
import type { Terminal } from "../terminal.ts";

/** Adds `capfence mcp pin`; `findTargets` reads the configuration, or makes a server of a command. */
export function addPin(
  mcp: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
  findTargets: FindPinTargets,
): void {
  mcp
    .command("pin")
    .description("compare the tools that servers list with those that were reviewed")
    .argument("[command...]", "after --, the command of one server, as for wrap")
    .option(
      "-c, --config <file>",
      "the configuration of the gateway (default: ./capfence.mcp.yaml, if it is there)",
    )
    .option("-p, --policy <file>", "the policy, where there is no configuration")
    .option("--lock <file>", "where reviewed tools stand")
    .option("--name <name>", "what the server of the command is called in the lock file")
    .option("--review", "show all that differs, and ask whether to take it")
    .option("--accept", "take all that differs without asking")
    .action(async (command: readonly string[], options: PinOptions) =>
      finish(await pin(command, options, terminal, findTargets)),
    );
}

async function pin(
  command: readonly string[],
  flags: PinOptions,
  terminal: Terminal,
  findTargets: FindPinTargets,
): Promise<ExitCode> {
  const config = flags.config ?? (command.length === 0 ? findConfig() : undefined);
  const options = { ...flags, ...(config === undefined ? {} : { config }) };
  if ((options.config === undefined) === (command.length === 0))
    throw new CommandFailure(
      EXIT.unusable,
      "name either a configuration with --config, or one server: -- COMMAND ARGS",
    );
  const targets = await findTargets(options, command);
  // Other commands need none of it.
  const { pinTools } = await import("../pins/pin-tools.ts");
  return pinTools(targets, options, terminal);
}
