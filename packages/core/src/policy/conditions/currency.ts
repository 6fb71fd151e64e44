import { isJsonObject, type Json } from "../../encoding/json.ts";
import type { CapabilityFacts, EventView } from "../payload/event-view.ts";
import { pointedAt } from "../payload/json-pointer.ts";
import type { SourceNode } from "../document/source.ts";
import { type Problem, readTexts } from "../document/source-values.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import type { CompileCondition, Condition, RuleSide, Samples } from "./condition.ts";
import { showValues } from "./show-values.ts";

const CURRENCY_KEY = /(?:^|[_-])currency(?:_?code)?$|[a-z0-9]Currency(?:Code)?$|^currencyCode$/i;
const CURRENCY_CODE = /^[A-Za-z]{3}$/;

/** `currency`: the payload's currency code (ISO 4217) is one of these, whatever its case. */
export const compileCurrency: CompileCondition = (node, side, problem) => {
  const codes = readCodes(node, problem);
  return codes && new CurrencyCondition(codes, side);
};

/** The currency codes that a policy names, in upper case: one, or a list. */
export function readCodes(node: SourceNode, problem: Problem): readonly string[] | undefined {
  const codes = readTexts(node, problem);
  if (codes === undefined) return undefined;
  const wrong = codes.find((code) => !CURRENCY_CODE.test(code));
  if (wrong !== undefined)
    return problem(node, `"${wrong}" is not a three-letter currency code such as USD`);
  return codes.map((code) => code.toUpperCase());
}

class CurrencyCondition implements Condition {
  readonly key = "currency";
  readonly #codes: ReadonlySet<string>;
  readonly #side: RuleSide;

  constructor(codes: readonly string[], side: RuleSide) {
    this.#codes = new Set(codes);
    this.#side = side;
  }

  evaluate(view: EventView, absent: Truth): Truth {
    const values = view.once(currenciesOf);
    if (values.length === 0) return absent;
    let truth: Truth = this.#side === "restrict" ? FALSE : TRUE;
    for (const value of values) {
      const one = this.#one(value);
      // Restricting: any value is enough. Permitting: every value must hold.
      if (this.#side === "restrict" ? one > truth : one < truth) truth = one;
    }
    return truth;
  }

  samples(facts: CapabilityFacts): readonly Samples[] {
    return currencySamples([...this.#codes], facts);
  }

  doubt(view: EventView): string {
    const odd = view.once(currenciesOf).find((value) => this.#one(value) === UNCERTAIN);
    return odd === undefined
      ? "the payload has no currency"
      : `${showValues([odd])} is not a three-letter currency code`;
  }

  saw(view: EventView): string {
    return `currencies: ${showValues(view.once(currenciesOf))}`;
  }

  #one(value: Json): Truth {
    if (typeof value !== "string" || !CURRENCY_CODE.test(value)) return UNCERTAIN;
    return this.#codes.has(value.toUpperCase()) ? TRUE : FALSE;
  }
}

/** Values among which what reads these currencies changes its answer. */
export function currencySamples(
  codes: readonly string[],
  { fields }: CapabilityFacts,
): readonly Samples[] {
  const other = ["XTS", "XXX", "XUA"].filter((code) => !codes.includes(code)).slice(0, 1);
  const values = [...codes, ...other, "?", [...codes.slice(0, 1), ...other]];
  return (fields?.currency ?? ["/currency"]).map((at) => ({ at, values, complete: true }));
}

/** The currencies of a payload, each once and in upper case; `odd` is the first value that is none. */
export interface CurrencyReading {
  readonly codes: ReadonlySet<string>;
  readonly odd: Json | undefined;
}

/** Reads the currencies of a payload: a key for `EventView.once`. */
export function readCurrencies(view: EventView): CurrencyReading {
  const codes = new Set<string>();
  let odd: Json | undefined;
  for (const value of view.once(currenciesOf))
    if (typeof value === "string" && CURRENCY_CODE.test(value)) codes.add(value.toUpperCase());
    else if (odd === undefined) odd = value;
  return { codes, odd };
}

function currenciesOf(view: EventView): readonly Json[] {
  const { payload } = view.event;
  const pointers = view.facts.fields?.currency;
  if (pointers !== undefined) return pointedAt(payload, pointers);
  const found: Json[] = [];
  findCurrencies(payload, found);
  return found;
}

function findCurrencies(value: Json, found: Json[]): void {
  if (Array.isArray(value))
    for (const item of value as readonly Json[]) findCurrencies(item, found);
  if (!isJsonObject(value)) return;
  for (const [key, member] of Object.entries(value))
    if (CURRENCY_KEY.test(key)) found.push(member);
    else findCurrencies(member, found);
}
