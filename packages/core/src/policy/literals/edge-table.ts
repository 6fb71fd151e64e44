/** Multipliers that spread neighbouring states and classes over the table (Knuth, 6.4). */
const STATE_FACTOR = 0x9e3779b1;
const CLASS_FACTOR = 0x85ebca6b;

/** Edges of an automaton's states that have several, in one open-addressed table. */
export class EdgeTable {
  /** Triples of state, class and next state; a next state of 0 is an empty place. */
  readonly #slots: Int32Array;
  readonly #mask: number;

  /** `count` edges are to come. */
  constructor(count: number) {
    let places = 2;
    while (places < count * 2) places *= 2;
    this.#slots = new Int32Array(places * 3);
    this.#mask = places - 1;
  }

  add(state: number, named: number, next: number): void {
    let place = this.#placeOf(state, named);
    while (this.#slots[place * 3 + 2] !== 0) place = (place + 1) & this.#mask;
    this.#slots.set([state, named, next], place * 3);
  }

  /** The next state, or 0 where there is no such edge. */
  find(state: number, named: number): number {
    const slots = this.#slots;
    for (let place = this.#placeOf(state, named); ; place = (place + 1) & this.#mask) {
      const next = slots[place * 3 + 2] as number;
      if (next === 0 || (slots[place * 3] === state && slots[place * 3 + 1] === named)) return next;
    }
  }

  #placeOf(state: number, named: number): number {
    const mixed = Math.imul(state, STATE_FACTOR) ^ Math.imul(named, CLASS_FACTOR);
    return (mixed ^ (mixed >>> 15)) & this.#mask;
  }
}
