import { ed25519Verifier } from "#platform";
import { toHex } from "../encoding/hex.ts";
import type { VerifierKey } from "../encoding/note/note-key.ts";
import { authorityMessage, blocksOf, type Chain, furtherMessage } from "./chain.ts";
import { TokenError } from "./token-error.ts";
import type { TokenFacts } from "./token-facts.ts";

/** How a gate verifies tokens; public keys are all that it needs. */
export interface VerifyTokenOptions {
  /** The keys of those whose tokens count, old and new ones of the same name side by side. */
  readonly issuers: readonly VerifierKey[];
  /** The name of the gate that asks. */
  readonly audience: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** The longest that a token may last from the time it was issued, in milliseconds; by default no bound. */
  readonly longest?: number;
}

/** A token whose signatures, times and audience are good. */
export interface VerifiedToken extends TokenFacts {
  readonly chain: Chain;
  /** When the first of its blocks expires. */
  readonly expires: number;
}

/** How far clocks may differ, in milliseconds. */
const SKEW = 60_000;

/** Verifies all of a token but who holds it and what it is for. Throws `TokenError`. */
export function verifyToken(chain: Chain, options: VerifyTokenOptions): VerifiedToken {
  const issuer = issuerOf(chain, options.issuers);
  checkFurther(chain);
  const expires = checkTimes(chain, options);
  const blocks = blocksOf(chain);
  for (const { audience } of blocks)
    if (audience?.includes(options.audience) === false)
      throw new TokenError("audience", `the token is not for "${options.audience}"`);
  return {
    chain,
    ids: blocks.map(({ id }) => id),
    issuer: issuer.name,
    actors: blocks.map(({ actor }) => actor).filter((actor) => actor !== undefined),
    expires,
  };
}

function issuerOf({ authority }: Chain, issuers: readonly VerifierKey[]): VerifierKey {
  const { block, text, signature } = authority;
  const known = issuers.filter(({ name, id }) => `${name}+${toHex(id)}` === block.issuer);
  if (known.length === 0)
    throw new TokenError("issuer_unknown", `nobody here knows the issuer "${block.issuer}"`);
  const message = authorityMessage(text);
  const issuer = known.find((key) => key.verify(message, signature));
  if (issuer === undefined)
    throw new TokenError("signature", "the token was not signed by its issuer, or was changed");
  return issuer;
}

function checkFurther({ authority, further }: Chain): void {
  let { next } = authority.block;
  for (const { block, text, signature } of further) {
    if (!ed25519Verifier(next)(furtherMessage(text), signature))
      throw new TokenError("signature", "a block was not signed by the holder before it");
    ({ next } = block);
  }
}

/** Asks what must be so, not what must not: for a time that is no number, neither is. */
function checkTimes(chain: Chain, { now, longest = Infinity }: VerifyTokenOptions): number {
  const blocks = blocksOf(chain);
  for (const { issued } of blocks)
    if (!(issued <= now + SKEW))
      throw new TokenError("not_yet_valid", "the token was made in the future; check the clocks");
  const { issued, expires: first } = chain.authority.block;
  if (!(first - issued <= longest))
    throw new TokenError("lifetime", `the token lasts longer than the ${longest / 1000} s allowed`);
  const expires = Math.min(...blocks.map((block) => block.expires ?? Infinity));
  // A clock that runs slow must not keep it open.
  if (!(now < expires)) throw new TokenError("expired", `the token expired at ${timeOf(expires)}`);
  return expires;
}

function timeOf(time: number): string {
  return new Date(time).toISOString();
}
