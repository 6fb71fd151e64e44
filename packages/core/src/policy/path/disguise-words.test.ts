import { expect, it } from "vitest";
import { disguiseOf, LONGEST_PATH } from "./disguise.ts";

it.each([
  ["", "is empty"],
  ["a\0b", "has control characters"],
  ["a\ud800", "has control characters"],
  [`a${"\u0301".repeat(40)}`, "has more combining marks than any name"],
  ["//a", 'starts with "//"'],
  ["~/a", 'has a "~" that may stand for a home directory'],
  ["$HOME/a", "has a variable"],
  ["c:a", "is a URL, a drive or a stream"],
  ["a::b", "is a URL, a drive or a stream"],
  [".../a", "has a segment that some systems read as dots"],
  ["a%ff", "has an encoding that is read in more than one way"],
  ["a%00", "hides control characters"],
  ["a%2fb", "hides a separator or a dot segment"],
  ["0x2e0x2e/a", "hides a dot segment"],
  ["x".repeat(LONGEST_PATH + 1), "is longer than 4096 characters"],
])("no rule lets %j through, which %s", (path, words) => {
  expect(disguiseOf(path)).toBe(words);
});

it("a path may be as long as the system takes", () => {
  expect(disguiseOf("x".repeat(LONGEST_PATH))).toBeUndefined();
});
