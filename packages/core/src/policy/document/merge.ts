import type {
  FieldDeclaration,
  PolicyDocument,
  RiskAction,
  RiskLevel,
  ToolMapping,
} from "./document.ts";
import { childOf, entryOf, type PolicySource, type SourceNode } from "./source.ts";

/** Tools of all parents and of the file itself; a tool with two capabilities is a problem. */
export function mergeTools(
  parents: readonly PolicyDocument[],
  own: ReadonlyMap<string, ToolMapping>,
  source: PolicySource,
  root: SourceNode,
): ReadonlyMap<string, ToolMapping> {
  const merged = new Map<string, ToolMapping>();
  for (const tools of [...parents.map((parent) => parent.tools), own])
    for (const [tool, mapping] of tools) {
      const known = merged.get(tool);
      if (known !== undefined && known.capability !== mapping.capability)
        source.report(
          { ...placeOf(tool, root), key: `tools.${tool}` },
          `is "${mapping.capability}" here but "${known.capability}" in ${known.file}:${known.line}; a tool has one capability`,
        );
      merged.set(tool, mapping);
    }
  return merged;
}

/** Where the file itself maps a tool, or else where it names the parents that disagree. */
function placeOf(tool: string, root: SourceNode): Pick<SourceNode, "line" | "column"> {
  return entryOf(childOf(root, "tools"), tool) ?? entryOf(root, "extends") ?? root;
}

/** Field declarations, parents' first; where several cover a capability, their pointers add up. */
export function mergeFields(
  parents: readonly PolicyDocument[],
  own: readonly FieldDeclaration[],
): readonly FieldDeclaration[] {
  return [...new Set(parents.flatMap((parent) => parent.fields)), ...own];
}

const STRICTNESS: readonly RiskAction[] = ["allow", "warn", "require_approval", "deny"];

/** A child may make a risk level stricter, never milder. */
export function mergeRiskLevels(
  parents: readonly PolicyDocument[],
  own: ReadonlyMap<string, RiskLevel>,
): ReadonlyMap<string, RiskLevel> {
  const merged = new Map<string, RiskLevel>();
  for (const levels of [...parents.map((parent) => parent.riskLevels), own])
    for (const [name, level] of levels) {
      const known = merged.get(name);
      if (
        known === undefined ||
        STRICTNESS.indexOf(level.action) > STRICTNESS.indexOf(known.action)
      )
        merged.set(name, level);
    }
  return merged;
}
