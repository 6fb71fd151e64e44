import {
  compareDecimals,
  decimalOfNumber,
  parseDecimal,
  formatDecimal,
} from "../../encoding/decimal.ts";
import { type Amount, asDecimal, type OddAmount } from "../payload/amounts.ts";
import type { CapabilityFacts, EventView } from "../payload/event-view.ts";
import type { SourceNode } from "../document/source.ts";
import { describe } from "../document/source-values.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import type { CompileCondition, Condition, RuleSide, Samples } from "./condition.ts";
import { showValues } from "./show-values.ts";

/** A comparison with a bound. */
export type Comparison = "gt" | "gte" | "lt" | "lte";

/** `amount_gt`, `amount_gte`, `amount_lt` and `amount_lte`: an amount of the payload against a bound, exactly. */
export function compileAmount(comparison: Comparison): CompileCondition {
  return (node, side, problem) => {
    const bound = readBound(node);
    if (bound === undefined)
      return problem(
        node,
        `expected a plain decimal such as 1000 or "0.01", got ${describe(node)}`,
      );
    return new AmountCondition(comparison, bound, side);
  };
}

/** A bound as the policy writes it: a double where that is exact, else a decimal. */
export function readBound(node: SourceNode): Amount | undefined {
  const text = typeof node.value === "number" ? node.text : node.value;
  const decimal = typeof text === "string" ? parseDecimal(text) : undefined;
  if (decimal === undefined) return undefined;
  const held = decimalOfNumber(Number(text));
  return held !== undefined && compareDecimals(held, decimal) === 0 ? Number(text) : decimal;
}

/** Whether an amount stands in this relation to a bound, exactly. */
export function compareAmount(amount: Amount, comparison: Comparison, bound: Amount): boolean {
  const order =
    typeof amount === "number" && typeof bound === "number"
      ? amount - bound
      : compareDecimals(asDecimal(amount), asDecimal(bound));
  switch (comparison) {
    case "gt":
      return order > 0;
    case "gte":
      return order >= 0;
    case "lt":
      return order < 0;
    case "lte":
      return order <= 0;
  }
}

const UNREADABLE_AMOUNT = "1,000";

/** One bound on the amounts of a payload. */
export class AmountCondition implements Condition {
  readonly key: string;
  readonly comparison: Comparison;
  readonly bound: Amount;
  readonly #side: RuleSide;

  constructor(comparison: Comparison, bound: Amount, side: RuleSide) {
    this.key = `amount_${comparison}`;
    this.comparison = comparison;
    this.bound = bound;
    this.#side = side;
  }

  evaluate(view: EventView, absent: Truth): Truth {
    return this.#side === "restrict" ? this.#any(view, absent) : this.#every(view, absent);
  }

  samples({ fields }: CapabilityFacts): readonly Samples[] {
    const values = [UNREADABLE_AMOUNT];
    return (fields?.amount ?? ["/amount"]).map((at) => ({
      at,
      values,
      bounds: [this.bound],
      complete: true,
    }));
  }

  doubt(view: EventView): string {
    const { candidates, odd } = view.amounts;
    if (odd !== undefined) return describeOdd(odd);
    if (candidates.length === 0) return "the payload has no amount";
    return "a negative amount may move as much the other way";
  }

  saw(view: EventView): string {
    return `amounts: ${showValues(view.amounts.candidates.map(asJson))}`;
  }

  #any(view: EventView, absent: Truth): Truth {
    const { least, most, unreadable } = view.amounts;
    if (least === undefined || most === undefined) return unreadable ? UNCERTAIN : absent;
    if (this.#holds(this.#isUpper ? most : least)) return TRUE;
    // A negative amount may move as much the other way; the least moves most.
    const reversed = isNegative(least) && this.#isUpper && this.#holds(negate(least));
    return unreadable || reversed ? UNCERTAIN : FALSE;
  }

  #every(view: EventView, absent: Truth): Truth {
    const { least, most, unreadable } = view.amounts;
    if (unreadable) return UNCERTAIN;
    if (least === undefined || most === undefined) return absent;
    return !isNegative(least) && this.#holds(this.#isUpper ? least : most) ? TRUE : FALSE;
  }

  /** Whether amounts hold from the bound upwards. */
  get #isUpper(): boolean {
    return this.comparison === "gt" || this.comparison === "gte";
  }

  #holds(amount: Amount): boolean {
    return compareAmount(amount, this.comparison, this.bound);
  }
}

/** Why what stands in the place of an amount cannot be compared or counted. */
export function describeOdd({ key, value }: OddAmount): string {
  return value === undefined
    ? `"${key}" counts minor units, which a bound does not`
    : `${showValues([value])} under "${key}" cannot be read as exactly one plain number`;
}

function asJson(amount: Amount): number | string {
  return typeof amount === "number" ? amount : formatDecimal(amount);
}

function isNegative(amount: Amount): boolean {
  return typeof amount === "number" ? amount < 0 : amount.digits < 0n;
}

function negate(amount: Amount): Amount {
  return typeof amount === "number" ? -amount : { ...amount, digits: -amount.digits };
}
