import { foldedName } from "@capfence/mcp/gateway";
import type { ExaminedTool } from "../../meaning/examined-tool.ts";
import { areOneLetterApart, lookAlikeKey, neighbourKeys } from "./name-keys.ts";

/** How far a name is from another. */
export type Likeness = "same" | "look-alike" | "one letter apart";

/** Another tool with a like name. */
export interface NamedAlike {
  readonly tool: ExaminedTool;
  readonly likeness: Likeness;
}

/** So many of one name are compared; one is enough for a finding. */
const MOST = 50;

interface NameIndex {
  readonly folded: ReadonlyMap<string, readonly ExaminedTool[]>;
  readonly alike: ReadonlyMap<string, readonly ExaminedTool[]>;
  readonly neighbours: ReadonlyMap<string, readonly ExaminedTool[]>;
}

/** By the list that they are made of, as every tool of a list is looked up in all of it. */
const INDEXES = new WeakMap<readonly ExaminedTool[], NameIndex>();

/** The tools of other servers with a like name, each by its nearest likeness. */
export function namedAlike(
  tool: ExaminedTool,
  others: readonly ExaminedTool[],
): readonly NamedAlike[] {
  const index = indexOf(others);
  const { name, server } = tool;
  const found = new Map<ExaminedTool, Likeness>();
  const add = (candidates: readonly ExaminedTool[] | undefined, likeness: Likeness): void => {
    for (const one of candidates ?? [])
      // One server has each name once, so that what has it again is of another server of that name.
      if (one !== tool && (one.server !== server || one.name === name) && !found.has(one))
        found.set(one, likeness);
  };
  add(index.folded.get(foldedName(name)), "same");
  add(index.alike.get(lookAlikeKey(name)), "look-alike");
  for (const key of neighbourKeys(name))
    add(
      index.neighbours.get(key)?.filter((one) => areOneLetterApart(name, one.name)),
      "one letter apart",
    );
  return Array.from(found, ([other, likeness]) => ({ tool: other, likeness }));
}

function indexOf(tools: readonly ExaminedTool[]): NameIndex {
  const known = INDEXES.get(tools);
  if (known !== undefined) return known;
  const made: NameIndex = {
    folded: grouped(tools, ({ name }) => [foldedName(name)]),
    alike: grouped(tools, ({ name }) => [lookAlikeKey(name)]),
    neighbours: grouped(tools, ({ name }) => neighbourKeys(name)),
  };
  INDEXES.set(tools, made);
  return made;
}

function grouped(
  tools: readonly ExaminedTool[],
  keysOf: (tool: ExaminedTool) => Iterable<string>,
): ReadonlyMap<string, readonly ExaminedTool[]> {
  const groups = new Map<string, ExaminedTool[]>();
  for (const tool of tools)
    for (const key of keysOf(tool)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [tool]);
      // Of each server some are enough, or a server could fill a group and hide behind it.
      else if (group.filter(({ server }) => server === tool.server).length < MOST) group.push(tool);
    }
  return groups;
}
