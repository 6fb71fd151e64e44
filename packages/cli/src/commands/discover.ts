import { type Command, Option } from "commander";
import { collectValues } from "../collect-values.ts";
import type { DiscoverOptions } from "../discover/discover-options.ts";
import type { ExitCode } from "../exit-code.ts";
import { readSeconds } from "../read-seconds.ts";
import type { Terminal } from "../terminal.ts";

/** Adds `capfence discover`. */
export function addDiscover(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command("discover")
    .description(
      "map every tool that agents can reach, and say what is wrong with it; calls no tool, and asks before it starts a server",
    )
    .usage("[options] [-- <command> [args...]]")
    .argument("[command...]", "after --, the command of one server")
    .option(
      "--client <name>",
      "read only the configurations of this client, such as cursor (repeatable; without any, those of all clients unless something else is named)",
      collectValues,
    )
    .option("--project <folder>", "whose configurations count beside the user's", ".")
    .option(
      "--config <file>",
      "read this configuration, of whatever client (repeatable)",
      collectValues,
    )
    .option("--url <url>", "a server to call (repeatable)", collectValues)
    .option(
      "--tools <file>",
      "definitions of tools as JSON, - for standard input (repeatable)",
      collectValues,
    )
    .option("--yes", "start and call what configurations name without asking")
    .option("--offline", "start and call nothing")
    .option("--timeout <seconds>", "how long a server may take", readSeconds, 60)
    .addOption(
      new Option(
        "--format <format>",
        "how to print the report: table unless --json is given",
      ).choices(["table", "json", "sarif", "html"]),
    )
    .addOption(new Option("--json", "the same as --format json").conflicts("format"))
    .option("--out <file>", "write the report to a file")
    .option("--policy <file>", "write a policy to start with, which denies by default")
    .option("--lock <file>", "pin the definitions that were found in a lock file of the gateway")
    .option("--force", "overwrite files that exist")
    .addOption(
      new Option(
        "--fail-on <severity>",
        "exit with 1 if a finding is at least that, and with 2 if some tools are not known",
      ).choices(["info", "low", "medium", "high", "critical"]),
    )
    .action(async (command: readonly string[], options: DiscoverOptions) => {
      // Other commands, and help, need none of it.
      const { runDiscover } = await import("../discover/run-discover.ts");
      finish(await runDiscover(command, options, terminal));
    });
}
