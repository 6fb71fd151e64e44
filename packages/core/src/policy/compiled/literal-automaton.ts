/** The class of every character that stands in no literal. */
const ELSEWHERE = 1;

/**
 * The automaton of Aho and Corasick (1975) for a set of literals, as a full transition table.
 *
 * A state is the place of its row in `rows`. A row holds the state's output, then the next state for each
 * class of characters; every character of a literal has its own class, all others share one.
 */
export class LiteralAutomaton {
  readonly rows: Int32Array;
  /** The class of each ASCII character. */
  readonly ascii: Uint16Array = new Uint16Array(128).fill(ELSEWHERE);
  /** The literal of each output; output 0 is none. */
  readonly literals: number[] = [-1];
  /** For each output, that of the longest suffix that has one. */
  readonly shorter: number[] = [0];
  readonly #other = new Map<number, number>();
  readonly #width: number;

  /** `literals` must be distinct and not empty. */
  constructor(literals: readonly string[]) {
    this.#width = this.#nameClasses(literals);
    const states = literals.reduce((sum, literal) => sum + literal.length, 1);
    this.rows = new Int32Array(states * this.#width);
    const ends = new Map<number, number>();
    let size = this.#width;
    for (const [number, literal] of literals.entries()) {
      let state = 0;
      for (let index = 0; index < literal.length; index += 1) {
        const slot = state + this.classOf(literal.charCodeAt(index));
        if (this.rows[slot] === 0) {
          this.rows[slot] = size;
          size += this.#width;
        }
        state = this.rows[slot] ?? 0;
      }
      ends.set(state, number);
    }
    this.rows = this.rows.slice(0, size);
    this.#linkSuffixes(ends);
  }

  classOf(code: number): number {
    return (code < 128 ? this.ascii[code] : this.#other.get(code)) ?? ELSEWHERE;
  }

  #nameClasses(literals: readonly string[]): number {
    let width = ELSEWHERE + 1;
    for (const literal of literals)
      for (let index = 0; index < literal.length; index += 1) {
        const code = literal.charCodeAt(index);
        if (this.classOf(code) !== ELSEWHERE) continue;
        if (code < 128) this.ascii[code] = width;
        else this.#other.set(code, width);
        width += 1;
      }
    return width;
  }

  /** Breadth first, so that a state's longest proper suffix is complete before the state itself. */
  #linkSuffixes(ends: ReadonlyMap<number, number>): void {
    const { rows } = this;
    const suffix = new Int32Array(rows.length / this.#width);
    const queue: number[] = [0];
    for (const state of queue) {
      const back = suffix[state / this.#width] ?? 0;
      for (let named = ELSEWHERE; named < this.#width; named += 1) {
        const child = rows[state + named] ?? 0;
        const fallback = state === 0 ? 0 : (rows[back + named] ?? 0);
        if (child === 0) rows[state + named] = fallback;
        else {
          suffix[child / this.#width] = fallback;
          rows[child] = this.#output(ends.get(child), rows[fallback] ?? 0);
          queue.push(child);
        }
      }
    }
  }

  #output(literal: number | undefined, shorter: number): number {
    if (literal === undefined) return shorter;
    this.shorter.push(shorter);
    return this.literals.push(literal) - 1;
  }
}
