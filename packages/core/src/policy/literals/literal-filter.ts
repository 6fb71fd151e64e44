import { OTHER, PRINTABLE, WORDS, type Writing, WRITING_OF_ASCII } from "./writing.ts";

/** The two highest bits of a mask's eight say what kind of text its character makes. */
const KINDS: readonly number[] = [0, 1 << 6, 1 << 7];
/** The two lowest bits follow white space; the next four follow the first characters of all literals. */
const SPACE = 0b01;
const TWO_SPACES = 0b10;
const FIRST_BIT = 2;
const MAXIMUM_PREFIX = 4;
/** The mask of every character beyond ASCII: a kind, and nothing a literal of ASCII letters could have. */
export const BEYOND_ASCII: number = 1 << 7;
/** What a state has once it is settled that a text is `OTHER`. */
export const SETTLED: number = TWO_SPACES | BEYOND_ASCII;

/**
 * What a quick pass over a text needs in order to tell where literals might stand and how the text is written
 * (Shift-And over superimposed literals; Baeza-Yates and Gonnet, 1992).
 */
export class LiteralFilter {
  /**
   * For each ASCII character, the bits that may be set after it; case makes no difference. A byte each, for a policy
   * may hold thousands of filters, and decisions wait for memory.
   */
  readonly masks: Uint8Array = new Uint8Array(128);
  /** How many characters of each literal take part. */
  readonly prefix: number;
  /** What a state has where a literal's prefix might end, or where it is settled that a text is `OTHER`. */
  readonly events: number;

  /** `literals` are in lower case and not empty. */
  constructor(literals: readonly string[]) {
    this.prefix = Math.min(MAXIMUM_PREFIX, ...literals.map((literal) => literal.length));
    this.events = SETTLED | (1 << (FIRST_BIT + this.prefix - 1));
    for (const [code, writing] of WRITING_OF_ASCII.entries())
      this.masks[code] = KINDS[writing] ?? 0;
    this.#mark(" ", SPACE | TWO_SPACES);
    for (const literal of literals)
      for (let place = 0; place < this.prefix; place += 1)
        this.#mark(literal.charAt(place), 1 << (FIRST_BIT + place));
  }

  /** How a text is written, from all masks of its characters up to one that settles it, and the last state. */
  static writingOf(masks: number, last: number): Writing {
    if ((last & (SPACE | SETTLED)) !== 0) return OTHER;
    return (masks & (KINDS[PRINTABLE] ?? 0)) === 0 ? WORDS : PRINTABLE;
  }

  #mark(character: string, bits: number): void {
    for (const spelling of [character, character.toUpperCase()]) {
      const code = spelling.charCodeAt(0);
      if (code < 128) this.masks[code] = (this.masks[code] ?? 0) | bits;
    }
  }
}

/** Bits that may be set after any character. */
export const STARTS: number = SPACE | (1 << FIRST_BIT) | BEYOND_ASCII;
/** The state before a text: white space at either end counts like two spaces. */
export const BEFORE_TEXT: number = SPACE;
