import { isCount } from "./count.ts";
import { EMPTY_ROOT, type Hash, nodeHash } from "./hash.ts";

/**
 * The right edge of a Merkle tree: the roots of its perfect subtrees, at most 53, from which it can grow.
 *
 * The subtrees are those of the binary digits of the size, the largest first (RFC 6962, 2.1).
 */
export class Frontier {
  #size: number;
  readonly #roots: Hash[];

  /** The edge of a tree of `size` leaves. Throws `RangeError` if it cannot have that many subtrees. */
  constructor(size = 0, roots: readonly Hash[] = []) {
    if (!isCount(size) || roots.length !== subtreesOf(size))
      throw new RangeError(`a tree of ${size} leaves does not have ${roots.length} subtrees`);
    this.#size = size;
    this.#roots = [...roots];
  }

  /** How many leaves there are. */
  get size(): number {
    return this.#size;
  }

  /** The roots of the perfect subtrees, the largest first. */
  get roots(): readonly Hash[] {
    return [...this.#roots];
  }

  /** Adds a leaf by its hash. */
  append(leaf: Hash): void {
    let hash = leaf;
    // Each subtree that is complete joins the one of its size to the left, as in adding one to a binary number.
    for (let size = this.#size; size % 2 === 1; size = (size - 1) / 2)
      hash = nodeHash(this.#roots.pop() as Hash, hash);
    this.#roots.push(hash);
    this.#size += 1;
  }

  /** The root of the whole tree. */
  root(): Hash {
    return this.#roots.length === 0
      ? EMPTY_ROOT
      : this.#roots.reduceRight((right, left) => nodeHash(left, right));
  }

  /** A frontier that grows on its own from here. */
  copy(): Frontier {
    return new Frontier(this.#size, this.#roots);
  }
}

function subtreesOf(size: number): number {
  let count = 0;
  for (let left = size; left > 0; left = Math.floor(left / 2)) count += left % 2;
  return count;
}
