/** An exact number: `units` divided by ten to the power of `scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const PLAIN = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** The number a plain decimal stands for; undefined for anything else. */
export function readDecimal(text: string): Decimal | undefined {
  const [whole, sign = "", digits = "", fraction = "", exponent = "0"] = PLAIN.exec(text) ?? [];
  if (whole === undefined || Math.abs(Number(exponent)) > 15) return undefined;
  const units = BigInt(sign + digits + fraction);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}

const at = (one: Decimal, scale: number): bigint => one.units * 10n ** BigInt(scale - one.scale);

/** Below zero, zero or above it, as `left` is less than, equal to or greater than `right`. */
function compare(left: Decimal, right: Decimal): number {
  const scale = Math.max(left.scale, right.scale);
  const [one, other] = [at(left, scale), at(right, scale)];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The sum of some numbers. */
export function sum(numbers: readonly Decimal[]): Decimal {
  const scale = Math.max(0, ...numbers.map((one) => one.scale));
  return { units: numbers.reduce((total, one) => total + at(one, scale), 0n), scale };
}

/** Whether `value` stands to `bound` as a condition's ending (`gt`, `gte`, `lt`, `lte`) says. */
export function satisfies(value: Decimal, ending: string, bound: Decimal): boolean {
  const order = compare(value, bound);
  if (ending === "gt") return order > 0;
  if (ending === "gte") return order >= 0;
  return ending === "lt" ? order < 0 : order <= 0;
}
