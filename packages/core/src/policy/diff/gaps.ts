import type { Condition } from "../conditions/condition.ts";
import { LimitCondition } from "../limits/limit-condition.ts";
import type { Rule } from "../rule.ts";
import { FALSE, TRUE, type Truth } from "../truth.ts";
import type { Side } from "./bearing-rules.ts";
import { eventOf, makeCall } from "./call.ts";
import { fillings } from "./fillings.ts";
import { placesOfConditions } from "./places.ts";
import { PLAIN_FILES } from "./plain-files.ts";
import type { Asked } from "./spelling.ts";

/** A condition whose differences may have been missed. */
export interface Gap {
  readonly key: string;
  /** The rule's `id` or place. */
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  /** In words that follow "not explored:" or "compared at examples:". */
  readonly message: string;
  /** Whether it was at least compared at examples. */
  readonly byExample: boolean;
}

const MOST_TRIED = 300;

/** What of a rule's conditions the values that were tried cannot show. */
export function gapsOf(rule: Rule, side: Side, asked: Asked): readonly Gap[] {
  return rule.conditions.flatMap((condition) => {
    // No single call exceeds a limit; its changes are told apart by what it means.
    if (condition instanceof LimitCondition) return [];
    const found = describe(condition, side, asked);
    if (found === undefined) return [];
    const { id, file, line } = rule.reference;
    return [{ key: condition.key, rule: id, file, line, ...found }];
  });
}

function describe(
  condition: Condition,
  side: Side,
  asked: Asked,
): Pick<Gap, "message" | "byExample"> | undefined {
  const samples = condition.samples?.(side.facts);
  if (samples === undefined) return { message: "it gives no values to try", byExample: false };
  const missing = samples.flatMap((one) => one.missing ?? []);
  if (missing.length > 0) return { message: missing.join("; "), byExample: false };
  if (!isEverTrue(condition, side, asked))
    return { message: "no call was found for which it holds", byExample: false };
  return samples.every(({ complete }) => complete)
    ? undefined
    : { message: "calls between its examples may differ", byExample: true };
}

function isEverTrue(condition: Condition, side: Side, asked: Asked): boolean {
  for (const filling of fillings(placesOfConditions([condition], side, asked), MOST_TRIED)) {
    const event = eventOf(makeCall(asked, filling));
    const truth: Truth =
      event === undefined
        ? FALSE
        : condition.evaluate(side.policy.viewOf(event, PLAIN_FILES), FALSE);
    if (truth === TRUE) return true;
  }
  return false;
}
