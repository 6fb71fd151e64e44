import { DEEP, ENDING, LiteralAutomaton } from "./literal-automaton.ts";
import { ELSEWHERE } from "./literal-trie.ts";
import { GramFilter, gramLength } from "./gram-filter.ts";
import { BEFORE_TEXT, BEYOND_ASCII, LiteralFilter, SETTLED, STARTS } from "./literal-filter.ts";
import type { LiteralHits } from "./literal-hits.ts";
import { OTHER } from "./writing.ts";

/** With fewer literals, following the automaton from the first place is as quick, and takes less room. */
const MANY_LITERALS = 256;
/** Every bit of a step. */
const ANY = -1;

/** Where what is found goes. */
export interface Found {
  add(literal: number): unknown;
}

/** Finds which of many literals stand in a text, in one pass over it, whatever their number. */
export class LiteralSearch {
  readonly #automaton: LiteralAutomaton;
  readonly #grams: GramFilter | undefined;
  /** What the step of a state has while a literal may go on that began where the grams did not show it. */
  readonly #open: number;
  readonly #filter: LiteralFilter;

  /** `literals` must be distinct, not empty and in lower case. */
  constructor(literals: readonly string[]) {
    this.#filter = new LiteralFilter(literals);
    this.#automaton = new LiteralAutomaton(literals, gramLength(literals));
    if (literals.length >= MANY_LITERALS)
      this.#grams = new GramFilter(
        literals.map((literal) => this.#automaton.classesIn(literal)),
        this.#automaton.count,
      );
    this.#open = this.#grams === undefined ? ANY : DEEP;
  }

  /** Adds the index of each literal that ends somewhere in `text`, once per place, whatever the case of ASCII letters. */
  scan(text: string, found: Found): void {
    this.#follow(text, 0, text.length, found);
  }

  /** Whether some literal stands in `text`. */
  finds(text: string): boolean {
    const found = new Set<number>();
    this.scan(text, found);
    return found.size > 0;
  }

  /**
   * Adds to `hits` how `text` is written, and unless it is `OTHER`, which has more spellings to be searched
   * anyway, each literal that stands in it, whatever the case of ASCII letters.
   */
  search(text: string, hits: LiteralHits): void {
    const { masks, events } = this.#filter;
    let state = BEFORE_TEXT;
    let kinds = 0;
    let first = -1;
    let last = -1;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      const mask = code < 128 ? (masks[code] as number) : BEYOND_ASCII;
      kinds |= mask;
      state = ((state << 1) | STARTS) & mask;
      if ((state & events) !== 0) {
        if ((state & SETTLED) !== 0) break;
        last = index;
        if (first === -1) first = index;
      }
    }
    if (text === "") return;
    const writing = LiteralFilter.writingOf(kinds, state);
    hits.noteWriting(writing);
    if (first !== -1 && writing !== OTHER)
      this.#follow(text, first - this.#filter.prefix + 1, last, hits);
  }

  /**
   * Follows the automaton wherever a gram from `from` on says that a literal may begin, until nothing as long as a
   * gram has begun any more; stops behind `last`.
   */
  #follow(text: string, from: number, last: number, found: Found): void {
    const automaton = this.#automaton;
    const { classes, steps } = automaton;
    const grams = this.#grams;
    let place = from;
    while (place <= last) {
      const end = grams === undefined ? last : grams.endFrom(place, text, classes);
      if (end === -1) return;
      if (grams !== undefined) place = Math.max(0, end - grams.length + 1);
      let state = 0;
      let step = 0;
      do {
        const code = text.charCodeAt(place);
        state = automaton.next(
          state,
          code < classes.length ? (classes[code] as number) : ELSEWHERE,
        );
        step = steps[state] as number;
        if ((step & ENDING) !== 0) this.#report(state, found);
        place += 1;
      } while (place < text.length && (place <= end || (step & this.#open) !== 0));
    }
  }

  #report(state: number, found: Found): void {
    const { literals, shorter } = this.#automaton;
    for (let output = this.#automaton.outputAt(state); output !== 0; output = shorter[output] ?? 0)
      found.add(literals[output] ?? -1);
  }
}
