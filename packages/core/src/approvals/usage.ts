import { addDecimals, compareDecimals, type Decimal, formatDecimal } from "../encoding/decimal.ts";
import { type MaybePromise, whenReady } from "../maybe-promise.ts";
import type { StateStore } from "../state/store.ts";

/** What a call is about to use of one limit. */
export interface LimitReservation {
  readonly bucket: string;
  /** How long a use counts, in milliseconds. */
  readonly window: number;
  /** What this call uses, an exact decimal from 0. */
  readonly uses: string;
  /** The most that may be used within a window; undefined where it is only counted, because a human let it be exceeded. */
  readonly most?: string;
  /** From then on nobody can use it any more, in milliseconds since the Unix epoch; where it is left out, never. */
  readonly until?: number;
}

/** Whether a call would use more than there is left of what was used `before` the window and until the `last` use. */
export function exceeds({ uses, most }: LimitReservation, last: Decimal, before: Decimal): boolean {
  if (most === undefined) return false;
  const after = addDecimals(last, total(uses));
  return compareDecimals(after, addDecimals(before, total(most))) > 0;
}

/** Whether a call would use more than is left by now. Throws or rejects where that cannot be read. */
export function isExceeded(
  limit: LimitReservation,
  store: Pick<StateStore, "latest" | "before">,
  now: number,
): MaybePromise<boolean> {
  return whenReady(usedOf(limit, store, now), ({ last, before }) => exceeds(limit, last, before));
}

/** What is left by now, an exact decimal from 0. Throws or rejects where that cannot be read. */
export function leftOf(
  limit: LimitReservation & { readonly most: string },
  store: Pick<StateStore, "latest" | "before">,
  now: number,
): MaybePromise<string> {
  return whenReady(usedOf(limit, store, now), ({ last, before }) => {
    const end = addDecimals(before, total(limit.most));
    const left = addDecimals(end, { ...last, digits: -last.digits });
    return formatDecimal(left.digits < 0n ? NOTHING : left);
  });
}

const NOTHING: Decimal = { digits: 0n, exponent: 0 };

function usedOf(
  { bucket, window }: LimitReservation,
  store: Pick<StateStore, "latest" | "before">,
  now: number,
): MaybePromise<{ readonly last: Decimal; readonly before: Decimal }> {
  return whenReady(store.latest("usage", bucket), (last) => {
    if (last === undefined) return { last: NOTHING, before: NOTHING };
    const time = Math.max(now, last.time);
    return whenReady(store.before("usage", bucket, time - window), (before) => ({
      last: total(last.text),
      before: before === undefined ? NOTHING : total(before.text),
    }));
  });
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
