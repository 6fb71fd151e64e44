/**
 * Finds which of many literals stand in a text, in one pass over it (Aho and Corasick, 1975), whatever their number.
 *
 * The automaton is a full transition table over the characters that occur in literals; every other
 * character is one class that leads back to the start.
 */
export class LiteralSearch {
  readonly #ascii = new Uint16Array(128);
  readonly #other = new Map<number, number>();
  readonly #classes: number;
  readonly #next: Int32Array;
  readonly #literalAt: Int32Array;
  readonly #shorter: Int32Array;

  /** `literals` must be distinct and not empty. */
  constructor(literals: readonly string[]) {
    this.#classes = this.#nameClasses(literals);
    const states = 1 + literals.reduce((sum, literal) => sum + literal.length, 0);
    this.#next = new Int32Array(states * this.#classes);
    this.#literalAt = new Int32Array(states).fill(-1);
    this.#shorter = new Int32Array(states);
    this.#linkSuffixes(this.#insert(literals));
  }

  /** Calls `found` with the index of each literal that ends somewhere in `text`, once per place. */
  scan(text: string, found: (literal: number) => void): void {
    let state = 0;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      const named = code < 128 ? this.#ascii[code] : this.#other.get(code);
      state = this.#next[state * this.#classes + (named ?? 0)] ?? 0;
      for (let at = state; at !== 0; at = this.#shorter[at] ?? 0) {
        const literal = this.#literalAt[at] ?? -1;
        if (literal >= 0) found(literal);
      }
    }
  }

  #nameClasses(literals: readonly string[]): number {
    let classes = 1;
    for (const literal of literals)
      for (let index = 0; index < literal.length; index += 1) {
        const code = literal.charCodeAt(index);
        if (code < 128) this.#ascii[code] ||= classes++;
        else if (!this.#other.has(code)) this.#other.set(code, classes++);
      }
    return classes;
  }

  #insert(literals: readonly string[]): number {
    let states = 1;
    for (const [index, literal] of literals.entries()) {
      let state = 0;
      for (let at = 0; at < literal.length; at += 1) {
        const code = literal.charCodeAt(at);
        const slot =
          state * this.#classes + ((code < 128 ? this.#ascii[code] : this.#other.get(code)) ?? 0);
        if (this.#next[slot] === 0) this.#next[slot] = states++;
        state = this.#next[slot] ?? 0;
      }
      this.#literalAt[state] = index;
    }
    return states;
  }

  /** Breadth first, so that a state's longest proper suffix is complete before the state itself. */
  #linkSuffixes(states: number): void {
    const suffix = new Int32Array(states);
    const queue: number[] = [0];
    for (const state of queue)
      for (let named = 0; named < this.#classes; named += 1) {
        const slot = state * this.#classes + named;
        const child = this.#next[slot] ?? 0;
        const fallback =
          state === 0 ? 0 : (this.#next[(suffix[state] ?? 0) * this.#classes + named] ?? 0);
        if (child === 0) this.#next[slot] = fallback;
        else {
          suffix[child] = fallback;
          // The next shorter state on the suffix chain that ends a literal, so that a scan visits only those.
          this.#shorter[child] =
            (this.#literalAt[fallback] ?? -1) >= 0 ? fallback : (this.#shorter[fallback] ?? 0);
          queue.push(child);
        }
      }
  }
}
