import { type Command, Option } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { ARGUMENTS_OPTION } from "./arguments-option.ts";

/** The options of `capfence verify` that are for a token alone. */
const OPTIONS: readonly (readonly [string, string])[] = [
  ["--policy <file>", "with --token: the policy of the gate that is to take it"],
  ["--proof <proof>", "with --token: the proof of a call, as capfence token prove prints it"],
  ["--tool <name>", "with --token: the tool that is called"],
  [ARGUMENTS_OPTION[0], `with --token: ${ARGUMENTS_OPTION[1]}`],
  ["--agent <name>", "with --token: who calls"],
  [
    "--capability <name>",
    "with --token: what the tool does, where the policy's tools: do not say that",
  ],
  ["--environment <name>", "with --token: where it is called"],
];

const OF_THE_LOG = ["export", "key", "checkpoint", "heads", "segment", "maxAge"];

/** Adds them. */
export function addTokenOptions(command: Command): Command {
  command.addOption(
    new Option(
      "--token <token>",
      "check this capability token instead, or - for standard input: prints OK or DENIED, and why",
    ).conflicts(OF_THE_LOG),
  );
  for (const [flags, description] of OPTIONS) command.option(flags, description);
  return command;
}

/** Whether it is a token that is to be verified. Throws `CommandFailure` for its options without it. */
export function isAboutToken(options: object): boolean {
  if ("token" in options) return true;
  const name = OPTIONS.map(([flags]) => /^--(\w+)/.exec(flags)?.[1] ?? "").find(
    (one) => one in options,
  );
  if (name === undefined) return false;
  throw new CommandFailure(
    EXIT.unusable,
    `--${name} is for a capability token; name it with --token`,
  );
}
