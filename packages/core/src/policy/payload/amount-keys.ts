/** What a key says of the number under it: an amount, an amount in cents or the like, or nothing. */
export type KeyMeaning = "amount" | "minor-units" | "other";

const WORDS = "amount|total|value|sum|quantity|price|cost";
const AMOUNT_KEY = new RegExp(`(?:^|[_-])(?:${WORDS})s?(?:[_-][a-z]{3})?$`, "i");
const CAMEL_AMOUNT_KEY = new RegExp(
  `(?:^(?:${WORDS})|[a-z0-9](?:Amount|Total|Value|Sum|Quantity|Price|Cost))s?(?:[A-Z][A-Za-z]{2})?$`,
);
const MINOR_UNIT_KEY = /(?:^|[_-])(?:cents|pence|minor(?:_?units)?)$/i;
const CAMEL_MINOR_UNIT_KEY = /[a-z0-9](?:Cents|Pence|Minor(?:Units)?)$/;

/** Keys are the agent's to choose, so only so many are remembered. */
const MEMORY = 1024;

/** Knows which argument names stand for amounts of money, and remembers the ones it has seen. */
export class AmountKeys {
  readonly #known = new Map<string, KeyMeaning>();

  meaningOf(key: string): KeyMeaning {
    const known = this.#known.get(key);
    // Stryker disable next-line ConditionalExpression: what is remembered only saves time
    if (known !== undefined) return known;
    const meaning = readMeaning(key);
    // Stryker disable next-line all: what is remembered only saves time
    if (this.#known.size < MEMORY) this.#known.set(key, meaning);
    return meaning;
  }
}

function readMeaning(key: string): KeyMeaning {
  if (MINOR_UNIT_KEY.test(key) || CAMEL_MINOR_UNIT_KEY.test(key)) return "minor-units";
  return AMOUNT_KEY.test(key) || CAMEL_AMOUNT_KEY.test(key) ? "amount" : "other";
}
