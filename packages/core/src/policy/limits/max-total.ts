import { type Decimal, formatDecimal, parseDecimal } from "../../encoding/decimal.ts";
import type { JsonObject } from "../../encoding/json.ts";
import { describeOdd, readBound } from "../conditions/amount.ts";
import type { CompileCondition, Samples } from "../conditions/condition.ts";
import { currencySamples, readCodes, readCurrencies } from "../conditions/currency.ts";
import { showValues } from "../conditions/show-values.ts";
import { childOf, type SourceNode } from "../document/source.ts";
import { describe, type Problem } from "../document/source-values.ts";
import { asDecimal } from "../payload/amounts.ts";
import { totalOf } from "../payload/amount-total.ts";
import type { CapabilityFacts, EventView } from "../payload/event-view.ts";
import { FALSE, type Truth } from "../truth.ts";
import type { Measure, Use } from "./limit-condition.ts";
import { type LimitForm, readLimit } from "./read-limit.ts";

/** How `max_total` is read. */
export const TOTAL_FORM: LimitForm = {
  keys: ["amount", "currency"],
  example: "{ amount: 5000, per: 24h }",
  readBound: readAmountBound,
  readMeasure: (limit, problem) => {
    const node = childOf(limit, "currency");
    if (node === undefined) return new AmountsMeasure(undefined);
    const codes = readCodes(node, problem);
    return codes && new AmountsMeasure([...new Set(codes)].toSorted());
  },
};

/** `max_total`: with this call, its amounts and those of others would be more than so much within a time. */
export const compileMaxTotal: CompileCondition = (node, side, problem, rule) =>
  readLimit(node, side, problem, rule, TOTAL_FORM);

function readAmountBound(node: SourceNode, problem: Problem): Decimal | undefined {
  const bound = readBound(node);
  const decimal = bound === undefined ? undefined : asDecimal(bound);
  if (decimal !== undefined && decimal.digits >= 0n && isShort(decimal)) return decimal;
  return problem(node, `expected a plain decimal from 0, got ${describe(node)}`);
}

/** Whether a decimal written out is one that can be read back. */
function isShort(decimal: Decimal): boolean {
  return parseDecimal(formatDecimal(decimal)) !== undefined;
}

/** The sum of the amounts of a call, in the currencies that a limit names, if it names any. */
class AmountsMeasure implements Measure {
  readonly key = "max_total";
  readonly words: string;
  readonly scope: JsonObject;
  readonly #codes: readonly string[] | undefined;

  constructor(codes: readonly string[] | undefined) {
    this.#codes = codes;
    this.scope = { currency: codes ?? [] };
    this.words = codes === undefined ? "amounts" : `amounts in ${codes.join(" or ")}`;
  }

  use(view: EventView, absent: Truth): Use {
    const { odd, least } = view.amounts;
    const currency = this.#codes === undefined ? OURS : useOfCurrency(this.#codes, view);
    if (currency === undefined) return undefined;
    if (odd !== undefined) return { doubt: () => describeOdd(odd) };
    if (least === undefined) return absent === FALSE ? undefined : NO_AMOUNT;
    // Whoever leaves the currency out must not leave the count, also under a wildcard.
    return currency === OURS ? view.once(readUse) : currency;
  }

  samples(facts: CapabilityFacts): readonly Samples[] {
    const amounts = (facts.fields?.amount ?? ["/amount"]).map((at) => ({
      at,
      values: ["1,000"],
      bounds: [0],
      complete: true,
    }));
    return this.#codes === undefined
      ? amounts
      : [...amounts, ...currencySamples(this.#codes, facts)];
  }
}

const OURS: Use = { uses: "" };
const NO_AMOUNT: Use = { doubt: () => "the payload has no amount" };

/** `OURS` where a payload surely is in these currencies alone; undefined where it surely is in none of them. */
function useOfCurrency(wanted: readonly string[], view: EventView): Use {
  const { codes, odd } = view.once(readCurrencies);
  if (odd !== undefined)
    return { doubt: () => `${showValues([odd])} is not a three-letter currency code` };
  if (codes.size === 0) return { doubt: () => "the payload has no currency" };
  const counted = wanted.filter((code) => codes.has(code)).length;
  if (counted === 0) return undefined;
  if (counted === codes.size) return OURS;
  return { doubt: () => "not all currencies of the payload are those that are counted" };
}

/** Made once for all limits of a policy. */
function readUse(view: EventView): Use {
  const total = totalOf(view.amounts);
  if (total === undefined)
    return { doubt: () => "a negative amount may move as much the other way" };
  return isShort(total)
    ? { uses: formatDecimal(total) }
    : { doubt: () => "its amounts together have too many digits" };
}
