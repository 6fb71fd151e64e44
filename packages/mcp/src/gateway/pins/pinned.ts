import { canonicalJson, type JsonObject } from "@capfence/core";
import type { ListedTool } from "./tool-page.ts";

/** What was reviewed of one server. */
export interface PinnedUpstream {
  readonly tools: ReadonlyMap<string, ListedTool>;
  /** What the server said of itself, for whoever reads the file; nothing is held to it. */
  readonly server?: JsonObject;
}

/** What was reviewed, by the name of the upstream. */
export type Pinned = ReadonlyMap<string, PinnedUpstream>;

/** How whoever operates the gateway has tools reviewed. */
export const REVIEW =
  'run "capfence mcp pin --review" with the --config, or the --policy and the command, of the gateway';

/** How a digest begins in the file. */
export const ALGORITHM = "sha256:";

/** What acts on a screen or hides on it, but line breaks, which a JSON text has only between its values. */
const UNSEEN = /(?!\n)(?:[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs})/gu;

/** The text of the file: the same for the same tools, with keys in order and nothing in it that cannot be seen. */
export function pinnedText(pinned: Pinned): string {
  const upstreams = Object.fromEntries(
    Array.from(pinned, ([name, { tools, server }]) => [
      name,
      { tools: Object.fromEntries(Array.from(tools, toolEntry)), ...(server && { server }) },
    ]),
  );
  const ordered: unknown = JSON.parse(canonicalJson({ upstreams, version: 1 }));
  return `${JSON.stringify(ordered, undefined, 2)}\n`.replace(UNSEEN, spellOut);
}

function toolEntry([name, { definition, digest }]: readonly [string, ListedTool]): [
  string,
  JsonObject,
] {
  return [name, { definition, digest: `${ALGORITHM}${digest}` }];
}

function spellOut(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => String.raw`\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}
