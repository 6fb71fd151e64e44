import type { ActionEventInput } from "../../action/event.ts";
import type { CapabilityPattern } from "../capability-pattern.ts";

/** One way to ask for something: its segments are put into slots, which the capability and its alias read in their own order. */
export interface Spelling {
  readonly slots: number;
  /** The slots of the capability's segments. */
  readonly capability: readonly number[];
  /** The slots of the alias's segments, which only deny and approval rules look at. */
  readonly alias: readonly number[] | undefined;
  /** What such an event says, of a segment for each slot. */
  readonly ask: (segments: readonly string[]) => Asked;
}

/** The part of an event that says what is asked for. */
export type Asked = Pick<ActionEventInput, "resource" | "action" | "capability" | "environment">;

/** A value for each slot; undefined stands for any. */
export type Constraint = readonly (string | undefined)[];

/** Every spelling whose segments patterns of at most `longest` segments can tell apart. */
export function spellings(longest: number): readonly Spelling[] {
  const lengths = numbers(1, Math.max(3, longest));
  const dotted = numbers(2, Math.max(2, longest - 1));
  return [
    ...lengths.map(outright),
    ...dotted.flatMap((length) => [ofResource(length, false), ofResource(length, true)]),
  ];
}

/** A capability given outright. */
function outright(length: number): Spelling {
  return {
    slots: length,
    capability: numbers(0, length - 1),
    alias: undefined,
    ask: (segments) => ({ capability: segments.join(".") }),
  };
}

/** A resource of so many segments with an action and perhaps an environment. */
function ofResource(length: number, inEnvironment: boolean): Spelling {
  const resource = numbers(0, length - 1);
  const action = length;
  return {
    slots: length + (inEnvironment ? 2 : 1),
    capability: [0, action, ...resource.slice(1)],
    alias: [...resource, action, ...(inEnvironment ? [length + 1] : [])],
    ask: (segments) => {
      const [verb = "", environment] = segments.slice(length);
      const asked = { resource: segments.slice(0, length).join("."), action: verb };
      return environment === undefined ? asked : { ...asked, environment };
    },
  };
}

/** What a pattern demands of the slots, as far as it and the segments go. */
export function constraintOf(
  pattern: CapabilityPattern,
  segments: readonly number[],
  { slots }: Spelling,
): Constraint {
  const constraint: (string | undefined)[] = Array.from({ length: slots }, () => undefined);
  for (const [index, slot] of segments.entries()) {
    const segment = pattern[index];
    if (segment !== undefined && segment !== "*") constraint[slot] = segment;
  }
  return constraint;
}

/** What satisfies both constraints; undefined where nothing does. */
export function meet(one: Constraint, other: Constraint): Constraint | undefined {
  const both: (string | undefined)[] = [];
  for (const [slot, mine] of one.entries()) {
    const theirs = other[slot];
    if (mine !== undefined && theirs !== undefined && mine !== theirs) return undefined;
    both.push(mine ?? theirs);
  }
  return both;
}

const numbers = (first: number, last: number): readonly number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
