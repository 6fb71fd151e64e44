import { EdgeTable } from "./edge-table.ts";

/** The class of every character that stands in no literal. */
export const ELSEWHERE = 0;

/** Set in a state where a literal ends; states are multiples of `WIDTH`, so two bits are free. */
export const ENDING = 1;
/** Set in a state that at least as many characters lead to as a gram has. */
export const DEEP = 2;
const MARKS = ENDING | DEEP;
/** A state's four numbers: the class of its only child, that child, its longest proper suffix, its output. */
const CHILD_CLASS = 0;
const CHILD = 1;
const SUFFIX = 2;
const OUTPUT = 3;
const WIDTH = 4;
/** Instead of a class: the state has no child, or several, found by row or by table. */
const NONE = -1;
const SEVERAL = -2;
const NO_EDGES = new EdgeTable(0);
/** States with several children get a row of next states each, as long as all rows together are no longer. */
const LONGEST_ROWS = 256 * 1024;

/**
 * The automaton of Aho and Corasick (1975) for a set of literals.
 *
 * A state is the place of its numbers in one array. Nearly all states have one child, so most steps read one
 * line of memory, and the next is beside it; following suffixes is paid for by the characters that led so deep.
 * States with several children have full rows where the alphabet is small; for Chinese, with its thousands of
 * letters, rows would take far more room than the literals, so edges are looked up.
 */
export class LiteralAutomaton {
  /** The class of each character up to the highest that stands in a literal; of ASCII letters, in either case. */
  readonly classes: Uint16Array;
  /** How many classes there are. */
  readonly count: number;
  /** The literal of each output; output 0 is none. */
  readonly literals: number[] = [-1];
  /** For each output, that of the longest suffix that has one. */
  readonly shorter: number[] = [0];
  readonly #gram: number;
  readonly #states: Int32Array;
  /** From the root, the next state for each class. */
  readonly #root: Int32Array;
  /** For states with several children, the next state for each class, suffixes followed; `CHILD` is its place. */
  readonly #rows: Int32Array | undefined;
  #edges: EdgeTable;

  /** `literals` must be distinct, not empty and in lower case; `gram` is how deep a deep state is. */
  constructor(literals: readonly string[], gram: number) {
    const { classes, count } = classesOf(literals);
    this.classes = classes;
    this.count = count;
    const trie = new Trie(literals, classes);
    this.#gram = gram;
    this.#states = new Int32Array(trie.size * WIDTH);
    this.#root = new Int32Array(count);
    this.#edges = new EdgeTable(trie.size);
    this.#linkSuffixes(trie);
    const several = this.#linkChildren(trie);
    // Stryker disable next-line all: rows and edges lead to the same states, and rows are only quicker
    if (several * count <= LONGEST_ROWS) {
      this.#rows = this.#makeRows(trie, several, count);
      this.#edges = NO_EDGES;
    }
  }

  /** The class of each character of a literal. */
  classesIn(literal: string): readonly number[] {
    return Array.from(
      { length: literal.length },
      (_, index) => this.classes[literal.charCodeAt(index)] ?? 0,
    );
  }

  /** The state after `from` and a character of this class; 0 is where nothing has begun, odd where a literal ends. */
  next(from: number, named: number): number {
    if (named === ELSEWHERE) return 0;
    const states = this.#states;
    let state = from & ~MARKS;
    while (state !== 0) {
      const child = states[state + CHILD_CLASS] as number;
      if (child === named) return states[state + CHILD] as number;
      if (child === SEVERAL) {
        if (this.#rows !== undefined)
          return this.#rows[(states[state + CHILD] as number) + named] as number;
        const found = this.#edges.find(state, named);
        if (found !== 0) return found;
      }
      state = states[state + SUFFIX] as number;
    }
    return this.#root[named] as number;
  }

  /** The output of the longest literal that ends at a state; 0 where none does. */
  outputAt(state: number): number {
    return this.#states[(state & ~MARKS) + OUTPUT] as number;
  }

  /** Returns how many states have several children. */
  #linkChildren({ size, parents, named, depths }: Trie): number {
    const states = this.#states;
    let several = 0;
    for (let state = 0; state < size; state += 1) states[state * WIDTH + CHILD_CLASS] = NONE;
    for (let state = 1; state < size; state += 1) {
      const parent = (parents[state] as number) * WIDTH;
      const first = states[parent + CHILD_CLASS] === NONE;
      if (parent !== 0 && !first && states[parent + CHILD_CLASS] !== SEVERAL) several += 1;
      states[parent + CHILD_CLASS] = first ? (named[state] as number) : SEVERAL;
      if (first) states[parent + CHILD] = this.#marked(state, depths);
    }
    for (let state = 1; state < size; state += 1) {
      const parent = (parents[state] as number) * WIDTH;
      const by = named[state] as number;
      if (parent === 0) this.#root[by] = this.#marked(state, depths);
      else if (states[parent + CHILD_CLASS] === SEVERAL)
        this.#edges.add(parent, by, this.#marked(state, depths));
    }
    return several;
  }

