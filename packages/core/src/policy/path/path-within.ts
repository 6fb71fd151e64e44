import type { CompileCondition } from "../conditions/condition.ts";
import type { SourceNode } from "../document/source.ts";
import { readTexts } from "../document/source-values.ts";
import { DirectoryArea } from "./directory-area.ts";
import { disguiseOf } from "./disguise.ts";
import { normalForm } from "./lexical.ts";
import { PathCondition } from "./path-condition.ts";
import { isRemote } from "./paths-modifier.ts";

/** `path_within` and `path_prefix`: every path is in one of these directories, by its letters and through links. */
export function compilePathWithin(key: string): CompileCondition {
  return (node, side, problem, rule) => {
    const directories = readTexts(node, problem);
    if (directories === undefined) return undefined;
    const wrong = directories
      .map((directory) => mistakeIn(directory, isRemote(rule)))
      .find((mistake) => mistake !== undefined);
    if (wrong !== undefined) return problem(placeOf(node, directories, wrong), wrong);
    return new PathCondition(
      key,
      new DirectoryArea(directories),
      side,
      isRemote(rule),
      directories,
    );
  };
}

function placeOf(node: SourceNode, directories: readonly string[], wrong: string): SourceNode {
  const index = directories.findIndex((directory) => wrong.startsWith(JSON.stringify(directory)));
  return node.items[index] ?? node;
}

function mistakeIn(directory: string, remote: boolean): string | undefined {
  const name = JSON.stringify(directory);
  if (/[*?]/.test(directory)) return `${name} has a wildcard; use path_matches for patterns`;
  const disguise = disguiseOf(directory);
  if (disguise !== undefined)
    return `${name} ${disguise}; write the directory plainly, such as "/srv/data" or "./workspace"`;
  if (remote && normalForm(directory).startsWith(".."))
    return `${name} climbs above where remote paths start; write an absolute directory`;
  return undefined;
}
