import { isCount } from "./count.ts";
import { EMPTY_ROOT, type Hash, HASH_LENGTH, nodeHash, sameHash } from "./hash.ts";

/** What a proof of inclusion claims: a leaf, by its hash, stands at `index` in the tree of `size` leaves. */
export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leaf: Hash;
  readonly root: Hash;
}

/** Whether `proof` proves that the leaf is in the tree (RFC 9162, 2.1.3.2). */
export function verifyInclusion(
  { index, size, leaf, root }: Inclusion,
  proof: readonly Hash[],
): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (![leaf, root, ...proof].every(isHash)) return false;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      // The last leaf has no sibling on levels where the number of nodes is odd.
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else hash = nodeHash(hash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameHash(hash, root);
}

/** What a proof of consistency claims: the tree of `size` leaves begins with the tree of `firstSize`. */
export interface Consistency {
  readonly firstSize: number;
  readonly firstRoot: Hash;
  readonly size: number;
  readonly root: Hash;
}

/** Whether `proof` proves that the larger tree extends the smaller one (RFC 9162, 2.1.4.2). */
export function verifyConsistency(
  { firstSize, firstRoot, size, root }: Consistency,
  proof: readonly Hash[],
): boolean {
  if (!isCount(firstSize) || !isCount(size) || firstSize > size) return false;
  if (![firstRoot, root, ...proof].every(isHash)) return false;
  if (firstSize === size) return proof.length === 0 && sameHash(firstRoot, root);
  if (firstSize === 0) return proof.length === 0 && sameHash(firstRoot, EMPTY_ROOT);
  // A first tree that is perfect is a node of the second; its root opens the path.
  const [seed, ...rest] = isPowerOfTwo(firstSize) ? [firstRoot, ...proof] : proof;
  if (seed === undefined) return false;
  let node = firstSize - 1;
  let last = size - 1;
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let first = seed;
  let second = seed;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      first = nodeHash(sibling, first);
      second = nodeHash(sibling, second);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else second = nodeHash(second, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameHash(first, firstRoot) && sameHash(second, root);
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function isPowerOfTwo(value: number): boolean {
  let left = value;
  while (left % 2 === 0) left /= 2;
  return left === 1;
}

function isHash(value: Hash): boolean {
  return value.length === HASH_LENGTH;
}
