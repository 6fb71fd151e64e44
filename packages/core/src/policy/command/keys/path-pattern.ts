import { FALSE, TRUE, type Truth, UNCERTAIN } from "../../truth.ts";
import { MAXIMUM_SEGMENTS, overlaps } from "./glob-overlap.ts";

/** Files as a policy names them: a path, a folder with all below it, or a glob where `*` stays in one segment and `**` does not. */
export interface PathPattern {
  readonly text: string;
  /** The spellings that mean the same files. */
  readonly spellings: readonly (readonly string[])[];
}

/** Where relative paths start. */
export interface Start {
  readonly folder: string | undefined;
  readonly moved: boolean;
}

const LONGEST_PATH = 1024;
const GLOB = /[*?[{\\]/;

/** Reads a path, folder or glob of a policy. */
export function pathPattern(text: string): PathPattern {
  const { segments } = normalized(text);
  const spellings = [segments];
  // Where homes are: a path may spell its home out.
  if (segments[0] === "~")
    for (const home of [
      ["", "root"],
      ["", "home", "*"],
      ["", "Users", "*"],
    ])
      spellings.push([...home, ...segments.slice(1)]);
  return { text, spellings };
}

/** Restricting: whether a touched path may be one of these files. */
export function mayMatch(pattern: PathPattern, path: string, start: Start): Truth {
  if (path.length > LONGEST_PATH) return UNCERTAIN;
  const { climbs, segments } = placed(path, start);
  let truth: Truth = climbs ? UNCERTAIN : FALSE;
  for (const spelling of pattern.spellings) {
    const one = matchOne(spelling, segments, start);
    if (one > truth) truth = one;
  }
  return truth;
}

function matchOne(pattern: readonly string[], path: readonly string[], start: Start): Truth {
  const absolute = isAbsolute(path);
  // A relative pattern means such a path in any folder.
  const expected = isAbsolute(pattern) || !absolute ? pattern : ["", "**", ...pattern];
  if (isAbsolute(pattern) && !absolute) {
    if (path[0]?.startsWith("~") === true) return UNCERTAIN;
    // It may be the end of such a path; a whole folder is not meant to hold the folder commands start in.
    const last = pattern.at(-1) ?? "";
    const ends = last !== "**" && overlaps(["", "**", last], ["", "**", path.at(-1) ?? ""]);
    return ends || start.moved ? UNCERTAIN : FALSE;
  }
  if (overlaps([...expected, "**"], path)) return TRUE;
  // A folder above it: what is touched below is not known.
  return overlaps(expected, [...path, "**"]) ? UNCERTAIN : FALSE;
}

/** Permitting: whether a touched path surely is one of these files. */
export function isWithin(pattern: PathPattern, path: string, start: Start): Truth {
  if (path.length > LONGEST_PATH || /(?:^|\/)\.[^/]*[*?[]/.test(path)) return UNCERTAIN;
  const { climbs, segments } = placed(path, start);
  if (climbs || segments.length >= MAXIMUM_SEGMENTS) return UNCERTAIN;
  const [expected = []] = pattern.spellings;
  if (isAbsolute(expected) !== isAbsolute(segments) || (start.moved && !isAbsolute(segments)))
    return UNCERTAIN;
  // A glob in the command stands for names that are not known; below a whole folder any will do.
  const plain = segments.map((segment) => (GLOB.test(segment) ? "\0" : segment));
  // Which characters a bracket stands for is not compared.
  if (overlaps([...expected, "**"], plain))
    return expected.some((segment) => segment.includes("[")) ? UNCERTAIN : TRUE;
  return segments.some((segment) => GLOB.test(segment)) || segments[0]?.startsWith("~") === true
    ? UNCERTAIN
    : FALSE;
}

const isAbsolute = (segments: readonly string[]): boolean =>
  segments[0] === "" || segments[0] === "~";

function placed(path: string, { folder, moved }: Start): Normalized {
  const relative = !/^[/~]/.test(path);
  return normalized(relative && folder !== undefined && !moved ? `${folder}/${path}` : path);
}

interface Normalized {
  readonly segments: readonly string[];
  /** Whether it goes up somewhere, which a symbolic link can lead anywhere. */
  readonly climbs: boolean;
}

function normalized(path: string): Normalized {
  const [first = "", ...rest] = path.split("/");
  const segments = first === "." ? [] : [first];
  let climbs = first === "..";
  for (const segment of rest)
    if (segment === "..") {
      climbs = true;
      if (segments.length > 1) segments.pop();
    } else if (segment !== "" && segment !== ".") segments.push(segment);
  return { segments, climbs };
}
