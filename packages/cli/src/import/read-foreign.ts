import type { PolicyProblem } from "@capfence/core";
import {
  childOf,
  describe,
  entryOf,
  isList,
  isMapping,
  keyOf,
  PolicySource,
  type SourceNode,
  suggestion,
} from "@capfence/core/source";

/** A policy of the form `capframe: { version, default_policy, rules }`, its rules not yet read. */
export interface ForeignPolicy {
  /** What it says of tools without a rule; undefined where it says nothing. */
  readonly fallback: { readonly word: "allow" | "deny"; readonly node: SourceNode } | undefined;
  readonly rules: readonly SourceNode[];
}

const ROOT = "capframe";
const KEYS = ["version", "default_policy", "rules"];
const VERSION = /^0\.2(?:\.\d+)?$/;
const HINTS = {
  empty: `a policy of this form begins with ${ROOT}:`,
  large: "divide its rules, and import them one after the other",
};

/**
 * Reads YAML or JSON as a policy of that form. What is wrong with it as a whole makes it unusable: a key that nobody
 * knows may be one that holds calls back.
 */
export function readForeign(
  text: string,
  file: string,
):
  | { readonly policy: ForeignPolicy; readonly problems?: never }
  | { readonly policy?: never; readonly problems: readonly PolicyProblem[] } {
  const source = new PolicySource(file, HINTS);
  const root = source.read(text);
  const policy = root && readPolicy(root, source);
  return policy === undefined || source.problems.length > 0
    ? { problems: source.problems }
    : { policy };
}

function readPolicy(root: SourceNode, source: PolicySource): ForeignPolicy | undefined {
  const node = childOf(root, ROOT);
  if (node === undefined || !isMapping(node))
    return source.report(
      node ?? root,
      `expected a mapping with "${ROOT}: { version, default_policy, rules }", got ${node === undefined && isMapping(root) ? "one without" : describe(node ?? root)}`,
    );
  refuseUnknown(root, [ROOT], source);
  refuseUnknown(node, KEYS, source);
  requireVersion(node, source);
  const fallback = readFallback(childOf(node, "default_policy"), source);
  const rules = childOf(node, "rules");
  if (rules === undefined) return source.report(node, "there are no rules to import");
  if (!isList(rules))
    return source.report(rules, `expected a list of rules, got ${describe(rules)}`);
  return { fallback, rules: rules.items };
}

function refuseUnknown(node: SourceNode, known: readonly string[], source: PolicySource): void {
  for (const entry of node.entries)
    if (!known.includes(entry.name))
      source.report(
        keyOf(entry),
        `unknown key "${entry.name}"${suggestion(entry.name, known)}; it may hold calls back, so take it out only once you have said the same in the imported policy`,
      );
}

function requireVersion(node: SourceNode, source: PolicySource): void {
  const entry = entryOf(node, "version");
  if (entry === undefined) source.report(node, 'there is no version; this release reads "0.2"');
  else if (isList(entry.node) || isMapping(entry.node) || !VERSION.test(entry.node.text))
    source.report(entry.node, `unknown version ${describe(entry.node)}; this release reads "0.2"`);
}

function readFallback(
  node: SourceNode | undefined,
  source: PolicySource,
): ForeignPolicy["fallback"] {
  if (node === undefined) return undefined;
  const { value } = node;
  if (value === "allow" || value === "deny") return { word: value, node };
  return source.report(node, `expected deny or allow, got ${describe(node)}`);
}
