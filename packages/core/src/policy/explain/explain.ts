import type { ActionEvent } from "../../action/event.ts";
import type { Condition } from "../conditions/condition.ts";
import type { Decision } from "../decision.ts";
import type { EventView } from "../payload/event-view.ts";
import { type Candidate, candidateFor, evaluateCandidate, type Rule } from "../rule.ts";
import { nameOfTruth, TRUE, UNCERTAIN } from "../truth.ts";
import { becauseOf } from "./because.ts";
import type {
  ConditionExplanation,
  Explanation,
  RuleExplanation,
  UnrelatedRule,
} from "./explanation.ts";

/** Asks every rule and every condition what it makes of an event; the engine's own, so there is no second meaning. */
export function explainDecision(
  decision: Decision,
  rules: readonly Rule[],
  view: EventView,
): Explanation {
  const { capability, alias } = view.event;
  const request = capability.split(".");
  const other = alias?.split(".");
  const bearing: RuleExplanation[] = [];
  const unrelated: UnrelatedRule[] = [];
  for (const rule of rules) {
    const candidate = candidateFor(rule, request, other);
    if (candidate === undefined) unrelated.push(unrelatedRule(rule, other));
    else bearing.push(explainRule(candidate, decision, view));
  }
  const because = becauseOf(decision, bearing, capability);
  return { decision, because, capability, alias, rules: bearing, unrelated };
}

/** What there is to say where no policy is loaded. */
export function explainNothing(decision: Decision, event: ActionEvent): Explanation {
  const { capability, alias } = event;
  const because = "no policy is loaded, and without one nothing is allowed";
  return { decision, because, capability, alias, rules: [], unrelated: [] };
}

function explainRule(candidate: Candidate, decision: Decision, view: EventView): RuleExplanation {
  const { rule, covers } = candidate;
  return {
    rule: rule.reference,
    capabilities: capabilitiesOf(rule),
    truth: nameOfTruth(evaluateCandidate(candidate, view)),
    decides: decision.rule === rule.reference,
    covers: covers === TRUE ? "true" : "uncertain",
    conditions: rule.conditions.map((condition) => explainCondition(condition, candidate, view)),
  };
}

function explainCondition(
  condition: Condition,
  { rule, absent }: Candidate,
  view: EventView,
): ConditionExplanation {
  const truth = condition.evaluate(view, absent);
  const doubt = truth === UNCERTAIN ? condition.doubt?.(view, absent) : undefined;
  const saw = condition.saw?.(view);
  const meaning = rule.meaning as Readonly<Record<string, ConditionExplanation["value"]>>;
  return {
    key: condition.key,
    value: meaning[condition.key] ?? null,
    truth: nameOfTruth(truth),
    ...(doubt === undefined ? {} : { doubt }),
    ...(saw === undefined ? {} : { saw }),
  };
}

function unrelatedRule(rule: Rule, alias: readonly string[] | undefined): UnrelatedRule {
  const asRestricting: Rule = { ...rule, section: "deny" };
  const onlyAlias = alias !== undefined && candidateFor(asRestricting, alias, undefined);
  return {
    rule: rule.reference,
    capabilities: capabilitiesOf(rule),
    why: onlyAlias
      ? "it covers only the other spelling of the capability, at which allow and warn rules do not look"
      : "it is about another capability",
  };
}

function capabilitiesOf({ patterns }: Rule): readonly string[] {
  return patterns.map((pattern) => pattern.join("."));
}
