import type { Decision, Reason } from "../policy/decision.ts";

/** A denial that no policy gave. */
export function refusal(reason: Reason): Decision {
  return { effect: "deny", reason, warn: false, rule: undefined, uncertain: [], policyDigest: "" };
}

/** Whether a decision point really answered with a decision; anything else must not pass for one. */
export function isDecision(value: unknown): value is Decision {
  if (typeof value !== "object" || value === null) return false;
  const { effect, reason, policyDigest, uncertain } = value as Partial<Decision>;
  return (
    (effect === "allow" || effect === "deny" || effect === "require_approval") &&
    typeof reason === "string" &&
    typeof policyDigest === "string" &&
    Array.isArray(uncertain)
  );
}
