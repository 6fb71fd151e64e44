import type { EventView } from "../payload/event-view.ts";
import { readWholeNumber } from "../document/source-values.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { compareAmount, type Comparison } from "./amount.ts";
import type { CompileCondition, Condition, Samples } from "./condition.ts";

/** `caller_depth_gt|gte|lt|lte`: how many agents stand between the user and the call. Missing is uncertain. */
export function compileCallerDepth(comparison: Comparison): CompileCondition {
  return (node, _side, problem) => {
    const bound = readWholeNumber(node, 0, problem);
    return bound === undefined ? undefined : new CallerDepth(comparison, bound);
  };
}

class CallerDepth implements Condition {
  readonly key: string;
  readonly #comparison: Comparison;
  readonly #bound: number;

  constructor(comparison: Comparison, bound: number) {
    this.key = `caller_depth_${comparison}`;
    this.#comparison = comparison;
    this.#bound = bound;
  }

  evaluate(view: EventView): Truth {
    const { callerDepth } = view.event.context;
    if (callerDepth === undefined) return UNCERTAIN;
    return compareAmount(callerDepth, this.#comparison, this.#bound) ? TRUE : FALSE;
  }

  samples(): readonly Samples[] {
    const values = [this.#bound - 1, this.#bound, this.#bound + 1].filter((depth) => depth >= 0);
    return [{ at: "callerDepth", values, complete: true }];
  }

  doubt(): string {
    return "the host did not say how many agents stand between the user and the call";
  }

  saw(view: EventView): string | undefined {
    return view.event.context.callerDepth?.toString();
  }
}
