import {
  createMongoAbility,
  type MongoAbility,
  type MongoQuery,
  type RawRuleOf,
} from "@casl/ability";
import type { Engine } from "./engine.ts";
import type { Effect, Request, Rule } from "../rule.ts";

/** The last rule that matches decides in CASL, so the strictest come last. */
const WEAKEST_FIRST: readonly Effect[] = ["allow", "require_approval", "deny"];

interface Subject {
  readonly resource: string;
}

/**
 * CASL with one subject type to a resource and `manage` for any action. Of the ways to hand over a request that
 * work for any payload this is the quickest: one flat object, host facts last, so that no argument replaces them.
 */
export function loadCasl(rules: readonly Rule[]): Engine {
  const raw = WEAKEST_FIRST.flatMap((section) =>
    rules.filter((rule) => rule.section === section).map(rawRule),
  );
  const ability = createMongoAbility(raw, {
    detectSubjectType: (subject) => (subject as unknown as Subject).resource,
  });
  const decide = ({ resource, action, environment, payload }: Request): Effect => {
    const rule = ability.relevantRuleFor(action, { ...payload, resource, environment });
    return rule === null ? "deny" : (rule.reason as Effect);
  };
  return {
    prepare: (requests) => ({
      answer: (index) => decide(requests[index] as Request),
      askAll: () => {
        let allowed = 0;
        for (const request of requests) if (decide(request) === "allow") allowed += 1;
        return allowed;
      },
    }),
  };
}

function rawRule(rule: Rule): RawRuleOf<MongoAbility> {
  const conditions: MongoQuery = {};
  if (rule.environment !== undefined) conditions["environment"] = rule.environment;
  if (rule.contains !== undefined)
    conditions["command"] = { $regex: new RegExp(escapeRegExp(rule.contains), "i") };
  if (rule.amountAbove !== undefined) conditions["amount"] = { $gt: rule.amountAbove };
  // `$lte` alone holds for a missing amount, null and "abc"; the lower bound is false for all of them.
  if (rule.amountUpTo !== undefined) conditions["amount"] = { $gte: 0, $lte: rule.amountUpTo };
  return {
    subject: rule.resource,
    action: rule.action === "*" ? "manage" : rule.action,
    inverted: rule.section !== "allow",
    reason: rule.section,
    ...(Object.keys(conditions).length === 0 ? {} : { conditions }),
  };
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
