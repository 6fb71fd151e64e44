/** A hash has so many bits that one in 32 is set, within these bounds: a policy may hold thousands of filters. */
const FEWEST_BITS = 8;
const MOST_BITS = 18;
const PLACES_PER_LITERAL = 32;
const LONGEST_GRAM = 4;
/** Spreads neighbouring classes over the bits (Knuth, 6.4). */
const FACTOR = 0x9e3779b1;

/** How many characters the grams of these literals have. */
export function gramLength(literals: readonly { readonly length: number }[]): number {
  return literals.reduce((least, { length }) => Math.min(least, length), LONGEST_GRAM);
}

/**
 * Tells where a literal cannot begin, by the hash of its first characters (Karp and Rabin, 1987; Bloom, 1970).
 *
 * A hash is rolled on by one character with a shift, which drops the character that left the gram.
 */
export class GramFilter {
  /** How many characters a gram has. */
  readonly length: number;
  readonly #mask: number;
  readonly #shift: number;
  /** The bits that the hash of each class sets. */
  readonly #hashes: Int32Array;
  /** A bit for each hash of a gram that a literal begins with. */
  readonly #known: Int32Array;

  /** `prefixes` are the classes of the literals' characters, of which there are `count`. */
  constructor(literals: readonly (readonly number[])[], count: number) {
    this.length = gramLength(literals);
    const wanted = Math.ceil(Math.log2(literals.length * PLACES_PER_LITERAL + 1));
    const bits = Math.min(MOST_BITS, Math.max(FEWEST_BITS, wanted));
    this.#mask = (1 << bits) - 1;
    this.#shift = Math.ceil(bits / this.length);
    this.#hashes = Int32Array.from(
      { length: count },
      (_, named) => Math.imul(named, FACTOR) >>> (32 - bits),
    );
    this.#known = new Int32Array((this.#mask + 1) / 32);
    for (const literal of literals) this.#learn(this.#hashOf(literal.slice(0, this.length)));
  }

  /** The first place from `least` on where a gram ends that a literal may begin with, or -1. */
  endFrom(least: number, text: string, classes: Uint16Array): number {
    const known = this.#known;
    const hashes = this.#hashes;
    const shift = this.#shift;
    const mask = this.#mask;
    let hash = 0;
    for (let index = Math.max(0, least - this.length + 1); index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      const named = code < classes.length ? (classes[code] as number) : 0;
      hash = ((hash << shift) ^ (hashes[named] as number)) & mask;
      if ((((known[hash >>> 5] as number) >>> (hash & 31)) & 1) !== 0 && index >= least)
        return index;
    }
    return -1;
  }

  #learn(hash: number): void {
    this.#known[hash >>> 5] = (this.#known[hash >>> 5] as number) | (1 << (hash & 31));
  }

  #hashOf(gram: readonly number[]): number {
    return gram.reduce(
      (hash, named) => ((hash << this.#shift) ^ (this.#hashes[named] as number)) & this.#mask,
      0,
    );
  }
}
