import { coverage } from "../capability-pattern.ts";
import type { Condition } from "../conditions/condition.ts";
import { EnvironmentCondition, STANDARD_ENVIRONMENTS } from "../conditions/environment.ts";
import { UnlessCondition } from "../conditions/unless.ts";
import type { PolicyDocument } from "../document/document.ts";
import type { DeclaredFields } from "../payload/event-view.ts";
import { TRUE } from "../truth.ts";

/** Every environment that a policy names, and the standard ones. */
export function namedEnvironments(document: PolicyDocument): ReadonlySet<string> {
  const named = new Set([...STANDARD_ENVIRONMENTS, ...document.environments]);
  const nameIn = (condition: Condition): void => {
    if (condition instanceof UnlessCondition) condition.conditions.forEach(nameIn);
    else if (condition instanceof EnvironmentCondition)
      for (const pattern of condition.patterns) named.add(pattern);
  };
  for (const rule of document.rules) rule.conditions.forEach(nameIn);
  return named;
}

/** Where a policy says that the values of a capability are. */
export function declaredFields(
  document: PolicyDocument,
  capability: readonly string[],
): DeclaredFields | undefined {
  const covering = document.fields.filter(({ pattern }) => coverage(pattern, capability) === TRUE);
  if (covering.length === 0) return undefined;
  const merged: Record<string, readonly string[]> = {};
  // Pointers add up: a declaration that replaced another could hide a value from the rules that read it.
  for (const { fields } of covering)
    for (const [name, pointers] of Object.entries(fields) as [string, readonly string[]][])
      merged[name] = [...new Set([...(merged[name] ?? []), ...pointers])];
  return merged;
}
