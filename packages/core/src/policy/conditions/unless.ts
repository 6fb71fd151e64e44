import type { CapabilityFacts, EventView } from "../payload/event-view.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import type { Condition, RuleSide, Samples } from "./condition.ts";

/**
 * `unless`: excuses a call from a rule where all of these conditions hold.
 *
 * A rule that restricts excuses only a call for which they surely hold, so its inner conditions are those of an
 * allow rule, and what cannot be evaluated is not excused. A rule that permits is the other way round: a call that
 * they might hold for is uncertain.
 */
export class UnlessCondition implements Condition {
  readonly key = "unless";
  readonly conditions: readonly Condition[];
  readonly #restricts: boolean;

  /** `conditions` are compiled for the side opposite to `side`, the rule's own. */
  constructor(conditions: readonly Condition[], side: RuleSide) {
    this.conditions = conditions;
    this.#restricts = side === "restrict";
  }

  evaluate(view: EventView): Truth {
    let held: Truth = TRUE;
    for (const condition of this.conditions) {
      // A missing value neither excuses from a denial nor lets a permission stand.
      const one = condition.evaluate(view, UNCERTAIN);
      if (one < held) held = one;
    }
    return this.truthWhere(held);
  }

  /** What it comes to where all its conditions together are `held`: the more they hold, the less it does. */
  truthWhere(held: Truth): Truth {
    if (held === TRUE) return FALSE;
    return held === FALSE || this.#restricts ? TRUE : UNCERTAIN;
  }

  samples(facts: CapabilityFacts): readonly Samples[] {
    return this.conditions.flatMap((condition) => condition.samples?.(facts) ?? []);
  }

  doubt(view: EventView): string | undefined {
    return this.conditions
      .filter((condition) => condition.evaluate(view, UNCERTAIN) === UNCERTAIN)
      .map((condition) => condition.doubt?.(view, UNCERTAIN))
      .find((words) => words !== undefined);
  }

  load(): Promise<void> | undefined {
    const loading = this.conditions.map((one) => one.load?.()).filter((one) => one !== undefined);
    return loading.length === 0 ? undefined : Promise.all(loading).then(() => undefined);
  }
}
