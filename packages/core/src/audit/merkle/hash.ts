import { sha256 } from "../../encoding/sha256.ts";

/** SHA-256, 32 bytes. */
export type Hash = Uint8Array;

/** How many bytes a hash has. */
export const HASH_LENGTH = 32;
/** A leaf and a node are hashed with different first bytes, or a node could be passed off as a leaf (RFC 6962, 2.1). */
const LEAF_PREFIX = 0;
const NODE_PREFIX = 1;

/** The root of the tree without leaves: the hash of nothing. */
export const EMPTY_ROOT: Hash = sha256(new Uint8Array(0));

/** The hash of a leaf with these bytes (RFC 6962, 2.1). */
export function leafHash(bytes: Uint8Array): Hash {
  const prefixed = new Uint8Array(1 + bytes.length);
  prefixed[0] = LEAF_PREFIX;
  prefixed.set(bytes, 1);
  return sha256(prefixed);
}

/** The hash of a node over its two children (RFC 6962, 2.1). */
export function nodeHash(left: Hash, right: Hash): Hash {
  const both = new Uint8Array(1 + 2 * HASH_LENGTH);
  both[0] = NODE_PREFIX;
  both.set(left, 1);
  both.set(right, 1 + HASH_LENGTH);
  return sha256(both);
}

/** Whether two hashes are the same bytes; they are public, so how long it takes does not matter. */
export function sameHash(left: Hash, right: Hash): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
