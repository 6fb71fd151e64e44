import { mintToken } from "@capfence/core/tokens";
import type { Command } from "commander";
import { speakerWithKey } from "../approvers/choose-key.ts";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { readHolderOption } from "../tokens/holder-key.ts";
import {
  addNarrowingOptions,
  type NarrowingOptions,
  readNarrowing,
} from "../tokens/narrowing-options.ts";
import { printToken } from "../tokens/print-token.ts";

type MintOptions = NarrowingOptions & { readonly key?: string };

const HELP = `
The key is one that capfence approvers add NAME or capfence keys init NAME makes. Both print its public key, which goes
into the policies of the gates that are to take its tokens:

  tokens:
    issuers: [NAME+1a2b3c4d+AY...]
    audience: payments-gateway`;

/** Adds `capfence token mint`. */
export function addTokenMint(
  token: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const mint = token.command("mint").description("make a token, and print it");
  addNarrowingOptions(mint)
    .option(
      "--key <file>",
      "file of the issuer's private key (default: the only one in ~/.config/capfence/approvers)",
    )
    .addHelpText("after", HELP)
    .action(async (options: MintOptions) => finish(await mintOne(options, terminal)));
}

async function mintOne(options: MintOptions, terminal: Terminal): Promise<ExitCode> {
  const { holder: line, key, ttl } = options;
  const narrowing = readNarrowing(options);
  if (narrowing.tools === undefined && narrowing.capabilities === undefined)
    throw new CommandFailure(
      EXIT.unusable,
      "a token is for some tools or capabilities; name them with --tool NAME or --capability PATTERN",
    );
  if (ttl === undefined)
    throw new CommandFailure(EXIT.unusable, "say how long it lasts with --ttl 5m");
  const holder = line === undefined ? undefined : readHolderOption(line);
  const issuer = await speakerWithKey(key === undefined ? {} : { key }, terminal);
  if (issuer === undefined)
    throw new CommandFailure(
      EXIT.unusable,
      "there is no key to sign with; make one with capfence approvers add NAME, or name its file with --key FILE",
    );
  // Whoever was asked for a passphrase may have taken their time.
  const now = terminal.clock();
  const mandate = { ...narrowing, expires: now + 1000 * ttl };
  printToken(mintToken(mandate, issuer.signer, { now, ...(holder && { holder }) }), terminal);
  return EXIT.done;
}
