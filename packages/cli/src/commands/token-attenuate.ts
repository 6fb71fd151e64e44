import { attenuateToken } from "@capfence/core/tokens";
import type { Command } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { showMoment } from "../timestamp.ts";
import { readHolderFile, readHolderOption } from "../tokens/holder-key.ts";
import {
  addNarrowingOptions,
  type NarrowingOptions,
  readNarrowing,
} from "../tokens/narrowing-options.ts";
import { expiryOf, printToken } from "../tokens/print-token.ts";
import { readTokenArgument, TOKEN_ARGUMENT } from "../tokens/read-token-argument.ts";

type AttenuateOptions = NarrowingOptions & { readonly key?: string };

/** Adds `capfence token attenuate`. */
export function addTokenAttenuate(
  token: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const attenuate = token
    .command("attenuate")
    .argument(...TOKEN_ARGUMENT)
    .description("make a narrower token of one, to hand it on; it takes no issuer");
  addNarrowingOptions(attenuate)
    .option("--key <file>", "file of the holder's private key, where the token is bound")
    .action(async (argument: string | undefined, options: AttenuateOptions) =>
      finish(await attenuateOne(argument, options, terminal)),
    );
}

async function attenuateOne(
  argument: string | undefined,
  options: AttenuateOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const narrowing = readNarrowing(options);
  const holder = options.holder === undefined ? undefined : readHolderOption(options.holder);
  const token = await readTokenArgument(argument, terminal);
  if (token.key === undefined && options.key === undefined)
    throw new CommandFailure(
      EXIT.unusable,
      "the token is bound to its holder; narrowing it takes their key: --key FILE",
    );
  const file = token.key === undefined ? options.key : undefined;
  const key = file === undefined ? undefined : (await readHolderFile(file, terminal)).privateKey;
  const now = terminal.clock();
  const expires = options.ttl === undefined ? undefined : now + 1000 * options.ttl;
  const narrower = attenuateToken(
    token,
    { ...narrowing, ...(expires && { expires }) },
    { now, ...(holder && { holder }), ...(key && { key }) },
  );
  const end = expiryOf(token);
  if (expires !== undefined && expires > end)
    printLine(
      terminal.errors,
      `what it is made of expires before, so it does too: ${showMoment(end)}`,
    );
  printToken(narrower, terminal);
  return EXIT.done;
}
