import type { Condition } from "../conditions/condition.ts";
import { CONTEXT_CONDITIONS } from "../conditions/registry.ts";
import { UnlessCondition } from "../conditions/unless.ts";
import { LimitCondition } from "../limits/limit-condition.ts";
import type { EventView } from "../payload/event-view.ts";
import type { Candidate } from "../rule.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";

/** Between what a rule or a condition can come to, over every payload of a call. */
export interface PossibleTruth {
  readonly least: Truth;
  readonly most: Truth;
}

const ANYTHING: PossibleTruth = { least: FALSE, most: TRUE };
/** A limit alone never holds in a decision: it says what is decided later, once uses have been counted. */
const LIMIT: PossibleTruth = { least: FALSE, most: UNCERTAIN };

/** Between what a rule can come to where only the context of the event is known, and nothing of its payload. */
export function possibleTruth({ rule, covers, absent }: Candidate, view: EventView): PossibleTruth {
  return together({ least: covers, most: covers }, rule.conditions, view, absent);
}

/** Kleene's AND of what is possible. */
function together(
  before: PossibleTruth,
  conditions: readonly Condition[],
  view: EventView,
  absent: Truth,
): PossibleTruth {
  let { least, most } = before;
  for (const condition of conditions) {
    const one = possibleOf(condition, view, absent);
    if (one.least < least) least = one.least;
    if (one.most < most) most = one.most;
  }
  return { least, most };
}

function possibleOf(condition: Condition, view: EventView, absent: Truth): PossibleTruth {
  if (condition instanceof UnlessCondition) {
    const held = together(SURE, condition.conditions, view, UNCERTAIN);
    return { least: condition.truthWhere(held.most), most: condition.truthWhere(held.least) };
  }
  if (condition instanceof LimitCondition) return LIMIT;
  if (!CONTEXT_CONDITIONS.has(condition.key)) return ANYTHING;
  const truth = condition.evaluate(view, absent);
  return { least: truth, most: truth };
}

const SURE: PossibleTruth = { least: TRUE, most: TRUE };
