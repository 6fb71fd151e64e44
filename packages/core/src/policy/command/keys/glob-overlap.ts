import { matchesGlob } from "../../glob.ts";

/** Paths and globs of more segments are not compared. */
export const MAXIMUM_SEGMENTS = 64;
const GLOB = /[*?[]/;

/** Whether some path matches both globs, given as segments; `**` stands for any segments, or none. Too long ones do. */
export function overlaps(one: readonly string[], other: readonly string[]): boolean {
  if (one.length > MAXIMUM_SEGMENTS || other.length > MAXIMUM_SEGMENTS) return true;
  const start = plainStart(one, other);
  if (start === undefined) return false;
  const [first, second] = [one.slice(start), other.slice(start)];
  return meet(
    first.length,
    second.length,
    (index) => first[index] === "**",
    (index) => second[index] === "**",
    (a, b) => segmentsOverlap(first[a] ?? "", second[b] ?? ""),
  );
}

/** How many segments are plain in both and the same; undefined where two of them differ. */
function plainStart(one: readonly string[], other: readonly string[]): number | undefined {
  for (let index = 0; ; index += 1) {
    const [first, second] = [one[index], other[index]];
    if (first === undefined || second === undefined || GLOB.test(first) || GLOB.test(second))
      return index;
    if (first !== second) return undefined;
  }
}

/** Whether some name matches both globs of one segment; a bracket counts as any character. */
export function segmentsOverlap(one: string, other: string): boolean {
  if (one === other) return true;
  const [left, right] = [GLOB.test(one), GLOB.test(other)];
  if (!left && !right) return false;
  if (!left && !one.includes("[") && !other.includes("[")) return matchesGlob(other, one);
  if (!right && !one.includes("[")) return matchesGlob(one, other);
  const [first, second] = [characters(one), characters(other)];
  return meet(
    first.length,
    second.length,
    (index) => first[index] === "*",
    (index) => second[index] === "*",
    (a, b) => first[a] === second[b] || first[a] === "?" || second[b] === "?",
  );
}

function characters(glob: string): readonly string[] {
  return glob.replace(/\[[^\]]*\]/g, "?").split("");
}

/** Whether two sequences with repeating wildcards can be the same, in time proportional to both lengths. */
function meet(
  length: number,
  otherLength: number,
  repeats: (index: number) => boolean,
  otherRepeats: (index: number) => boolean,
  same: (index: number, other: number) => boolean,
): boolean {
  let row: boolean[] = [];
  for (let index = 0; index <= length; index += 1) {
    const next: boolean[] = [];
    for (let other = 0; other <= otherLength; other += 1) {
      const above = index > 0 && row[other] === true;
      const left = other > 0 && next[other - 1] === true;
      const across = index > 0 && other > 0 && row[other - 1] === true;
      const [mine, theirs] = [
        index > 0 && repeats(index - 1),
        other > 0 && otherRepeats(other - 1),
      ];
      next.push(
        (index === 0 && other === 0) ||
          (above && (mine || theirs)) ||
          (left && (theirs || mine)) ||
          (across && (mine || theirs || same(index - 1, other - 1))),
      );
    }
    row = next;
  }
  return row[otherLength] === true;
}
