import { readToken, type Token } from "@capfence/core/tokens";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { readInput } from "../read-input.ts";
import type { Terminal } from "../terminal.ts";

/** The argument that a token is, of the commands that take one. */
export const TOKEN_ARGUMENT = [
  "[token]",
  "the token, or - for standard input (default: what CAPFENCE_TOKEN holds, else standard input)",
] as const;

/** No token is nearly as large. */
const LIMIT = 64 * 1024;

/** The token that an argument of a command stands for. Throws `CommandFailure` where there is none, `TokenError` for what is none. */
export async function readTokenArgument(
  argument: string | undefined,
  terminal: Terminal,
): Promise<Token> {
  return readToken(await readTokenText(argument, terminal));
}

/** As {@link readTokenArgument}, for its text. */
export async function readTokenText(
  argument: string | undefined,
  terminal: Terminal,
): Promise<string> {
  // An argument that a script left empty is not one that nobody gave.
  if (argument === "") throw missing();
  const given = argument ?? process.env["CAPFENCE_TOKEN"];
  if (given !== undefined && given !== "" && given !== "-") return given.trim();
  // Nobody types a token on a terminal.
  if (given !== "-" && terminal.ask !== undefined) throw missing();
  const text = (await readInput("token", "-", LIMIT, terminal)).trim();
  if (text === "") throw missing();
  return text;
}

function missing(): CommandFailure {
  return new CommandFailure(
    EXIT.unusable,
    "there is no token; give it as an argument, in CAPFENCE_TOKEN, or on standard input",
  );
}
