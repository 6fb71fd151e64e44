/** A whole number whose digits are not known: it can be evaluated and split without harm. */
export const NUMBER: unique symbol = Symbol("number");

/** What is known of a variable: its text, that it is a number, or nothing. */
export type Value = string | typeof NUMBER | undefined;

/** What a command line has set its variables to; what it has not set comes from the environment and is not known. */
export class Variables {
  readonly #values: Map<string, Value>;

  constructor(values: ReadonlyMap<string, Value> = new Map()) {
    this.#values = new Map(values);
  }

  get(name: string): Value {
    return this.#values.get(name);
  }

  /** Whether the command line has set it, even if nobody knows to what. */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  set(name: string, value: Value): void {
    this.#values.set(name, value);
  }

  copy(): Variables {
    return new Variables(this.#values);
  }

  /** Takes in that another course of events may have come about instead. */
  join(other: Variables): void {
    for (const name of new Set([...this.#values.keys(), ...other.#values.keys()])) {
      const mine = this.get(name);
      const theirs = other.get(name);
      if (mine !== theirs)
        this.set(name, isNumeric(mine) && isNumeric(theirs) ? NUMBER : undefined);
    }
  }

  /** Forgets everything, as something of an unknown name may have been set. */
  clear(): void {
    this.#values.clear();
  }
}

/** Whether a value is surely a decimal number. */
export function isNumeric(value: Value): boolean {
  return value === NUMBER || (typeof value === "string" && /^(?:0|[1-9]\d{0,17})$/.test(value));
}
