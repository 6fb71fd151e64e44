import type { CompileCondition } from "../conditions/condition.ts";
import { readWholeNumber } from "../document/source-values.ts";
import type { Measure } from "./limit-condition.ts";
import { type LimitForm, readLimit } from "./read-limit.ts";

const CALLS: Measure = {
  key: "max_calls",
  words: "calls",
  scope: {},
  use: () => ONE,
  samples: () => [],
};

const ONE = { uses: "1" };

/** How `max_calls` is read. */
export const CALLS_FORM: LimitForm = {
  keys: ["count"],
  example: "{ count: 20, per: 1h }",
  readBound: (node, problem) => {
    const count = readWholeNumber(node, 0, problem);
    return count === undefined ? undefined : { digits: BigInt(count), exponent: 0 };
  },
  readMeasure: () => CALLS,
};

/** `max_calls`: with this call, there would be more than so many within a time. */
export const compileMaxCalls: CompileCondition = (node, side, problem, rule) =>
  readLimit(node, side, problem, rule, CALLS_FORM);
