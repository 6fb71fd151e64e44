import { addDecimals, type Decimal } from "../../encoding/decimal.ts";
import { type AmountReading, asDecimal } from "./amounts.ts";

/** The exact sum of the amounts of a payload, each once; undefined where one is negative. */
export function totalOf({ candidates, found }: AmountReading): Decimal | undefined {
  let total: Decimal = { digits: 0n, exponent: 0 };
  for (let index = 0; index < found; index += 1) {
    const amount = asDecimal(candidates[index] ?? 0);
    if (amount.digits < 0n) return undefined;
    total = addDecimals(total, amount);
  }
  return total;
}
