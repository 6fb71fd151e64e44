import type { FieldDeclaration, PolicyDocument, PolicyMode, ToolMapping } from "./document.ts";
import { type CapabilityPattern, coverage, overlaps } from "../capability-pattern.ts";
import { UnlessCondition } from "../conditions/unless.ts";
import { restricts } from "../decision.ts";
import type { DeclaredFields } from "../payload/event-view.ts";
import type { Rule } from "../rule.ts";
import type { PolicySource, SourceNode } from "./source.ts";
import { TRUE } from "../truth.ts";

/** Refuses a file that switches off the rules it inherits by observing where a parent enforces. */
export function checkMode(
  mode: PolicyMode,
  node: SourceNode | undefined,
  parents: readonly PolicyDocument[],
  source: PolicySource,
): void {
  const enforced = parents.find((parent) => parent.mode === "enforce");
  if (node !== undefined && mode === "observe" && enforced !== undefined)
    source.report(
      node,
      `would switch off the rules of ${enforced.file}, which is enforced; set the mode there too, or on the runtime`,
    );
}

/** The shortest time that the file or a parent gives for approvals. */
export function shortestTimeout(
  own: number | undefined,
  parents: readonly PolicyDocument[],
): number | undefined {
  const given = [own, ...parents.map((parent) => parent.approvalTimeoutSeconds)];
  const known = given.filter((seconds) => seconds !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** Refuses a tool whose capability a parent's wildcard already gives otherwise. */
export function checkTools(
  own: ReadonlyMap<string, ToolMapping>,
  parents: readonly PolicyDocument[],
  node: SourceNode | undefined,
  source: PolicySource,
): void {
  for (const entry of node?.entries ?? [])
    for (const [name, mapping] of parents.flatMap((parent) => [...parent.tools])) {
      const mine = own.get(entry.name)?.capability;
      const covered = name.endsWith("*") && entry.name.startsWith(name.slice(0, -1));
      if (covered && entry.name !== name && mine !== undefined && mine !== mapping.capability)
        source.report(
          entry.node,
          `is "${mine}" here, but "${name}" is "${mapping.capability}" in ${mapping.file}:${mapping.line}; a tool has one capability`,
        );
    }
}

/** The conditions that read each kind of field. */
const READERS: Readonly<Record<keyof DeclaredFields, RegExp>> = {
  amount: /^(?:amount_.*|max_total)$/,
  currency: /^(?:currency|max_total)$/,
  table: /^(?:table|sql)$/,
  sql: /^(?:table|sql)$/,
  path: /^path_/,
  url: /^url$/,
  text: /^(?:contains|match_keywords|match_regex)$/,
  command: /^(?:contains|match_keywords|match_regex|command)$/,
};

/** Refuses fields that would change what an inherited deny or approval rule reads. */
export function checkFields(
  own: readonly FieldDeclaration[],
  parents: readonly PolicyDocument[],
  node: SourceNode | undefined,
  source: PolicySource,
): void {
  const inherited = parents.flatMap((parent) => parent.fields);
  const rules = parents.flatMap((parent) => parent.rules).filter((rule) => restricts(rule.section));
  for (const { pattern, fields } of own)
    for (const kind of Object.keys(fields) as (keyof DeclaredFields)[]) {
      const declared = inherited.some(
        (one) => one.fields[kind] !== undefined && coverage(one.pattern, pattern) === TRUE,
      );
      const reader = declared ? undefined : rules.find((rule) => reads(rule, kind, pattern));
      const name = pattern.join(".");
      const at = node?.entries.find((entry) => entry.name.toLowerCase() === name)?.node ?? node;
      if (reader !== undefined && at !== undefined)
        source.report(
          at,
          `${kind} would change what ${reader.reference.id} in ${reader.reference.file}:${reader.reference.line} reads; declare it there`,
        );
    }
}

function reads(rule: Rule, kind: keyof DeclaredFields, pattern: CapabilityPattern): boolean {
  return (
    rule.conditions
      .flatMap((one) => (one instanceof UnlessCondition ? one.conditions : [one]))
      .some(({ key }) => READERS[kind].test(key)) &&
    rule.patterns.some((other) => overlaps(pattern, other))
  );
}
