import type { CapabilityPattern } from "../capability-pattern.ts";
import { type Candidate, candidateFor, type Rule } from "../rule.ts";

interface Node {
  /** Made with the first child: most nodes are the ends of patterns. */
  named: Map<string, Node> | undefined;
  any: Node | undefined;
  readonly rules: number[];
}

/** Finds the rules that bear on a capability without looking at the others. */
export class CapabilityIndex {
  readonly #rules: readonly Rule[];
  readonly #root: Node = emptyNode();

  constructor(rules: readonly Rule[]) {
    this.#rules = rules;
    for (const [place, rule] of rules.entries())
      for (const pattern of rule.patterns) this.#insert(pattern, place);
  }

  /** The candidates for a capability and its alias, in the order of the rules. */
  candidates(capability: string, alias: string | undefined): readonly Candidate[] {
    const request = capability.split(".");
    const other = alias?.split(".");
    const places = new Set<number>();
    gather(this.#root, request, 0, places);
    if (other !== undefined) gather(this.#root, other, 0, places);
    return [...places]
      .toSorted((left, right) => left - right)
      .map((place) => candidateFor(this.#rules[place] as Rule, request, other))
      .filter((candidate) => candidate !== undefined);
  }

  #insert(pattern: CapabilityPattern, place: number): void {
    let node = this.#root;
    for (const segment of pattern) {
      if (segment === "*") node = node.any ??= emptyNode();
      else {
        const named = (node.named ??= new Map());
        const known: Node | undefined = named.get(segment);
        const next = known ?? emptyNode();
        if (known === undefined) named.set(segment, next);
        node = next;
      }
    }
    node.rules.push(place);
  }
}

function gather(node: Node, request: readonly string[], depth: number, places: Set<number>): void {
  for (const place of node.rules) places.add(place);
  const segment = request[depth];
  if (segment === undefined) {
    // The request stops here, so every longer pattern below might be meant.
    for (const child of node.named?.values() ?? []) gather(child, request, depth + 1, places);
    if (node.any !== undefined) gather(node.any, request, depth + 1, places);
    return;
  }
  const named = node.named?.get(segment);
  if (named !== undefined) gather(named, request, depth + 1, places);
  if (node.any !== undefined) gather(node.any, request, depth + 1, places);
}

function emptyNode(): Node {
  return { named: undefined, any: undefined, rules: [] };
}
