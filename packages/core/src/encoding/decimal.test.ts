import { describe, expect, it } from "vitest";
import { Random } from "../../test/random.ts";
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimalOfNumber,
  formatDecimal,
  parseDecimal,
} from "./decimal.ts";

function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === undefined) throw new Error(`"${text}" is not a decimal`);
  return parsed;
}

const cents = (value: number): string => (value / 100).toFixed(2);

const compare = (left: string, right: string): number =>
  compareDecimals(decimal(left), decimal(right));

describe("parseDecimal", () => {
  it.each(["0", "-0", "1000", "0.01", "-12.50", "5e3", "5E+3", "5e-3", "007", "1e15", "1e-15"])(
    "reads %s",
    (text) => {
      expect(Number(parseDecimal(text)?.digits)).toBeCloseTo(
        Number(text) / 10 ** (parseDecimal(text)?.exponent ?? 0),
      );
    },
  );

  it.each([
    "",
    " ",
    " 5",
    "5 ",
    "5\n",
    "- 5",
    "1 000",
    "5 USD",
    "5\u200b",
    "9".repeat(65),
    `0.${"1".repeat(65)}`,
    ...`+5 --5 .5 5. 1,000 1.000,01 1_000 1'000 $5 5$ €5 0x10 0b1 0o7 1e e5 1e5.5 1e16 1e-16 1e999 1e+-5
      NaN Infinity -Infinity five ٥ ５ Ⅴ 1/2 50% true null [5] 5;6`.split(/\s+/),
  ])("does not guess at %j", (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });

  it("keeps digits that a double would lose", () => {
    expect(compare("1000.0000000000000000000000001", "1000")).toBe(1);
    expect(compare("9007199254740993", "9007199254740992")).toBe(1);
    expect(compare("9".repeat(64), `${"9".repeat(63)}8`)).toBe(1);
  });
});

describe("decimalOfNumber", () => {
  it.each([0, 1, -1, 0.1, 1000.01, 1e-7, 123456.789, Number.MAX_SAFE_INTEGER])(
    "is exact for %d",
    (value) => {
      const exact = decimalOfNumber(value);
      expect(exact && Number(exact.digits) * 10 ** exact.exponent).toBeCloseTo(value, 12);
      expect(exact && compareDecimals(exact, decimal(String(value)))).toBe(0);
    },
  );

  it.each([2 ** 53, -(2 ** 53), 1e21, 1e300, 1e-16, 5e-324, Number.NaN, Infinity])(
    "is undefined for %d, which may have lost digits",
    (value) => {
      expect(decimalOfNumber(value)).toBeUndefined();
    },
  );
});

describe("compareDecimals", () => {
  it.each([
    ["1000", "1000.00", 0],
    ["1e3", "1000", 0],
    ["-0", "0", 0],
    ["1000.01", "1000", 1],
    ["999.99", "1000", -1],
    ["-5", "5", -1],
    ["-5", "-6", 1],
    ["0.1", "0.10000000000000000000001", -1],
    ["1e15", "1e-15", 1],
  ])("orders %s against %s", (left, right, order) => {
    expect(compare(left, right)).toBe(order);
    expect(compare(right, left)).toBe(order === 0 ? 0 : -order);
  });

  it("orders random cents as whole numbers are ordered", () => {
    const random = new Random(1);
    for (let run = 0; run < 500; run += 1) {
      const left = random.below(100_000) - 50_000;
      const right = random.below(100_000) - 50_000;
      expect(compare(cents(left), cents(right))).toBe(Math.sign(left - right));
    }
  });
});

describe("addDecimals", () => {
  it("adds without rounding", () => {
    expect(compareDecimals(addDecimals(decimal("0.1"), decimal("0.2")), decimal("0.3"))).toBe(0);
    expect(compareDecimals(addDecimals(decimal("1e15"), decimal("1e-15")), decimal("1e15"))).toBe(
      1,
    );
    expect(compareDecimals(addDecimals(decimal("5"), decimal("-5.00")), decimal("0"))).toBe(0);
  });
});

describe("formatDecimal", () => {
  it.each([
    ["1000", "1000"],
    ["-0.01", "-0.01"],
    ["5e3", "5000"],
    ["0e5", "0"],
    ["12.50", "12.50"],
    ["1e-15", "0.000000000000001"],
    ["-123.456e1", "-1234.56"],
  ])("writes %s out as %s", (text, written) => {
    expect(formatDecimal(decimal(text))).toBe(written);
  });

  it("writes what reads as the same number", () => {
    const random = new Random(7);
    for (let run = 0; run < 500; run += 1) {
      const one = {
        digits: BigInt(random.below(2_000_000) - 1_000_000),
        exponent: random.below(12) - 8,
      };
      expect(compareDecimals(decimal(formatDecimal(one)), one)).toBe(0);
    }
  });
});
