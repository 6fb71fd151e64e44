import type { ActionEvent } from "../../action/event.ts";
import { canonicalJson } from "../../encoding/canonical-json.ts";
import { isJsonObject, type JsonObject } from "../../encoding/json.ts";
import type { CompiledPolicy } from "../compiled/policy.ts";
import type { PolicyDocument } from "../document/document.ts";
import type { CapabilityFacts } from "../payload/event-view.ts";
import { type Candidate, candidateFor, type Rule } from "../rule.ts";

/** One policy as it bears on a capability. */
export interface Side {
  readonly policy: CompiledPolicy;
  readonly candidates: readonly Candidate[];
  readonly facts: CapabilityFacts;
  /** What each of the candidates means. */
  readonly meanings: ReadonlySet<string>;
}

/** What a policy's rules have to say about the capability of an event. */
export function sideOf(policy: CompiledPolicy, event: ActionEvent): Side {
  const capability = event.capability.split(".");
  const alias = event.alias?.split(".");
  const candidates = policy.document.rules
    .map((rule) => candidateFor(rule, capability, alias))
    .filter((candidate) => candidate !== undefined);
  const meanings = new Set(candidates.map(({ rule }) => meaningOf(rule)));
  return { policy, candidates, facts: policy.viewOf(event).facts, meanings };
}

/** What a rule means, however its capabilities are ordered; rules of one meaning are the same rule. */
export function meaningOf({ meaning, patterns }: Rule): string {
  if (!isJsonObject(meaning)) return canonicalJson(meaning);
  const capability = patterns.map((pattern) => pattern.join(".")).toSorted();
  return canonicalJson({ ...meaning, capability });
}

/** Whether a rule of the same meaning bears on a capability on every side; where they differ, another rule is the cause. */
export function isOnAll(rule: Rule, sides: readonly Side[]): boolean {
  const meaning = meaningOf(rule);
  return sides.every(({ meanings }) => meanings.has(meaning));
}

/** Whether the same rules bear on a capability on both sides and read the same places, so that both decide alike. */
export function areAlike(one: Side, other: Side): boolean {
  return contentOf(one) === contentOf(other);
}

function contentOf({ candidates, facts, policy }: Side): string {
  const rules = candidates.map(({ rule, covers, absent }) => [meaningOf(rule), covers, absent]);
  const environments = candidates.some(({ rule }) => readsEnvironment(rule))
    ? [...facts.environments].toSorted()
    : [];
  return canonicalJson({
    rules: [...new Set(rules.map((rule) => JSON.stringify(rule)))].toSorted(),
    fields: { ...facts.fields },
    environments,
    risks: riskActions(policy.document),
  });
}

/** What each risk level does, for comparing. */
export function riskActions({ riskLevels }: PolicyDocument): JsonObject {
  return Object.fromEntries([...riskLevels].map(([name, { action }]) => [name, action]));
}

/** Whether a rule, or what excuses from it, asks for the environment. */
export function readsEnvironment(rule: Rule): boolean {
  return meaningOf(rule).includes('"environment":');
}
