import { ACTIONS } from "./actions.ts";
import { parseCapability } from "../../action/capability.ts";
import { CapabilityError } from "../../errors.ts";
import { parseCapabilityPattern } from "../capability-pattern.ts";
import type { FieldDeclaration, RiskLevel, ToolMapping } from "./document.ts";
import { parsePointer } from "../payload/json-pointer.ts";
import {
  childOf,
  keyOf,
  type PolicySource,
  type SourceEntry,
  type SourceNode,
  suggestion,
} from "./source.ts";
import { describe, isMapping, readText, readTexts, scalarText } from "./source-values.ts";

/** Reads `tools:`, tool names to concrete capabilities. */
export function readTools(
  node: SourceNode | undefined,
  source: PolicySource,
): ReadonlyMap<string, ToolMapping> {
  const tools = new Map<string, ToolMapping>();
  for (const { name, line, node: value } of entriesOf(node, source)) {
    const text = readText(value, (at, message) => source.report(at, message));
    if (text === undefined) continue;
    if (name.slice(0, -1).includes("*"))
      source.report(value, `"${name}" may have one "*", at its end`);
    try {
      tools.set(name, { capability: parseCapability(text), file: source.file, line });
    } catch (error) {
      if (!(error instanceof CapabilityError)) throw error;
      source.report(value, error.message);
    }
  }
  return tools;
}

/** Every kind of value whose place `fields:` can say. */
export const FIELD_NAMES = [
  "amount",
  "currency",
  "text",
  "command",
  "sql",
  "table",
  "path",
  "url",
] as const;

/** Reads `fields:`, where the typed values of a capability are. */
export function readFields(
  node: SourceNode | undefined,
  source: PolicySource,
): readonly FieldDeclaration[] {
  const declarations: FieldDeclaration[] = [];
  for (const { name, node: value } of entriesOf(node, source)) {
    const pattern = parseCapabilityPattern(name);
    if (pattern === undefined) source.report(value, `"${name}" is not a capability`);
    const fields: Record<string, readonly string[]> = {};
    for (const entry of entriesOf(value, source)) {
      const pointers = readPointers(entry, source);
      if (pointers !== undefined) fields[entry.name] = pointers;
    }
    if (pattern !== undefined) declarations.push({ pattern, fields });
  }
  return declarations;
}

function readPointers(entry: SourceEntry, source: PolicySource): readonly string[] | undefined {
  if (!FIELD_NAMES.some((name) => name === entry.name))
    return source.report(
      entry.node,
      `unknown field "${entry.name}"${suggestion(entry.name, FIELD_NAMES)}`,
    );
  const pointers = readTexts(entry.node, (at, message) => source.report(at, message));
  const wrong = pointers?.find((pointer) => parsePointer(pointer) === undefined);
  if (wrong !== undefined)
    return source.report(entry.node, `"${wrong}" is not a JSON Pointer; it must start with "/"`);
  return pointers;
}

/** Reads `risk_levels:`; a level is an action, or a mapping with one. */
export function readRiskLevels(
  node: SourceNode | undefined,
  source: PolicySource,
): ReadonlyMap<string, RiskLevel> {
  const levels = new Map<string, RiskLevel>();
  for (const { name, line, node: value } of entriesOf(node, source)) {
    if (!/^[\w-]+$/.test(name)) source.report(value, `"${name}" is not the name of a risk level`);
    for (const entry of value.entries)
      if (entry.name !== "action")
        source.report(keyOf(entry), `unknown key "${entry.name}"; a risk level has an action`);
    const word = isMapping(value) ? childOf(value, "action") : value;
    const action = word && ACTIONS.get(scalarText(word));
    if (action === undefined)
      source.report(
        word ?? value,
        "expected an action: deny, block, require_approval, warn or allow",
      );
    else levels.set(name.toLowerCase(), { action, file: source.file, line });
  }
  return levels;
}

function entriesOf(node: SourceNode | undefined, source: PolicySource): readonly SourceEntry[] {
  if (node === undefined) return [];
  if (isMapping(node)) return node.entries;
  source.report(node, `expected a mapping, got ${describe(node)}`);
  return [];
}
