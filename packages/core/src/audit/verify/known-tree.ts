import { fromHex } from "../../encoding/hex.ts";
import type { Frontier } from "../merkle/frontier.ts";
import { type Hash, sameHash } from "../merkle/hash.ts";
import type { Claim } from "./claim.ts";

/** A log's tree as it was written, as far as that is known from what the records say of each other. */
export class KnownTree {
  /** Undefined once a leaf is not known. */
  #frontier: Frontier | undefined;
  #head: string | undefined;

  /** `head` is the leaf hash of the last leaf, in hex. */
  constructor(frontier: Frontier, head: string) {
    this.#frontier = frontier.copy();
    this.#head = head;
  }

  /** The leaf hash of the last record, in hex; undefined where that is not known. */
  get head(): string | undefined {
    return this.#head;
  }

  /** The root over all records; undefined where not every one of them is known. */
  get root(): Hash | undefined {
    return this.#frontier?.root();
  }

  /** Adds a leaf by its hash in hex; undefined for one that nobody knows. */
  append(leaf: string | undefined): void {
    this.#head = leaf;
    if (leaf === undefined) this.#frontier = undefined;
    else this.#frontier?.append(fromHex(leaf));
  }

  /** Goes on after records of which only the last is known, or none. */
  skipTo(head: string | undefined): void {
    this.#head = head;
    this.#frontier = undefined;
  }

  /** The root there would be with one leaf more. */
  rootWith(leaf: Hash): Hash | undefined {
    const frontier = this.#frontier?.copy();
    frontier?.append(leaf);
    return frontier?.root();
  }

  /** Whether a claim on the records so far holds; undefined where that cannot be told. */
  holds({ root, head }: Pick<Claim, "root" | "head">): boolean | undefined {
    const known = this.root;
    if (head !== undefined) return this.#head === undefined ? undefined : head === this.#head;
    return root === undefined || known === undefined ? undefined : sameHash(root, known);
  }
}
