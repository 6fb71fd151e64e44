import type { AuditEntry } from "../entry.ts";
import { Frontier } from "../merkle/frontier.ts";
import { type Hash, leafHash, sameHash } from "../merkle/hash.ts";

/**
 * The entries of one writer as they are read again. What stands in a damaged or crafted database may depend on the way
 * to it, by an index or by the table; both must lead to the same entries, or what is verified is not what is shown.
 */
export class SecondReading {
  readonly #frontier: Frontier;
  readonly #size: number;

  /** Begins after the entries of `start`; `size` were read the first time, and any that follow are new. */
  constructor(start: Frontier, size: number) {
    this.#frontier = start.copy();
    this.#size = size;
  }

  /** Passes entries on. */
  async *of(entries: Iterable<AuditEntry> | AsyncIterable<AuditEntry>): AsyncGenerator<AuditEntry> {
    for await (const entry of entries) {
      if (this.#frontier.size < this.#size) this.#frontier.append(leafHash(entry.text));
      yield entry;
    }
  }

  /** Whether those that were there the first time have this root. */
  hasRoot(root: Hash): boolean {
    return this.#frontier.size === this.#size && sameHash(this.#frontier.root(), root);
  }
}
