/** The class of every character that stands in no literal. */
export const ELSEWHERE = 0;

/**
 * Literals as a tree of characters; state 0 is its root.
 *
 * States are numbered as the literals come in their order, so a state's first child is the one right after it.
 */
export class LiteralTrie {
  /** The class of each character up to the highest that stands in a literal; of ASCII letters, in either case. */
  readonly classes: Uint16Array;
  /** How many classes there are. */
  readonly count: number;
  readonly parents: number[] = [0];
  /** The class of the character that leads to each state. */
  readonly named: number[] = [ELSEWHERE];
  /** How many characters lead to each state. */
  readonly depths: number[] = [0];
  /** The literal that ends at a state. */
  readonly ends: Map<number, number> = new Map();

  /** `literals` must be distinct, not empty and in lower case. */
  constructor(literals: readonly string[]) {
    const { classes, count } = classesOf(literals);
    this.classes = classes;
    this.count = count;
    const numbered = literals.map((literal, number) => ({ literal, number }));
    numbered.sort((left, right) => (left.literal < right.literal ? -1 : 1));
    /** The states that the literal before led through. */
    const path = [0];
    let before = "";
    for (const { literal, number } of numbered) {
      path.length = sharedLength(before, literal) + 1;
      for (let index = path.length - 1; index < literal.length; index += 1) {
        this.named.push(classes[literal.charCodeAt(index)] as number);
        this.depths.push(index + 1);
        path.push(this.parents.push(path[index] as number) - 1);
      }
      this.ends.set(path[literal.length] as number, number);
      before = literal;
    }
  }

  get size(): number {
    return this.parents.length;
  }

  /** All states but the root, the shallow first. */
  byDepth(): readonly number[] {
    const levels: number[][] = [];
    for (let state = 1; state < this.size; state += 1)
      (levels[(this.depths[state] as number) - 1] ??= []).push(state);
    return levels.flat();
  }
}

function sharedLength(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left.charCodeAt(length) === right.charCodeAt(length)) length += 1;
  return length;
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
