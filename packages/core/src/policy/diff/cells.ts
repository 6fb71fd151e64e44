import type { CapabilityPattern } from "../capability-pattern.ts";
import {
  type Asked,
  type Constraint,
  constraintOf,
  meet,
  type Spelling,
  spellings,
} from "./spelling.ts";

/** Requests that every pattern of both policies treats alike, by one of them. */
interface Cell {
  readonly asked: Asked;
}

/** Cells, and whether there were too many to find them all. */
export interface Cells {
  readonly cells: readonly Cell[];
  readonly complete: boolean;
}

/** A pattern of either policy. */
export interface Bearing {
  readonly pattern: CapabilityPattern;
  /** Whether it also looks at the alias. */
  readonly aliased: boolean;
  /** Whether what it stands for differs between the policies. */
  readonly changed: boolean;
}

const MOST_CELLS = 4096;

/**
 * The cells in which the policies can differ: wherever a changed pattern bears on requests, alone or together
 * with others. Patterns cut the requests of one spelling into cells; the meet of those that cover a request,
 * filled up with a segment that no policy names, is covered by the same ones.
 */
export function findCells(bearings: readonly Bearing[]): Cells {
  const unnamed = unnamedSegment(bearings);
  const longest = Math.max(1, ...bearings.map(({ pattern }) => pattern.length));
  const cells = new Map<string, Cell>();
  let complete = true;
  for (const spelling of spellings(longest)) {
    const found = meets(bearings, spelling, MOST_CELLS - cells.size);
    complete &&= found.complete;
    for (const constraint of found.constraints) {
      const asked = spelling.ask(constraint.map((segment) => segment ?? unnamed));
      cells.set(JSON.stringify(asked), { asked });
    }
  }
  return { cells: [...cells.values()], complete };
}

function meets(
  bearings: readonly Bearing[],
  spelling: Spelling,
  most: number,
): { readonly constraints: readonly Constraint[]; readonly complete: boolean } {
  const found = new Map<string, Constraint>();
  for (const { constraint, changed } of constraintsOf(bearings, spelling))
    if (changed) found.set(JSON.stringify(constraint), constraint);
  for (const { constraint } of constraintsOf(bearings, spelling))
    for (const known of found.values()) {
      const both = meet(known, constraint);
      if (both !== undefined) found.set(JSON.stringify(both), both);
      if (found.size > most)
        return { constraints: [...found.values()].slice(0, most), complete: false };
    }
  return { constraints: [...found.values()], complete: true };
}

/** What each pattern demands of a spelling's slots, each demand once. */
function constraintsOf(
  bearings: readonly Bearing[],
  spelling: Spelling,
): readonly { readonly constraint: Constraint; readonly changed: boolean }[] {
  const all = new Map<string, { readonly constraint: Constraint; readonly changed: boolean }>();
  for (const { pattern, aliased, changed } of bearings)
    for (const segments of [spelling.capability, aliased ? spelling.alias : undefined]) {
      if (segments === undefined) continue;
      const constraint = constraintOf(pattern, segments, spelling);
      const key = JSON.stringify(constraint);
      if (changed || !all.has(key)) all.set(key, { constraint, changed });
    }
  return [...all.values()];
}

function unnamedSegment(bearings: readonly Bearing[]): string {
  const named = new Set(bearings.flatMap(({ pattern }) => pattern));
  let name = "other";
  for (let count = 2; named.has(name); count += 1) name = `other${count}`;
  return name;
}
