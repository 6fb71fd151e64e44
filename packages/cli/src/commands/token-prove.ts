import { isKeyTo, proveCall } from "@capfence/core/tokens";
import type { Command } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { ARGUMENTS_OPTION } from "../tokens/arguments-option.ts";
import { readArguments } from "../tokens/read-arguments.ts";
import { readHolderFile } from "../tokens/holder-key.ts";
import { readTokenArgument, TOKEN_ARGUMENT } from "../tokens/read-token-argument.ts";

interface ProveOptions {
  readonly key: string;
  readonly audience: string;
  readonly tool: string;
  readonly arguments: string;
}

/** Adds `capfence token prove`. */
export function addTokenProve(
  token: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  token
    .command("prove")
    .argument(...TOKEN_ARGUMENT)
    .description(
      "prove that the token's holder makes a call, and print the proof; it holds a minute, once",
    )
    .requiredOption("--key <file>", "file of the holder's private key")
    .requiredOption("--audience <name>", "the gate that is called, as its policy names it")
    .requiredOption("--tool <name>", "the tool that is called")
    .requiredOption(...ARGUMENTS_OPTION)
    .action(async (argument: string | undefined, options: ProveOptions) =>
      finish(await proveOne(argument, options, terminal)),
    );
}

async function proveOne(
  argument: string | undefined,
  options: ProveOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { audience, tool } = options;
  const call = { tool, arguments: await readArguments(options.arguments, terminal) };
  const { chain, key } = await readTokenArgument(argument, terminal);
  if (key !== undefined)
    throw new CommandFailure(
      EXIT.unusable,
      "this is a bearer token: it has no holder, and calls with it need no proof",
    );
  const holder = await readHolderFile(options.key, terminal);
  if (!isKeyTo(chain, holder.privateKey))
    throw new CommandFailure(
      EXIT.unusable,
      `the key in "${options.key}" is not the one that the token is bound to`,
    );
  const made = { key: holder.privateKey, audience, now: terminal.clock() };
  printLine(terminal.output, proveCall(chain, call, made));
  return EXIT.done;
}
