import { ANY_TEXT } from "../fields.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../../truth.ts";
import { MAXIMUM_SEGMENTS, overlaps, segmentsOverlap } from "./glob-overlap.ts";

/** Files as a policy names them: a path, a folder with all below it, or a glob where `*` stays in one segment and `**` does not. */
export interface PathPattern {
  readonly text: string;
  /** The spellings that mean the same files. */
  readonly spellings: readonly (readonly string[])[];
  /** The same in lower case, as some file systems do not tell cases apart. */
  readonly folded: readonly (readonly string[])[];
}

/** Where relative paths start. */
export interface Start {
  readonly folder: string | undefined;
  readonly moved: boolean;
}

const LONGEST_PATH = 1024;
const GLOB = /[*?[{\\]/;
/** A home of somebody, or a folder of before: `~name`, `~-`. */
const SOMEBODYS = /^~[^/]/;

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
  const folded = spellings.map((spelling) =>
    atHome(spelling.map((segment) => segment.toLowerCase())),
  );
  return { text, spellings, folded };
}

/** A touched path made ready to compare with many patterns. */
export interface TouchedPath {
  readonly tooLong: boolean;
  /** In lower case: the path, and what stands behind the first and the last colon in it. */
  readonly readings: readonly (Normalized & { readonly somebodys: boolean })[];
}

/** Reads a touched path, and what stands behind colons in it: `HEAD:.env`, `:0:.env`. */
export function touchedPath(path: string, start: Start): TouchedPath {
  if (path.length > LONGEST_PATH) return { tooLong: true, readings: [] };
  const lower = { ...start, folder: start.folder?.toLowerCase() };
  const text = path.toLowerCase();
  // Git has words before a path too: `:(glob)**/.env`, `:!x`.
  const behind = [...new Set([text.indexOf(":"), text.lastIndexOf(":")])]
    .filter((colon) => colon !== -1)
    .map((colon) => text.slice(colon + 1).replace(/^\([^)]*\)|^[!^]/, ""));
  const readings = [text, ...behind].map((one) => {
    const { climbs, segments } = placed(one, lower);
    // Homes of system users may be anywhere, even the root of all files.
    const somebodys = SOMEBODYS.test(one);
    return { climbs, somebodys, segments: atHome(segments) };
  });
  return { tooLong: false, readings };
}

/** Restricting: whether a touched path may be one of these files. */
export function mayMatch(pattern: PathPattern, path: TouchedPath, start: Start): Truth {
  // Padding must not hide what it names.
  if (path.tooLong) return TRUE;
  let truth: Truth = FALSE;
  for (const { climbs, somebodys, segments } of path.readings) {
    if ((climbs || somebodys) && truth === FALSE) truth = UNCERTAIN;
    for (const spelling of pattern.folded) {
      const one = matchOne(spelling, segments, start);
      if (one === TRUE) return TRUE;
      if (one > truth) truth = one;
    }
  }
  return truth;
}

/** Restricting: whether all that is below a folder surely holds such files: a place of its own that the pattern names, not any name. */
export function holds(pattern: PathPattern, { tooLong, readings: [first] }: TouchedPath): boolean {
  if (tooLong) return true;
  if (first === undefined || !isAbsolute(first.segments)) return false;
  const below = [...first.segments, "**"];
  return pattern.folded.some(
    (spelling) =>
      isAbsolute(spelling) && spelling[1] !== "**" && overlaps([...spelling, "**"], below),
  );
}

/** `~name` is a home as well. */
function atHome(segments: readonly string[]): readonly string[] {
  return segments[0]?.startsWith("~") === true ? ["~", ...segments.slice(1)] : segments;
}

function matchOne(pattern: readonly string[], path: readonly string[], start: Start): Truth {
  // Most patterns are a name anywhere, and any folder may hold one.
  const [anywhere, name, ...more] = pattern;
  if (anywhere === "**" && name !== undefined && name !== "**" && more.length === 0)
    return path.some((segment) => segment === "**" || segmentsOverlap(name, segment))
      ? TRUE
      : UNCERTAIN;
  const absolute = isAbsolute(path);
  // A relative pattern means such a path in any folder.
  const expected = isAbsolute(pattern) || !absolute ? pattern : [path[0] ?? "", "**", ...pattern];
  if (isAbsolute(pattern) && !absolute) {
    // It may be the end of such a path, or of one below it; a whole folder is not meant to hold the folder commands
    // start in.
    const last = pattern.at(-1) ?? "";
    const mayEnd =
      last !== "**" && path.some((segment) => segment === "**" || segmentsOverlap(last, segment));
    return mayEnd || start.moved ? UNCERTAIN : FALSE;
  }
  if (overlaps([...expected, "**"], path)) return TRUE;
  // A folder above it: what is touched below is not known.
  return overlaps(expected, [...path, "**"]) ? UNCERTAIN : FALSE;
}

/** Permitting: whether a touched path surely is one of these files. */
export function isWithin(pattern: PathPattern, path: string, start: Start): Truth {
  if (path.length > LONGEST_PATH || /(?:^|\/)\.[^/]*[*?[]/.test(path)) return UNCERTAIN;
  // Homes of other users and folders of before (`~-`) may be anywhere.
  if (SOMEBODYS.test(path)) return UNCERTAIN;
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

/** A path taken apart. */
interface Normalized {
  readonly segments: readonly string[];
  /** Whether it goes up somewhere, which a symbolic link can lead anywhere, or text that is not known may. */
  readonly climbs: boolean;
}

function normalized(path: string): Normalized {
  const [first = "", ...rest] = path.split("/");
  const segments = first === "." ? [] : [first];
  let climbs = first === ".." || path.includes(ANY_TEXT);
  for (const segment of rest)
    if (segment === "..") {
      climbs = true;
      if (segments.length > 1) segments.pop();
    } else if (segment !== "" && segment !== ".") segments.push(segment);
  return { segments, climbs };
}