  #marked(state: number, depths: readonly number[]): number {
    const place = state * WIDTH;
    const deep = (depths[state] as number) >= this.#gram ? DEEP : 0;
    return place | deep | (this.outputAt(place) === 0 ? 0 : ENDING);
  }

  /** The shallow first, so that a state's longest proper suffix is complete before the state itself. */
  #linkSuffixes(trie: Trie): void {
    const states = this.#states;
    for (const state of trie.byDepth) {
      if (state === 0) continue;
      const parent = trie.parents[state] as number;
      const by = trie.named[state] as number;
      let back = parent;
      let suffix = 0;
      while (suffix === 0 && back !== 0) {
        back = (states[back * WIDTH + SUFFIX] as number) / WIDTH;
        suffix = trie.childOf(back, by) ?? 0;
      }
      states[state * WIDTH + SUFFIX] = suffix * WIDTH;
      const shorter = this.outputAt(suffix * WIDTH);
      states[state * WIDTH + OUTPUT] = this.#output(trie.ends.get(state), shorter);
    }
  }

  #makeRows({ size }: Trie, several: number, width: number): Int32Array {
    const states = this.#states;
    const rows = new Int32Array(several * width);
    let place = 0;
    for (let state = WIDTH; state < size * WIDTH; state += WIDTH) {
      if (states[state + CHILD_CLASS] !== SEVERAL) continue;
      for (let named = ELSEWHERE + 1; named < width; named += 1)
        rows[place + named] = this.next(state, named);
      states[state + CHILD] = place;
      place += width;
    }
    return rows;
  }

  #output(literal: number | undefined, shorter: number): number {
    if (literal === undefined) return shorter;
    this.shorter.push(shorter);
    return this.literals.push(literal) - 1;
  }
}

/** The literals as a tree of characters; state 0 is its root. */
class Trie {
  readonly parents: number[] = [0];
  /** The class of the character that leads to each state. */
  readonly named: number[] = [ELSEWHERE];
  /** How many characters lead to each state. */
  readonly depths: number[] = [0];
  /** The literal that ends at a state. */
  readonly ends = new Map<number, number>();
  /** All states, the shallow first. */
  readonly byDepth: readonly number[];
  readonly #edges = new Map<number, number>();

  constructor(literals: readonly string[], classes: Uint16Array) {
    const levels: number[][] = [[0]];
    for (const [number, literal] of literals.entries()) {
      let state = 0;
      for (let index = 0; index < literal.length; index += 1) {
        const named = classes[literal.charCodeAt(index)] as number;
        let next = this.childOf(state, named);
        if (next === undefined) {
          next = this.parents.push(state) - 1;
          this.named.push(named);
          this.#edges.set(edgeOf(state, named), next);
          this.depths.push(index + 1);
          (levels[index + 1] ??= []).push(next);
        }
        state = next;
      }
      this.ends.set(state, number);
    }
    this.byDepth = levels.flat();
  }

  get size(): number {
    return this.parents.length;
  }

  childOf(state: number, named: number): number | undefined {
    return this.#edges.get(edgeOf(state, named));
  }
}

/** One number for a state and a class: classes are below 2 ** 16, and states far below 2 ** 37. */
function edgeOf(state: number, named: number): number {
  return state * 0x1_00_00 + named;
}

/** A number for each character that stands in a literal, from 1, as a table up to the highest of them. */
function classesOf(literals: readonly string[]): {
  readonly classes: Uint16Array;
  readonly count: number;
} {
  const codes = new Set<number>();
  for (const literal of literals)
    for (let index = 0; index < literal.length; index += 1) codes.add(literal.charCodeAt(index));
  const classes = new Uint16Array(Math.max(127, ...codes) + 1);
  let count = ELSEWHERE + 1;
  for (const code of codes) {
    classes[code] = count;
    count += 1;
  }
  for (let code = 65; code <= 90; code += 1) classes[code] = classes[code + 32] as number;
  return { classes, count };
}
