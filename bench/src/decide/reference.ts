import type { Effect, Request, Rule } from "./rule.ts";

const STRICTEST_FIRST: readonly Effect[] = ["deny", "require_approval", "allow"];

/** The answer by the obvious method: every rule in turn, the strictest section first. */
export function referenceEffect(rules: readonly Rule[], request: Request): Effect {
  const holding = rules.filter((rule) => holds(rule, request));
  return (
    STRICTEST_FIRST.find((section) => holding.some((rule) => rule.section === section)) ?? "deny"
  );
}

function holds(rule: Rule, { resource, action, environment, payload }: Request): boolean {
  if (rule.resource !== resource) return false;
  if (rule.action !== "*" && rule.action !== action) return false;
  if (rule.environment !== undefined && rule.environment !== environment) return false;
  return holdsFor(rule, payload);
}

/** Whether the conditions of a rule on the payload hold. */
export function holdsFor(rule: Rule, payload: Request["payload"]): boolean {
  const { command, amount } = payload;
  if (rule.contains !== undefined)
    if (typeof command !== "string" || !command.toLowerCase().includes(rule.contains)) return false;
  if (rule.amountAbove !== undefined)
    if (typeof amount !== "number" || amount <= rule.amountAbove) return false;
  if (rule.amountUpTo !== undefined)
    if (typeof amount !== "number" || amount < 0 || amount > rule.amountUpTo) return false;
  return true;
}
