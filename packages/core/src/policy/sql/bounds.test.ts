import { beforeAll, describe, expect, it } from "vitest";
import { isParseable, isScannable } from "./bounds.ts";
import { SqlGrammar } from "./grammar.ts";
import { tokensOf } from "./tokens.ts";

const grammar = new SqlGrammar(() => import("libpg-query"));
beforeAll(() => grammar.load());

const parseable = (text: string): boolean => isParseable(tokensOf(text) ?? []);

/** Texts that deepen the parser's tree `count` times. */
const DEEP: Readonly<Record<string, (count: number) => string>> = {
  parentheses: (count) => `select ${"(".repeat(count)}1${")".repeat(count)}`,
  subqueries: (count) => `select ${"(select ".repeat(count)}1${")".repeat(count)}`,
  calls: (count) => `select ${"f(".repeat(count)}1${")".repeat(count)}`,
  sums: (count) => `select 1${"+1".repeat(count)}`,
  negations: (count) => `select ${"not ".repeat(count)}true`,
  casts: (count) => `select 1${"::a".repeat(count)}`,
  tests: (count) => `select 1${" isnull".repeat(count)}`,
  cases: (count) => `select ${"case when 1 then ".repeat(count)}1${" end".repeat(count)}`,
  "cases between commas": (count) =>
    `select ${"case when f(1, 2) and true then ".repeat(count)}1${" end".repeat(count)}`,
  joins: (count) => `select 1 from a${" join b on f(1, 2) and true".repeat(count)}`,
  unions: (count) => `select 1, 2${" union select 1, 2".repeat(count)}`,
  queries: (count) => `${"with a as (".repeat(count)}select 1${") select 1".repeat(count)}`,
};

describe("the bound on depth", () => {
  it.each(Object.keys(DEEP))("lets some %s through and stops a tower of them", (name) => {
    const make = DEEP[name] as (count: number) => string;
    expect(parseable(make(30))).toBe(true);
    expect(parseable(make(3000))).toBe(false);
  });

  it.each(Object.keys(DEEP))("leaves the parser in good health at the deepest %s", (name) => {
    const make = DEEP[name] as (count: number) => string;
    let count = 30;
    while (parseable(make(count + 1))) count += 1;
    for (let again = 0; again < 60; again += 1) expect(grammar.parse(make(count))).toHaveLength(1);
    expect(grammar.parse("select 1")).toHaveLength(1);
  });

  it("does not count what stands beside each other", () => {
    expect(parseable(`select ${"a.b + 1, ".repeat(1000)}1`)).toBe(true);
    expect(parseable(`select 1 from t where a = 1${" and b < 2 or c > 3".repeat(400)}`)).toBe(true);
  });

  it("is not forgotten behind a parenthesis that closes nothing", () => {
    expect(parseable(`select 1${"+1".repeat(3000)} ) , 1`)).toBe(false);
  });

  it("reads no depth into quotes and comments", () => {
    expect(parseable(`select '${"((+not ".repeat(3000)}' -- ${"((".repeat(3000)}`)).toBe(true);
    expect(parseable(`select ','${" + ','".repeat(3000)}`)).toBe(false);
  });
});

describe("the bound on length", () => {
  it("stops what has too many pieces", () => {
    expect(parseable(`select ${"1,".repeat(5000)}1`)).toBe(true);
    expect(parseable(`select ${"1,".repeat(7000)}1`)).toBe(false);
  });

  it.each([
    `/*${"/*".repeat(15_000)}`,
    `select 1 ${"+".repeat(10_000)} 2`,
    `select 1 ${"-+".repeat(10_000)} 2`,
  ])("stops what the scanner would go over again and again", (text) => {
    expect(isScannable(text)).toBe(false);
  });

  it("lets banners pass", () => {
    const banner = `/${"*".repeat(200)}\n notes ++++++++++\n${"*".repeat(200)}/\n${"-".repeat(500)}\n`;
    expect(isScannable(banner.repeat(20))).toBe(true);
  });
});
