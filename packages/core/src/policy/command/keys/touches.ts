import { FALSE, TRUE, type Truth, UNCERTAIN } from "../../truth.ts";
import type { Touch } from "../effects.ts";
import { isNoFile } from "../redirections.ts";
import type { Word } from "../run.ts";
import { every, type Judge, type Judged, some } from "./judge.ts";
import { type PathPattern, isWithin, mayMatch } from "./path-pattern.ts";

/** More files than any person names are not compared one by one. */
const MAXIMUM_PATHS = 256;

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
    const paths = pathsOf(judged, way);
    const opaque = findings.opaque ?? (paths.length > MAXIMUM_PATHS ? "too many" : undefined);
    const truths = paths.slice(0, MAXIMUM_PATHS).map((path): Truth => {
      if (path === undefined) return UNCERTAIN;
      return restricts
        ? some(patterns.map((pattern) => mayMatch(pattern, path, start)))
        : some(patterns.map((pattern) => isWithin(pattern, path, start)));
    });
    // A path that is not known is one of what the commands speak of, if that is one of these files.
    if (restricts && way === "reads" && paths.includes(undefined))
      for (const word of wordsOf(judged))
        if (patterns.some((pattern) => mayMatch(pattern, word, start) === TRUE)) return TRUE;
    const others = othersOf(judged, way);
    if (restricts)
      return some([...truths, ...others.map((one) => (one === FALSE ? FALSE : UNCERTAIN))], opaque);
    return every([...truths, ...others.map((one) => (one === FALSE ? TRUE : UNCERTAIN))], opaque);
  };
}

function wordsOf({ findings, runs }: Judged): ReadonlySet<string> {
  const said = new Set(findings.mentions);
  for (const { words } of runs)
    for (const word of words.slice(1))
      if (word !== undefined && said.size < MAXIMUM_PATHS)
        for (const part of word.split(/\s+/, 16)) said.add(part);
  return said;
}

function pathsOf({ findings, runs }: Judged, way: Way): readonly Word[] {
  const paths = [...findings[way], ...runs.flatMap(({ effects }) => effects[way].paths)];
  return paths.filter((path) => path === undefined || !isNoFile(path));
}

function othersOf({ runs }: Judged, way: Way): readonly Truth[] {
  return runs.map(({ effects }) => (effects[way] satisfies Touch).others);
}
