import { fromBase64Url, toBase64Url } from "../encoding/base64url.ts";
import { fromUtf8 } from "../encoding/utf8.ts";
import type { SignedBlock } from "./block.ts";
import { readAuthority, readFurther } from "./block-text.ts";
import { type Chain, hashOf, isKeyTo, lastOf, MOST_BLOCKS } from "./chain.ts";
import { TokenError } from "./token-error.ts";

/** A token as it is passed around. */
export interface Token {
  readonly chain: Chain;
  /**
   * The private key to the last block, 32 bytes: whoever has the text may call with it and hand it on narrower. Without
   * it the token is bound: only who keeps that key can do either.
   */
  readonly key?: Uint8Array;
}

const PREFIX = "capfence1";
const MOST_CHARACTERS = 8192;
const KEY_LENGTH = 32;
const SIGNATURE_LENGTH = 64;

/** A token as text: `capfence1`, each block and its signature, and the key where it is not bound, by dots, in base64url. */
export function writeToken({ chain, key }: Token): string {
  const encoder = new TextEncoder();
  const blocks = [chain.authority, ...chain.further].flatMap(({ text, signature }) => [
    toBase64Url(encoder.encode(text)),
    toBase64Url(signature),
  ]);
  const text = [PREFIX, ...blocks, ...(key === undefined ? [] : [toBase64Url(key)])].join(".");
  if (text.length > MOST_CHARACTERS)
    throw malformed(`the token would be longer than ${MOST_CHARACTERS} characters; narrow it less`);
  return text;
}

/** Reads the text of a token; no signature of it is verified yet. Throws `TokenError`, which does not repeat it. */
export function readToken(text: string): Token {
  if (text.length > MOST_CHARACTERS) throw malformed("it is too long");
  const [prefix, ...parts] = text.split(".");
  if (prefix !== PREFIX) throw malformed(`it does not begin with ${PREFIX}`);
  const count = parts.length >> 1;
  if (count === 0 || count > MOST_BLOCKS)
    throw malformed(`it must have 1 to ${MOST_BLOCKS} blocks`);
  const [authority, ...further] = Array.from({ length: count }, (_, place) => ({
    text: textIn(parts[2 * place]),
    signature: bytesIn(parts[2 * place + 1], SIGNATURE_LENGTH),
  }));
  if (authority === undefined) throw malformed("it has no block");
  const chain = chainOf(authority, further);
  if (parts.length % 2 === 0) return { chain };
  const key = bytesIn(parts.at(-1), KEY_LENGTH);
  if (!isKeyTo(chain, key)) throw malformed("its key is not the one that its last block names");
  if (lastOf(chain).block.bearer !== true)
    throw malformed(
      "it carries the key of the holder that it is bound to; that key stays with them",
    );
  return { chain, key };
}

type Unread = Pick<SignedBlock, "text" | "signature">;

function chainOf(authority: Unread, further: readonly Unread[]): Chain {
  let before: SignedBlock = { ...authority, block: readAuthority(authority.text) };
  const first = before as Chain["authority"];
  const rest: SignedBlock[] = [];
  for (const one of further) {
    before = { ...one, block: readFurther(one.text, hashOf(before)) };
    rest.push(before);
  }
  return { authority: first, further: rest };
}

function textIn(part: string | undefined): string {
  const bytes = fromBase64Url(part ?? "");
  const text = bytes && fromUtf8(bytes);
  if (text === undefined) throw malformed("a block is not base64url of UTF-8");
  return text;
}

function bytesIn(part: string | undefined, length: number): Uint8Array {
  const bytes = fromBase64Url(part ?? "");
  if (bytes?.length === length) return bytes;
  throw malformed("a signature or a key is not base64url of its length");
}

function malformed(message: string, cause?: unknown): TokenError {
  const words = `this is not a capability token: ${message}`;
  return new TokenError("malformed", words, cause === undefined ? undefined : { cause });
}
