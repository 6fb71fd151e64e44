import { LiteralHits } from "./literal-hits.ts";
import { LiteralSearch } from "./literal-search.ts";
import { OTHER } from "./writing.ts";

/** The texts of one call, in the spellings that a search needs; those it does not need are not made. */
export interface SearchedTexts {
  readonly texts: readonly string[];
  readonly lowerSpellings: readonly string[];
  /** `lowerSpellings` without ASCII texts as written where they are there folded. */
  readonly lowerFolded: readonly string[];
}

/** The literals of all rules on one capability: one pass over the payload's texts answers for every section. */
export class LiteralIndex {
  readonly #numbers = new Map<string, number>();
  readonly #search: LiteralSearch;
  readonly #tidy: boolean;

  /** `literals` are in lower case; `tidy` says that those who look for them do not need ASCII texts as written. */
  constructor(literals: readonly string[], tidy: boolean) {
    for (const literal of literals)
      if (!this.#numbers.has(literal)) this.#numbers.set(literal, this.#numbers.size);
    this.#search = new LiteralSearch([...this.#numbers.keys()]);
    this.#tidy = tidy;
  }

  get size(): number {
    return this.#numbers.size;
  }

  /** How hits name a literal, from 0. */
  numberOf(literal: string): number | undefined {
    return this.#numbers.get(literal);
  }

  /** The literals in any spelling of any text of a call. */
  hitsIn(searched: SearchedTexts): LiteralHits {
    const hits = new LiteralHits(this);
    for (const text of searched.texts) this.#search.search(text, hits);
    if (hits.writing !== OTHER) return hits;
    const everySpelling = this.hitsInTexts(
      this.#tidy ? searched.lowerFolded : searched.lowerSpellings,
    );
    everySpelling.noteWriting(OTHER);
    return everySpelling;
  }

  /** The literals in any of these texts as they are. */
  hitsInTexts(texts: readonly string[]): LiteralHits {
    const hits = new LiteralHits(this);
    for (const text of texts) this.#search.scan(text, hits);
    return hits;
  }
}
