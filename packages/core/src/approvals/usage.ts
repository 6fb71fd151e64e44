import { addDecimals, compareDecimals, type Decimal, formatDecimal } from "../encoding/decimal.ts";

/** What a call is about to use of one limit. */
export interface LimitReservation {
  readonly bucket: string;
  /** How long a use counts, in milliseconds. */
  readonly window: number;
  /** What this call uses, an exact decimal from 0. */
  readonly uses: string;
  /** The most that may be used within a window; undefined where it is only counted, because a human let it be exceeded. */
  readonly most?: string;
}

/** Whether a call would use more than there is left of what was used `before` the window and until the `last` use. */
export function exceeds({ uses, most }: LimitReservation, last: Decimal, before: Decimal): boolean {
  if (most === undefined) return false;
  const after = addDecimals(last, total(uses));
  return compareDecimals(after, addDecimals(before, total(most))) > 0;
}

/** All that was ever used, once a call has used its part. */
export function afterUse(last: Decimal, uses: string): string {
  return formatDecimal(addDecimals(last, total(uses)));
}

/** An exact decimal from 0, of any length. Throws `RangeError` for anything else: a changed store must not free a limit. */
export function total(text: string): Decimal {
  const [, whole = "", fraction = ""] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === "") throw new RangeError(`${JSON.stringify(text)} is no amount that was used`);
  return { digits: BigInt(whole + fraction), exponent: -fraction.length };
}
