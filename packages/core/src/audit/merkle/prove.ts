import { isCount } from "./count.ts";
import { Frontier } from "./frontier.ts";
import { type Hash } from "./hash.ts";

/** Leaves from `start` up to but not including `end`, whose tree's root is part of a proof. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** The leaf hashes of a log from index 0, in order. */
export type Leaves = Iterable<Hash> | AsyncIterable<Hash>;

/**
 * The audit path of the leaf at `index` in the tree of the first `size` leaves (RFC 6962, 2.1.1), in one pass over
 * them. Throws `RangeError` where there is no such leaf, or `leaves` ends early.
 */
export async function proveInclusion(
  index: number,
  size: number,
  leaves: Leaves,
): Promise<readonly Hash[]> {
  if (!isCount(index) || !isCount(size) || index >= size)
    throw new RangeError(`a tree of ${size} leaves has no leaf ${index}`);
  return rootsOf(pathRanges(index, 0, size), leaves);
}

/**
 * The proof that the tree of the first `size` leaves begins with that of the first `first` (RFC 6962, 2.1.2), in one
 * pass over them. Throws `RangeError` where it does not, or `leaves` ends early.
 */
export async function proveConsistency(
  first: number,
  size: number,
  leaves: Leaves,
): Promise<readonly Hash[]> {
  if (!isCount(first) || !isCount(size) || first > size)
    throw new RangeError(`a tree of ${size} leaves does not begin with one of ${first}`);
  // Every tree begins with the empty one, and with itself; there is nothing to prove.
  return first === 0 ? [] : rootsOf(consistencyRanges(first, 0, size, true), leaves);
}

function pathRanges(index: number, start: number, end: number): readonly Range[] {
  if (end - start === 1) return [];
  const middle = start + splitOf(end - start);
  return index < middle
    ? [...pathRanges(index, start, middle), { start: middle, end }]
    : [...pathRanges(index, middle, end), { start, end: middle }];
}

/** `known` says that whoever checks the proof knows the root of the leaves from `start` up to `first`. */
function consistencyRanges(
  first: number,
  start: number,
  end: number,
  known: boolean,
): readonly Range[] {
  if (first === end) return known ? [] : [{ start, end }];
  const middle = start + splitOf(end - start);
  return first <= middle
    ? [...consistencyRanges(first, start, middle, known), { start: middle, end }]
    : [...consistencyRanges(first, middle, end, false), { start, end: middle }];
}

/** The largest power of two below `size`. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** The root over each range; the ranges do not overlap. */
async function rootsOf(ranges: readonly Range[], leaves: Leaves): Promise<readonly Hash[]> {
  const trees = ranges.map((range) => ({ ...range, frontier: new Frontier() }));
  const inOrder = trees.toSorted((left, right) => left.start - right.start);
  const end = inOrder.at(-1)?.end ?? 0;
  let index = 0;
  let current = 0;
  if (end > 0)
    for await (const leaf of leaves) {
      while (index >= (inOrder[current]?.end ?? Infinity)) current += 1;
      if (index >= (inOrder[current]?.start ?? Infinity)) inOrder[current]?.frontier.append(leaf);
      index += 1;
      if (index === end) break;
    }
  if (index < end) throw new RangeError(`the log ends after ${index} of ${end} leaves`);
  return trees.map(({ frontier }) => frontier.root());
}
