import { isGlob, matchesGlob, matchesParts } from "../glob.ts";
import { isInside } from "./lexical.ts";
import { caseFolded } from "./look-alikes.ts";
import type { PathForm } from "./path-form.ts";

/** Where a pattern starts: at the root, where the process runs, in any home directory, or anywhere. */
type Start = "/" | "./" | "~/" | "**/";

const STARTS: readonly Start[] = ["/", "./", "~/", "**/"];
/** A pattern for anybody's home directory, as hosts lay them out, and as it is spelled. */
const HOMES: readonly (readonly string[])[] = [
  ["~"],
  ["root"],
  ["home", "*"],
  ["users", "*"],
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

  /** Whether a path matches; `base` is where a pattern that starts with `./` does. */
  matches(path: PathForm, base: PathForm): boolean {
    return this.#matches(this.segments, path, base);
  }

  /** Whether a path matches where case does not count. */
  matchesAnyCase(path: PathForm, base: PathForm): boolean {
    if (this.#matches(this.#folded, path.folded, base.folded)) return true;
    // Folding may make one character of two, or two of one, and "?" counts them.
    return path.folded.path.length !== path.path.length && this.matches(path, base);
  }

  /** The same pattern anywhere. */
  get elsewhere(): PathGlob {
    return new PathGlob("**/", ["**", ...this.segments]);
  }

  #matches(pattern: readonly string[], path: PathForm, base: PathForm): boolean {
    const { segments } = path;
    if (this.start === "./")
      return (
        isInside(path.path, base.path) &&
        matchesSegments(pattern, segments.slice(base.segments.length))
      );
    if (this.start === "/" && !path.path.startsWith("/")) return false;
    if (this.start !== "~/") return matchesSegments(pattern, segments);
    return HOMES.some(
      (home) =>
        matchesSegments(home, segments.slice(0, home.length)) &&
        matchesSegments(pattern, segments.slice(home.length)),
    );
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

function matchesSegments(pattern: readonly string[], segments: readonly string[]): boolean {
  // Most patterns end in a name, which settles most paths at once.
  const name = pattern.at(-1);
  const last = segments.at(-1);
  if (name !== undefined && name !== "**" && (last === undefined || !matchesSegment(name, last)))
    return false;
  return matchesParts(pattern, segments, "**", matchesSegment);
}

function matchesSegment(pattern: string, segment: string): boolean {
  return pattern === segment || (isGlob(pattern) && matchesGlob(pattern, segment));
}
