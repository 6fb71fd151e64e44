import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  visit,
  type YAMLMap,
} from "yaml";
import { addModeline, keyOf, settleHeader } from "./comments.ts";
import type { FormatOptions } from "./format-policy.ts";
import { byOrder, POLICY_ORDER, RULE_ORDER, RULE_SECTIONS } from "./key-order.ts";
import { parseByIndent } from "./parse-by-indent.ts";

/** A policy written in YAML, with its keys in order, its comments, and one way of spacing. */
export function formatYaml(text: string, { modeline }: FormatOptions): string {
  const document = parseByIndent(text);
  const root = document.contents;
  if (isMap(root)) {
    settleHeader(document, root);
    // An alias stands for the anchor before it, so nothing may change places.
    if (!hasAliases(document)) order(root);
    space(root);
  }
  unfold(document);
  if (modeline) addModeline(document);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function order(root: YAMLMap): void {
  sort(root, POLICY_ORDER);
  for (const { key, value } of root.items)
    if (RULE_SECTIONS.includes(nameOf(key)) && isSeq(value))
      for (const rule of value.items) if (isMap(rule)) sort(rule, RULE_ORDER);
}

function sort(map: YAMLMap, by: readonly string[]): void {
  const compare = byOrder(by);
  const [first] = map.items;
  map.items.sort((one, other) => compare(nameOf(one.key), nameOf(other.key)));
  const key = keyOf(map.items[0]);
  // The space before what was first belongs to the mapping.
  if (key !== undefined && map.items[0] !== first) key.spaceBefore = false;
}

/** One empty line before each list or mapping of the policy, and none before the first key. */
function space(root: YAMLMap): void {
  for (const [index, pair] of root.items.entries()) {
    const key = keyOf(pair);
    if (key === undefined) continue;
    if (index === 0) key.spaceBefore = false;
    else if (isCollection(pair.value) && pair.value.items.length > 0 && !isShort(pair.value))
      key.spaceBefore = true;
  }
}

/** Mappings, and lists of them, one entry in a line; lists of plain values as the author chose. */
function unfold(document: Document): void {
  visit(document, {
    Collection: (_key, node) => {
      node.flow = node.items.length === 0 || isShort(node);
    },
  });
}

function isShort(node: unknown): boolean {
  return (
    isCollection(node) &&
    node.flow === true &&
    isSeq(node) &&
    node.items.every((item) => isScalar(item) || isAlias(item))
  );
}

function hasAliases(document: Document): boolean {
  let found = false;
  visit(document, {
    Alias: () => {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : "";
}
