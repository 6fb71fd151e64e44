import type { Json, JsonObject } from "../../src/encoding/json.ts";

/** A section of a policy that holds rules. */
export type Section = "deny" | "require_approval" | "warn" | "allow";

/** A rule as it stands in a policy: a capability, or a mapping with conditions. */
export type RuleData = string | (JsonObject & { readonly capability: string | readonly string[] });

/** A policy as plain data, the part of the language that the reference evaluator knows. */
export interface PolicyData extends Partial<Readonly<Record<Section, readonly RuleData[]>>> {
  readonly environments?: readonly string[];
  readonly fields?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  readonly risk_levels?: Readonly<Record<string, { readonly action: string }>>;
}

/** What stands in a rule besides its capability and the words for people. */
export function conditionsOf(rule: RuleData): readonly (readonly [string, Json])[] {
  const words = ["capability", "id", "description", "reason", "severity", "references"];
  if (typeof rule === "string") return [];
  return Object.entries(rule).filter(([key]) => !words.includes(key));
}

/** Every capability a rule names. */
export function patternsOf(rule: RuleData): readonly string[] {
  const named = typeof rule === "string" ? rule : rule.capability;
  return (typeof named === "string" ? [named] : named).map((pattern) => pattern.toLowerCase());
}

/** Every text of a value that may be one text or a list of them. */
export function textsOf(value: Json): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}
