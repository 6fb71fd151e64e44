import { ACTIONS } from "./actions.ts";
import {
  childOf,
  type PolicySource,
  type SourceEntry,
  type SourceNode,
  reportUnknownKeys,
} from "./source.ts";
import { describe, isMapping, scalarText } from "./source-values.ts";
import { readRule, type Rule } from "../rule.ts";

/** Every key of the original's older form; `threshold` belonged to its scorer and never decided anything. */
export const LEGACY_KEYS: readonly string[] = [
  "id",
  "description",
  "capability",
  "match_keywords",
  "match_regex",
  "threshold",
  "action",
];

/** Reads a rule of the older `rules:` form, whose `action` names the section and whose capability may be left out. */
export function readLegacyRule(node: SourceNode, source: PolicySource): Rule | undefined {
  if (!isMapping(node)) return source.report(node, `expected a mapping, got ${describe(node)}`);
  const action = childOf(node, "action");
  if (action === undefined)
    return source.report(node, "the rule has no action; add one, such as action: block");
  const section = ACTIONS.get(scalarText(action));
  if (section === undefined)
    return source.report(
      action,
      `unknown action ${describe(action)}; use block, require_approval, warn or allow`,
    );
  reportUnknownKeys(node, LEGACY_KEYS, source);
  const entries = node.entries.filter(({ name }) => name !== "action" && name !== "threshold");
  const everywhere: SourceEntry = {
    name: "capability",
    line: node.line,
    column: node.column,
    node: { ...node, key: `${node.key}.capability`, text: "*", value: "*", entries: [] },
  };
  const named = entries.some((entry) => entry.name === "capability");
  return readRule(
    { ...node, entries: named ? entries : [everywhere, ...entries] },
    section,
    source,
  );
}
