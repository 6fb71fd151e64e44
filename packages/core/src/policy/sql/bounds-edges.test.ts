import { describe, expect, it } from "vitest";
import { isParseable, isScannable } from "./bounds.ts";
import { type Token, tokensOf } from "./tokens.ts";

const parseable = (text: string): boolean => isParseable(tokensOf(text) as readonly Token[]);

describe("what may be parsed", () => {
  it.each<[string, (count: number) => string, number]>([
    ["pieces", (count) => "1 ".repeat(count), 12_000],
    ["words between commas", (count) => "a ".repeat(count), 398],
    ["characters of operators", (count) => "-~".repeat(count), 199],
    ["characters that start nothing", (count) => "\\".repeat(count), 398],
    ["parentheses", (count) => "(".repeat(count), 199],
    ["parentheses that close", (count) => "(".repeat(count) + ")".repeat(count), 199],
    ["brackets", (count) => "[".repeat(count) + "]".repeat(count), 199],
    ["CASE between commas", (count) => "CASE ,".repeat(count), 198],
    ["JOIN between ANDs", (count) => "join and ".repeat(count), 198],
    ["words before a comma", (count) => `${"a ".repeat(count)}, b`, 398],
    ["words after a comma", (count) => `b, ${"a ".repeat(count)}`, 398],
    ["words after a semicolon", (count) => `b; ${"a ".repeat(count)}`, 398],
    ["words after AND", (count) => `b AND ${"a ".repeat(count)}`, 397],
    ["words after OR", (count) => `b or ${"a ".repeat(count)}`, 397],
    ["words in parentheses", (count) => `( ${"a ".repeat(count)} )`, 396],
    ["words beside parentheses", (count) => `( a ) ${"a ".repeat(count)}`, 395],
    ["words beside parentheses before a comma", (count) => `( a ) , ${"a ".repeat(count)}`, 398],
    ["words in two parentheses", (count) => `( a ) ( ${"a ".repeat(count)} ) ( a )`, 396],
    ["words in parentheses that do not close", (count) => `( , ${"a ".repeat(count)}`, 396],
    ["words before a stray parenthesis", (count) => `${"a ".repeat(count)} )`, 398],
  ])("is so many %s, and not one more", (_name, make, most) => {
    expect([parseable(make(most)), parseable(make(most + 1))]).toEqual([true, false]);
  });

  it("is any number of texts, numbers and points", () => {
    expect(parseable("'a' 1 . \"b\" ".repeat(1000))).toBe(true);
  });
});

describe("what the scanner gets through", () => {
  it.each<[string, (count: number) => string, number]>([
    ["plus signs", (count) => "+".repeat(count), 1414],
    ["plus signs before a word", (count) => `${"+".repeat(count)} a`, 1414],
    ["plus signs after another run", (count) => `${"+".repeat(1000)} ${"+".repeat(count)}`, 1000],
    ["starts of comments", (count) => "/*".repeat(count), 1000],
    ["minus and plus signs", (count) => "-+".repeat(count), 1000],
  ])("is so many %s, and not one more", (_name, make, most) => {
    expect([isScannable(make(most)), isScannable(make(most + 1))]).toEqual([true, false]);
  });

  it.each(["-".repeat(60_000), "*".repeat(60_000), "+ ".repeat(30_000), "a".repeat(60_000)])(
    "is a text that is read once: %j",
    (text) => {
      expect(isScannable(text)).toBe(true);
    },
  );
});
