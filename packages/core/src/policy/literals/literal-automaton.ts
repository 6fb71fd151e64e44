import { EdgeTable } from "./edge-table.ts";
import { ELSEWHERE, LiteralTrie } from "./literal-trie.ts";

/** In a state's step: the class of its only child. There are fewer than 2 ** 16 + 1 classes. */
const CHILD = 0x1_ff_ff;
/** Instead of that class: the state has several children, found by row or by table. */
const SEVERAL = CHILD;
/** In a state's step: a literal ends here. */
export const ENDING = 0x2_00_00;
/** In a state's step: at least as many characters lead here as a gram has. */
export const DEEP = 0x4_00_00;
const NO_EDGES = new EdgeTable(0);
/** States with several children get a row of next states each, as long as all rows together are no longer. */
const LONGEST_ROWS = 256 * 1024;

/**
 * The automaton of Aho and Corasick (1975) for a set of literals.
 *
 * Nearly all states have one child, which is the next state, so most steps read one number, beside the one read
 * before; following suffixes is paid for by the characters that led so deep. States with several children have
 * full rows where the alphabet is small; for Chinese, with its thousands of letters, rows would take far more
 * room than the literals, so edges are looked up.
 */
export class LiteralAutomaton {
  /** The class of each character up to the highest that stands in a literal; of ASCII letters, in either case. */
  readonly classes: Uint16Array;
  /** How many classes there are. */
  readonly count: number;
  /** For each state, the class of its only child, and marks; 0 for the root alone. */
  readonly steps: Int32Array;
  /** The literal of each output; output 0 is none. */
  readonly literals: number[] = [-1];
  /** For each output, that of the longest suffix that has one. */
  readonly shorter: number[] = [0];
  /** For each state, its longest proper suffix. */
  readonly #suffixes: Int32Array;
  /** For each state, the output of the longest literal that ends there. */
  readonly #outputs: Int32Array;
  /** From the root, the next state for each class. */
  readonly #root: Int32Array;
  /** For each state with several children, where in `#rows` its row begins. */
  readonly #places: Int32Array | undefined;
  /** The next state for each class, suffixes followed. */
  readonly #rows: Int32Array | undefined;
  #edges: EdgeTable;

  /** `literals` must be distinct, not empty and in lower case; `gram` is how deep a deep state is. */
  constructor(literals: readonly string[], gram: number) {
    const trie = new LiteralTrie(literals);
    this.classes = trie.classes;
    this.count = trie.count;
    this.steps = new Int32Array(trie.size);
    this.#suffixes = new Int32Array(trie.size);
    this.#outputs = new Int32Array(trie.size);
    this.#root = new Int32Array(trie.count);
    // A literal parts from those before it in one place, where its edge is added and perhaps that of the first.
    this.#edges = new EdgeTable(literals.length * 2);
    this.#linkChildren(trie);
    this.#linkSuffixes(trie);
    this.#mark(trie, gram);
    const several = this.#severals();
    // Stryker disable next-line all: rows and edges lead to the same states, and rows are only quicker
    if (several.length * trie.count <= LONGEST_ROWS) {
      const { places, rows } = this.#makeRows(several);
      this.#places = places;
      this.#rows = rows;
      this.#edges = NO_EDGES;
    }
  }

  /** The class of each character of a literal. */
  classesIn(literal: string): readonly number[] {
    return Array.from(
      { length: literal.length },
      (_, index) => this.classes[literal.charCodeAt(index)] ?? ELSEWHERE,
    );
  }

  /** The state after `from` and a character of this class; 0 is where nothing has begun. */
  next(from: number, named: number): number {
    if (named === ELSEWHERE) return 0;
    const { steps } = this;
    let state = from;
    while (state !== 0) {
      const child = (steps[state] as number) & CHILD;
      if (child === named) return state + 1;
      if (child === SEVERAL) {
        if (this.#rows !== undefined)
          return this.#rows[((this.#places as Int32Array)[state] as number) + named] as number;
        const found = this.#edges.find(state, named);
        if (found !== 0) return found;
      }
      state = this.#suffixes[state] as number;
    }
    return this.#root[named] as number;
  }

  /** The output of the longest literal that ends at a state; 0 where none does. */
  outputAt(state: number): number {
    return this.#outputs[state] as number;
  }

  #linkChildren({ size, parents, named }: LiteralTrie): void {
    const { steps } = this;
    for (let state = 1; state < size; state += 1) {
      const parent = parents[state] as number;
      const by = named[state] as number;
      const child = steps[parent] as number;
      if (parent === 0) this.#root[by] = state;
      else if (child === 0) steps[parent] = by;
      else {
        if (child !== SEVERAL) this.#edges.add(parent, child, parent + 1);
        this.#edges.add(parent, by, state);
        steps[parent] = SEVERAL;
      }
    }
  }

  /** The shallow first, so that a state's longest proper suffix is complete before the state itself. */
  #linkSuffixes(trie: LiteralTrie): void {
    for (const state of trie.byDepth()) {
      const parent = trie.parents[state] as number;
      const suffix =
        parent === 0 ? 0 : this.next(this.#suffixes[parent] as number, trie.named[state] as number);
      this.#suffixes[state] = suffix;
      this.#outputs[state] = this.#output(trie.ends.get(state), this.outputAt(suffix));
    }
  }

  #mark({ size, depths }: LiteralTrie, gram: number): void {
    for (let state = 1; state < size; state += 1) {
      const marks =
        (this.outputAt(state) === 0 ? 0 : ENDING) | ((depths[state] as number) < gram ? 0 : DEEP);
      this.steps[state] = (this.steps[state] as number) | marks;
    }
  }

  #severals(): readonly number[] {
    const several: number[] = [];
    for (const [state, step] of this.steps.entries())
      if ((step & CHILD) === SEVERAL) several.push(state);
    return several;
  }

  #makeRows(several: readonly number[]): {
    readonly places: Int32Array;
    readonly rows: Int32Array;
  } {
    const width = this.count;
    const rows = new Int32Array(several.length * width);
    const places = new Int32Array(several.length === 0 ? 0 : this.steps.length);
    for (const [index, state] of several.entries()) {
      places[state] = index * width;
      for (let named = ELSEWHERE + 1; named < width; named += 1)
        rows[index * width + named] = this.next(state, named);
    }
    return { places, rows };
  }

  #output(literal: number | undefined, shorter: number): number {
    if (literal === undefined) return shorter;
    this.shorter.push(shorter);
    return this.literals.push(literal) - 1;
  }
}
