/** An exact decimal number: `digits` times ten to the power of `exponent`. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

const PLAIN_DECIMAL = /^(-?)(\d{1,64})(?:\.(\d{1,64}))?(?:[eE]([+-]?\d{1,3}))?$/;

/** The largest power of ten accepted in an exponent, so that comparing stays cheap. */
const EXPONENT_LIMIT = 15;

/**
 * Reads a plain decimal such as `1000`, `-0.01` or `5e3`, exactly.
 *
 * Returns undefined for everything else: separators, signs of currency, a leading `+`, hexadecimal,
 * blanks, exponents beyond 15, more than 64 digits on either side of the point.
 */
export function parseDecimal(text: string): Decimal | undefined {
  const match = PLAIN_DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", power = "0"] = match;
  const exponent = Number(power);
  if (Math.abs(exponent) > EXPONENT_LIMIT) return undefined;
  const digits = BigInt(whole + fraction);
  return { digits: sign === "-" ? -digits : digits, exponent: exponent - fraction.length };
}

/**
 * The exact decimal a JSON number was written as, or undefined where a double may have lost digits:
 * integers beyond 2^53 and numbers that only an exponent beyond 15 can write.
 */
export function decimalOfNumber(value: number): Decimal | undefined {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return undefined;
  return parseDecimal(String(value));
}

/** Negative, zero or positive as `left` is less than, equal to or greater than `right`. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const exponent = Math.min(left.exponent, right.exponent);
  const difference = atExponent(left, exponent) - atExponent(right, exponent);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The exact sum of two decimals. */
export function addDecimals(left: Decimal, right: Decimal): Decimal {
  const exponent = Math.min(left.exponent, right.exponent);
  return { digits: atExponent(left, exponent) + atExponent(right, exponent), exponent };
}

/** A decimal as plain digits with a point, exactly. */
export function formatDecimal({ digits, exponent }: Decimal): string {
  const sign = digits < 0n ? "-" : "";
  const text = (digits < 0n ? -digits : digits).toString();
  if (exponent >= 0) return `${sign}${text}${digits === 0n ? "" : "0".repeat(exponent)}`;
  const padded = text.padStart(1 - exponent, "0");
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

function atExponent(value: Decimal, exponent: number): bigint {
  return value.digits * 10n ** BigInt(value.exponent - exponent);
}
