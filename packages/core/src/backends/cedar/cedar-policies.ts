import type { PolicyJson } from "@cedar-policy/cedar-wasm/nodejs";
import { ConfigurationError } from "../../errors.ts";
import type { CedarModule } from "./cedar-module.ts";

/** What a policy does to calls it is satisfied by: Cedar's own effects, and two that an annotation asks for. */
export type CedarEffect = "forbid" | "permit" | "require_approval" | "warn";

/** One Cedar policy by the name that diagnostics use. */
export interface CedarPolicy {
  readonly id: string;
  readonly text: string;
  readonly effect: CedarEffect;
  /** Its `@reason`, in words for people. */
  readonly reason: string | undefined;
}

/**
 * Reads Cedar policies: a permit with `@capfence("require_approval")` lets calls through that a human approves,
 * one with `@capfence("warn")` marks them. Names are their `@id`, else `policy0` and so on.
 * Throws `ConfigurationError` for what is no Cedar, and for templates, which nothing links.
 */
export function readCedarPolicies(text: string, cedar: CedarModule): readonly CedarPolicy[] {
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === "failure")
    throw new ConfigurationError(`the Cedar policies do not parse: ${messages(parts.errors)}`);
  if (parts.policy_templates.length > 0)
    throw new ConfigurationError("the Cedar policies hold a template, which nothing links");
  const policies = parts.policies.map((part, index) => readPolicy(part, `policy${index}`, cedar));
  const ids = policies.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined)
    throw new ConfigurationError(`two Cedar policies have the @id "${twice}"`);
  return policies;
}

function readPolicy(text: string, name: string, cedar: CedarModule): CedarPolicy {
  const parsed = cedar.policyToJson(text);
  if (parsed.type === "failure")
    throw new ConfigurationError(`${name} does not parse: ${messages(parsed.errors)}`);
  const { annotations = {} } = parsed.json;
  const id = annotations["id"] ?? name;
  return {
    id,
    text,
    effect: readEffect(parsed.json, id),
    reason: annotations["reason"] ?? undefined,
  };
}

function readEffect({ effect, annotations = {} }: PolicyJson, id: string): CedarEffect {
  const asked = annotations["capfence"];
  if (asked === undefined) return effect;
  if (effect === "permit" && (asked === "require_approval" || asked === "warn")) return asked;
  throw new ConfigurationError(
    `@capfence("${asked}") on ${effect} "${id}"; a permit may have "require_approval" or "warn"`,
  );
}

function messages(errors: readonly { readonly message: string }[]): string {
  return errors.map(({ message }) => message).join("; ");
}
