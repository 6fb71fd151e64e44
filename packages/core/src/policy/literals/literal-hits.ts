import type { LiteralIndex } from "./literal-index.ts";
import { WORDS, type Writing } from "./writing.ts";

/** Up to this many hits, looking through them is faster than a set. */
const FEW = 16;

const NOTHING: readonly number[] = [];

/** What a search for literals found in the texts of one event; mutable while the search is on. */
export class LiteralHits {
  /** Whose numbers stand for the literals. */
  readonly index: LiteralIndex;
  #writing: Writing = WORDS;
  #found: readonly number[] = NOTHING;
  #many: Set<number> | undefined;

  constructor(index: LiteralIndex) {
    this.index = index;
  }

  /** Numbers of the literals that were found. */
  get found(): readonly number[] {
    return this.#found;
  }

  /** How the texts are written, all taken together. */
  get writing(): Writing {
    return this.#writing;
  }

  noteWriting(writing: Writing): void {
    if (writing > this.#writing) this.#writing = writing;
  }

  add(literal: number): void {
    const [first] = this.#found;
    // A list that grows is given room for many, which costs more than a second list.
    if (first === undefined) this.#found = [literal];
    else if (this.#found.length === 1) {
      if (first !== literal) this.#found = [first, literal];
    } else if (!this.#has(literal)) {
      (this.#found as number[]).push(literal);
      this.#many?.add(literal);
    }
  }

  #has(literal: number): boolean {
    // Stryker disable next-line all: a set is only quicker than a long list
    if (this.#found.length <= FEW) return this.#found.includes(literal);
    this.#many ??= new Set(this.#found);
    return this.#many.has(literal);
  }
}
