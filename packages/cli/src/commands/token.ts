import type { Command } from "commander";
import type { ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { addTokenAttenuate } from "./token-attenuate.ts";
import { addTokenHolder } from "./token-holder.ts";
import { addTokenInspect } from "./token-inspect.ts";
import { addTokenList } from "./token-list.ts";
import { addTokenMint } from "./token-mint.ts";
import { addTokenProve } from "./token-prove.ts";

/** Adds `capfence token` with its subcommands. */
export function addToken(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const token = program
    .command("token")
    .description("make capability tokens, which narrow what calls may do, and look at them");
  addTokenMint(token, terminal, finish);
  addTokenHolder(token, terminal, finish);
  addTokenAttenuate(token, terminal, finish);
  addTokenProve(token, terminal, finish);
  addTokenInspect(token, terminal, finish);
  addTokenList(token, terminal, finish);
}
