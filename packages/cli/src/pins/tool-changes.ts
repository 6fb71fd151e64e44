import type { ListedTool, PinnedUpstream, ToolCatalogue } from "@capfence/mcp/gateway";

/** How one tool of a server differs from what was reviewed. */
export type ToolChange =
  | { readonly kind: "new"; readonly name: string; readonly after: ListedTool }
  | { readonly kind: "gone"; readonly name: string; readonly before: ListedTool }
  | {
      readonly kind: "changed";
      readonly name: string;
      readonly before: ListedTool;
      readonly after: ListedTool;
    };

/** How the tools that a server lists differ from what was reviewed of it, in the order in which they are listed. */
export function toolChanges(
  pinned: PinnedUpstream | undefined,
  catalogue: ToolCatalogue,
): readonly ToolChange[] {
  const changes: ToolChange[] = [];
  for (const after of catalogue.tools) {
    const { name, digest } = after;
    const before = pinned?.tools.get(name);
    if (before === undefined) changes.push({ kind: "new", name, after });
    else if (before.digest !== digest) changes.push({ kind: "changed", name, before, after });
  }
  for (const [name, before] of pinned?.tools ?? [])
    if (catalogue.definitionOf(name) === undefined) changes.push({ kind: "gone", name, before });
  return changes;
}
