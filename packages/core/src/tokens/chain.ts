import { ed25519PublicKey } from "#platform";
import { toHex } from "../encoding/hex.ts";
import { toBase64Url } from "../encoding/base64url.ts";
import { sha256Hex } from "../encoding/sha256.ts";
import type { AuthorityBlock, Block, SignedBlock } from "./block.ts";

/** The blocks of a token, the first by an issuer, each further one by whoever had the key that the one before names. */
export interface Chain {
  readonly authority: SignedBlock<AuthorityBlock>;
  readonly further: readonly SignedBlock[];
}

/** The most blocks that a token may have. */
export const MOST_BLOCKS = 8;

/** What is signed of a first block, which the keys of issuers take as text. */
export function authorityMessage(text: string): string {
  return `capfence token v1 authority\n${text}`;
}

/** What is signed of a further block. */
export function furtherMessage(text: string): Uint8Array {
  return messageOf("capfence token v1 attenuation", text);
}

/** What is signed of the proof of a call. */
export function proofMessage(text: string): Uint8Array {
  return messageOf("capfence token v1 proof", text);
}

/** The hash that a block has of what stands before it: of the signature too, so that no two chains share a tail. */
export function hashOf({ text, signature }: SignedBlock): string {
  return sha256Hex(`${text}\n${toBase64Url(signature)}`);
}

/** All blocks, in their order. */
export function blocksOf({ authority, further }: Chain): readonly Block[] {
  return [authority.block, ...further.map(({ block }) => block)];
}

/** Whether it is bound to no holder, or once was not: whoever has seen its text then can use it. */
export function isBearer(chain: Chain): boolean {
  return blocksOf(chain).some(({ bearer }) => bearer === true);
}

/** Whether a private key is the one that the last block names. */
export function isKeyTo(chain: Chain, privateKey: Uint8Array): boolean {
  return toHex(ed25519PublicKey(privateKey)) === toHex(lastOf(chain).block.next);
}

/** The last block with its signature. */
export function lastOf({ authority, further }: Chain): SignedBlock {
  return further.at(-1) ?? authority;
}

// The purpose keeps a signature over one thing from being taken for one over another.
function messageOf(purpose: string, text: string): Uint8Array {
  return new TextEncoder().encode(`${purpose}\n${text}`);
}
