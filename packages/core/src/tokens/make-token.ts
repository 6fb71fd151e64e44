import { ed25519Signer } from "#platform";
import { toHex } from "../encoding/hex.ts";
import type { SignerKey } from "../encoding/note/note-key.ts";
import { ConfigurationError } from "../errors.ts";
import type { Block, Narrowing } from "./block.ts";
import { writeAuthority, writeFurther } from "./block-text.ts";
import {
  authorityMessage,
  blocksOf,
  furtherMessage,
  hashOf,
  isKeyTo,
  lastOf,
  MOST_BLOCKS,
} from "./chain.ts";
import { generateHolderKey } from "./holder-key.ts";
import type { Token } from "./token-text.ts";

/** How a token is made. */
export interface MakeOptions {
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** The public key, 32 bytes, of whoever is to hold it: it is bound to their key, and its text alone opens nothing. */
  readonly holder?: Uint8Array;
}

/** What an issuer gives: what it is narrowed to, and until when. */
export type Mandate = Narrowing & { readonly expires: number };

/** Makes a token. Throws `ConfigurationError` for one without any scope or lifetime, `TokenError` for what no block can say. */
export function mintToken(mandate: Mandate, issuer: SignerKey, options: MakeOptions): Token {
  if (mandate.tools === undefined && isForEverything(mandate.capabilities))
    throw new ConfigurationError(
      "a token needs tools or capabilities, none of them beginning with *: one for everything is none",
    );
  if (!(mandate.expires > options.now))
    throw new ConfigurationError("a token must expire after it is made");
  const { key, ...holder } = keyFor(options);
  const { name, id } = issuer.verifier;
  const unsigned = writeAuthority({
    ...partsOf(mandate),
    expires: mandate.expires,
    issuer: `${name}+${toHex(id)}`,
    issued: options.now,
    ...holder,
  });
  const signature = issuer.sign(new TextEncoder().encode(authorityMessage(unsigned.text)));
  const authority = { ...unsigned, signature };
  return { chain: { authority, further: [] }, ...(key && { key }) };
}

/**
 * A narrower token: all that bound the one before binds this one too. `key` is the holder's where the token is bound.
 * Throws `ConfigurationError` where that is missing, is not the holder's, or nothing is narrowed.
 */
export function attenuateToken(
  token: Token,
  narrowing: Narrowing,
  options: MakeOptions & { readonly key?: Uint8Array },
): Token {
  const { chain } = token;
  const holderKey = token.key ?? options.key;
  if (holderKey === undefined)
    throw new ConfigurationError("the token is bound to its holder; narrowing it takes their key");
  if (!isKeyTo(chain, holderKey))
    throw new ConfigurationError("this is not the key that the token is bound to");
  if (blocksOf(chain).length >= MOST_BLOCKS)
    throw new ConfigurationError(`a token has ${MOST_BLOCKS} blocks at most`);
  if (Object.keys(partsOf(narrowing)).length === 0 && options.holder === undefined)
    throw new ConfigurationError(
      "nothing is narrowed; name tools, conditions, a budget, a time or a holder",
    );
  const { key, ...holder } = keyFor(options);
  const block = { ...partsOf(narrowing), issued: options.now, ...holder };
  const unsigned = writeFurther(block, hashOf(lastOf(chain)));
  const signature = ed25519Signer(holderKey)(furtherMessage(unsigned.text));
  const further = [...chain.further, { ...unsigned, signature }];
  return { chain: { authority: chain.authority, further }, ...(key && { key }) };
}

/** One of them is enough to open what it names, and `*.*` names as much as `*` does. */
function isForEverything(capabilities: readonly string[] = ["*"]): boolean {
  return capabilities.some((one) => one.startsWith("*"));
}

/** The parts that narrow, and nothing else that an object may hold. */
function partsOf(narrowing: Narrowing): Narrowing {
  const { tools, capabilities, conditions, budget, audience, actor, expires } = narrowing;
  const parts = { tools, capabilities, conditions, budget, audience, actor, expires };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

function keyFor({
  holder,
}: MakeOptions): Pick<Block, "next" | "bearer"> & { readonly key?: Uint8Array } {
  if (holder !== undefined) return { next: holder };
  const { privateKey: key, publicKey: next } = generateHolderKey();
  return { key, next, bearer: true };
}
