import { FALSE, TRUE, type Truth, UNCERTAIN } from "../../truth.ts";
import type { Touch } from "../effects.ts";
import { isNoFile } from "../redirections.ts";
import type { Word } from "../run.ts";
import { every, type Judge, type Judged, some } from "./judge.ts";
import { holds, type PathPattern, isWithin, mayMatch, touchedPath } from "./path-pattern.ts";

/** More files than any person names are not compared one by one. */
const MAXIMUM_PATHS = 128;
/** Patterns take longer to compare than names, the more so where they name folders. */
const LONGEST_GLOBS = 2 * 1024;
const MAXIMUM_FOLDER_GLOBS = 16;
const GLOB = /[*?[]/;
const LONGEST_WORDS = 16 * 1024;

/** Which way files are touched. */
export type Way = "reads" | "writes";

/** Whether commands read or write any file. */
export function touchesAny(way: Way): Judge {
  return (judged) => {
    const truths = pathsOf(judged, way).map((path): Truth =>
      path === undefined ? UNCERTAIN : TRUE,
    );
    return some([...truths, ...othersOf(judged, way)], judged.findings.opaque);
  };
}

/** Restricting: some file that is touched matches. Permitting: every file that is touched surely does. */
export function touches(way: Way, patterns: readonly PathPattern[], restricts: boolean): Judge {
  return (judged) => {
    const { findings, folder } = judged;
    const start = { folder: findings.moved ? undefined : folder, moved: findings.moved };
    const named = pathsOf(judged, way);
    const paths = restricts ? [...named, ...elsewhere(named, findings.places)] : named;
    // More than any person names is not compared; one of these files may hide among them.
    if (areTooMany(paths)) return restricts ? TRUE : UNCERTAIN;
    const { opaque } = findings;
    const truths = paths.map((path): Truth => {
      if (path === undefined) return UNCERTAIN;
      if (!restricts) return some(patterns.map((pattern) => isWithin(pattern, path, start)));
      const touched = touchedPath(path, start);
      return some(patterns.map((pattern) => mayMatch(pattern, touched, start)));
    });
    // A path that is not known is one of what the commands speak of, if that is one of these files.
    if (restricts && way === "reads" && paths.includes(undefined)) {
      const words = wordsOf(judged);
      // More than any person writes is not compared; then it speaks of anything.
      if (areTooMany([...words])) return TRUE;
      for (const word of words) {
        const said = touchedPath(word, start);
        if (patterns.some((one) => mayMatch(one, said, start) === TRUE || holds(one, said)))
          return TRUE;
      }
    }
    if (restricts)
      for (const whole of wholeFolders(judged, way)) {
        const touched = whole === undefined ? undefined : touchedPath(whole, start);
        if (touched !== undefined && patterns.some((pattern) => holds(pattern, touched)))
          return TRUE;
      }
    const others = othersOf(judged, way);
    if (restricts)
      return some([...truths, ...others.map((one) => (one === FALSE ? FALSE : UNCERTAIN))], opaque);
    return every([...truths, ...others.map((one) => (one === FALSE ? TRUE : UNCERTAIN))], opaque);
  };
}

/** Whether these are more than any person names. */
function areTooMany(paths: readonly Word[]): boolean {
  const globs = paths.filter((path) => path !== undefined && GLOB.test(path));
  return (
    paths.length > MAXIMUM_PATHS ||
    lengthOf(paths) > LONGEST_WORDS ||
    lengthOf(globs) > LONGEST_GLOBS ||
    globs.filter(isFolderGlob).length > MAXIMUM_FOLDER_GLOBS
  );
}

const lengthOf = (paths: readonly Word[]): number =>
  paths.reduce((sum, path) => sum + (path?.length ?? 0), 0);

/** Whether a pattern starts at a root or a home, or goes on behind its first wildcard. */
function isFolderGlob(path: Word): boolean {
  return path !== undefined && (/^[/~]/.test(path) || path.includes("/", path.search(GLOB)));
}

/** What commands speak of; a pattern without a folder says too little. */
function wordsOf({ findings, runs }: Judged): ReadonlySet<string> {
  const said = new Set(findings.mentions);
  for (const { words } of runs)
    for (const word of words.slice(1))
      if (word !== undefined && said.size <= MAXIMUM_PATHS)
        for (const part of word.split(/\s+/, 16)) said.add(part);
  for (const word of said) if (/^[^/~].*[*?[]|^[*?[]/.test(word)) said.delete(word);
  return said;
}

function pathsOf({ findings, runs }: Judged, way: Way): readonly Word[] {
  const paths = [...findings[way], ...runs.flatMap(({ effects }) => effects[way].paths)];
  return paths.filter((path) => path === undefined || !isNoFile(path));
}

function wholeFolders({ findings, runs }: Judged, way: Way): readonly Word[] {
  const folders = runs.flatMap(({ effects }) => effects[way].folders);
  return [...folders, ...elsewhere(folders, findings.places)];
}

/** What relative paths are in the folders that commands go to. */
function elsewhere(paths: readonly Word[], places: readonly string[]): readonly string[] {
  const relative = paths.filter((path) => path !== undefined && !/^[/~]/.test(path));
  return places.flatMap((place) => relative.map((path) => `${place}/${path}`));
}

function othersOf({ runs }: Judged, way: Way): readonly Truth[] {
  return runs.map(({ effects }) => (effects[way] satisfies Touch).others);
}
