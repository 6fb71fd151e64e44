import { matchesGlob } from "../glob.ts";
import { isInside, segmentsOf } from "./lexical.ts";
import { caseFolded } from "./look-alikes.ts";

/** Where a pattern starts: at the root, where the process runs, in any home directory, or anywhere. */
type Start = "/" | "./" | "~/" | "**/";

const STARTS: readonly Start[] = ["/", "./", "~/", "**/"];
/** A pattern for anybody's home directory, as hosts lay them out, and as it is spelled. */
const HOMES: readonly (readonly string[])[] = [
  ["~"],
  ["root"],
  ["home", "*"],
  ["Users", "*"],
  ["var", "root"],
];
const LONGEST_PATTERN = 512;

/** A pattern of paths: `*` and `?` within a segment, `**` for any number of segments. */
export class PathGlob {
  readonly start: Start;
  /** Without its start, but with the `**` that it starts with. */
  readonly segments: readonly string[];
  readonly #folded: readonly string[];

  constructor(start: Start, segments: readonly string[]) {
    this.start = start;
    this.segments = segments;
    this.#folded = segments.map(caseFolded);
  }

  /** Whether a path in normal form matches; `base` is where a pattern that starts with `./` does. */
  matches(path: string, base: string | undefined, anyCase: boolean): boolean {
    if (this.#matches(this.segments, path, base ?? ".")) return true;
    return anyCase && this.#matches(this.#folded, caseFolded(path), caseFolded(base ?? "."));
  }

  #matches(pattern: readonly string[], path: string, base: string): boolean {
    if (this.start === "./")
      return (
        isInside(path, base) &&
        matchesSegments(pattern, segmentsOf(path).slice(segmentsOf(base).length))
      );
    if (this.start === "/" && !path.startsWith("/")) return false;
    const segments = segmentsOf(path);
    if (this.start !== "~/") return matchesSegments(pattern, segments);
    return HOMES.some((home) => {
      const [own, rest] = [segments.slice(0, home.length), segments.slice(home.length)];
      return matchesSegments(home, own) && matchesSegments(pattern, rest);
    });
  }
}

/** A pattern, or what is wrong with it and how to mend it. */
export function parsePathGlob(text: string): PathGlob | string {
  const start = STARTS.find((one) => text.startsWith(one));
  if (start === undefined)
    return `"${text}" must start with "/", "./", "~/" or "**/"; write "**/${text}" for any place`;
  if (text.length > LONGEST_PATTERN)
    return `the pattern has ${text.length} characters; at most ${LONGEST_PATTERN} are possible`;
  if (/[{}[\]\\]|\p{Cc}/u.test(text))
    return `"${text}" has a character that is no part of patterns; "*", "?" and "**" are, and a list takes several`;
  const rest = start === "**/" ? text : text.slice(start.length);
  const segments = rest.replace(/\/$/, "").split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === ".."))
    return `"${text}" has an empty segment or a dot segment; write it without`;
  if (segments.some((segment) => segment.includes("**") && segment !== "**"))
    return `"${text}" has "**" inside a segment; it stands for whole segments alone`;
  return new PathGlob(start, segments);
}

/** Greedy with one place to return to: for `**`, an earlier one never matches where the last one cannot. */
function matchesSegments(pattern: readonly string[], segments: readonly string[]): boolean {
  let place = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < segments.length;) {
    const expected = pattern[place];
    if (expected === "**") {
      star = place;
      resume = index;
      place += 1;
    } else if (expected !== undefined && matchesGlob(expected, segments[index] ?? "")) {
      place += 1;
      index += 1;
    } else if (star >= 0) {
      place = star + 1;
      resume += 1;
      index = resume;
    } else return false;
  }
  while (pattern[place] === "**") place += 1;
  return place === pattern.length;
}
