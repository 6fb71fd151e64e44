import { type CapabilityPattern, parseCapabilityPattern } from "../capability-pattern.ts";
import type { PolicySource, SourceNode } from "./source.ts";
import { readTexts } from "./source-values.ts";

/** The node's capability patterns: one, or a list of at least one. */
export function readPatterns(
  node: SourceNode,
  source: PolicySource,
): readonly CapabilityPattern[] | undefined {
  const texts = readTexts(node, (at, message) => source.report(at, message));
  const patterns = texts?.map((text) => {
    const pattern = parseCapabilityPattern(text);
    if (pattern === undefined)
      source.report(
        node,
        `"${text}" is not a capability; use segments of letters, digits, "_" and "-" joined by dots, "*" for a whole segment`,
      );
    return pattern;
  });
  return patterns?.every((pattern) => pattern !== undefined) ? patterns : undefined;
}
