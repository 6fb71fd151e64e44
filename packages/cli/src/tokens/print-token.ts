import { blocksOf, type Token, writeToken } from "@capfence/core/tokens";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { showMoment } from "../timestamp.ts";
import { type Holding, holdingOf } from "./holding.ts";

const WARNINGS: Readonly<Record<Holding, string | undefined>> = {
  bound: undefined,
  bearer:
    "this is a bearer token: whoever sees its text can call with it and hand it on, until it expires or is revoked, and only gates with bearer: true take it; --holder PUBLICKEY binds it to a key",
  "bound since":
    "this token is made of a bearer token, which others may have seen: only gates with bearer: true take it",
};

/** Prints a token that was made, alone on standard output, and what there is to say of it elsewhere. */
export function printToken(token: Token, { output, errors }: Terminal): void {
  const text = writeToken(token);
  const id = blocksOf(token.chain).at(-1)?.id ?? "";
  printLine(errors, `${id} expires ${showMoment(expiryOf(token))}`);
  const warning = WARNINGS[holdingOf(token)];
  if (warning !== undefined) printLine(errors, styled(errors, "yellow", warning));
  printLine(output, text);
}

/** When the first of a token's blocks expires, in milliseconds since the Unix epoch. */
export function expiryOf({ chain }: Token): number {
  return Math.min(...blocksOf(chain).map(({ expires }) => expires ?? Infinity));
}
