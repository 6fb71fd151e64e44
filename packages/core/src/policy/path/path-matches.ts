import type { CompileCondition } from "../conditions/condition.ts";
import { isList, readTexts } from "../document/source-values.ts";
import { GlobArea } from "./glob-area.ts";
import { PathCondition } from "./path-condition.ts";
import { parsePathGlob, type PathGlob } from "./path-glob.ts";
import { isRemote } from "./paths-modifier.ts";

/** `path_matches`: a path matches one of these patterns, in whatever spelling; in an allow rule, every path surely does. */
export const compilePathMatches: CompileCondition = (node, side, problem, rule) => {
  const texts = readTexts(node, problem);
  if (texts === undefined) return undefined;
  const globs: PathGlob[] = [];
  for (const [index, text] of texts.entries()) {
    const at = isList(node) ? (node.items[index] ?? node) : node;
    const glob = parsePathGlob(text);
    if (typeof glob === "string") problem(at, glob);
    else if (side === "permit" && glob.start === "~/")
      problem(at, `"~" is a different place for everybody; an allow rule needs the whole path`);
    else globs.push(glob);
  }
  return new PathCondition("path_matches", new GlobArea(globs), side, isRemote(rule), texts);
};
