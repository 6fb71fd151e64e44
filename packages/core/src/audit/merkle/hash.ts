import { sha256, sha256Hex } from "../../encoding/sha256.ts";

/** SHA-256, 32 bytes. */
export type Hash = Uint8Array;

/** How many bytes a hash has. */
export const HASH_LENGTH = 32;
/** A leaf and a node are hashed with different first bytes, or a node could be passed off as a leaf (RFC 6962, 2.1). */
const LEAF_PREFIX = 0;
const NODE_PREFIX = 1;

/** The root of the tree without leaves: the hash of nothing. */
export const EMPTY_ROOT: Hash = sha256(new Uint8Array(0));

/** The hash of a leaf with these bytes, or with those of a text in UTF-8 (RFC 6962, 2.1). */
export function leafHash(bytes: Uint8Array | string): Hash {
  // U+0000 is the byte 0 in UTF-8, which spares a text the way through bytes.
  if (typeof bytes === "string") return sha256(`\0${bytes}`);
  const prefixed = new Uint8Array(1 + bytes.length);
  prefixed[0] = LEAF_PREFIX;
  prefixed.set(bytes, 1);
  return sha256(prefixed);
}

/** As {@link leafHash}, in hex. */
export function leafHashHex(text: string): string {
  return sha256Hex(`\0${text}`);
}

/** What a node is hashed from. One for all, as nothing comes between filling and hashing it: a new one costs as much as the hash. */
const NODE = new Uint8Array(1 + 2 * HASH_LENGTH).fill(NODE_PREFIX);

/** The hash of a node over its two children (RFC 6962, 2.1). Throws `RangeError` for what cannot be hashes. */
export function nodeHash(left: Hash, right: Hash): Hash {
  if (left.length !== HASH_LENGTH || right.length !== HASH_LENGTH)
    throw new RangeError(
      `hashes of ${HASH_LENGTH} bytes make a node, not ${left.length} and ${right.length}`,
    );
  NODE.set(left, 1);
  NODE.set(right, 1 + HASH_LENGTH);
  return sha256(NODE);
}

/** Whether two hashes are the same bytes; they are public, so how long it takes does not matter. */
export function sameHash(left: Hash, right: Hash): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
