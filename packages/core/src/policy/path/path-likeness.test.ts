import { describe, expect, it } from "vitest";
import { LONGEST_PATH } from "./disguise.ts";
import { looksLikePath, mayBePath } from "./path-likeness.ts";

const long = (start: string, length: number): string => start + "x".repeat(length - start.length);

describe("a text that can only be meant as a path", () => {
  it.each([
    "/etc/passwd",
    " /etc/passwd ",
    "./a",
    "..",
    "~/a",
    "file:a",
    "c:\\a",
    "\\\\host\\a",
    "%2e%2e/a",
    "see a/../b",
    "/a b c d e",
    "/a/b c d e f g",
    "/a\\b c d e f g",
    "/a%b c d e f g",
    long("/", LONGEST_PATH),
  ])("is %j", (text) => {
    expect(looksLikePath(text)).toBe(true);
  });

  it.each([
    "a/b",
    "notes.md",
    "/a b c d e f",
    "/a.b c d e f g",
    "/a\n/b",
    "a\n../b",
    long("/", LONGEST_PATH + 1),
  ])("is not %j", (text) => {
    expect(looksLikePath(text)).toBe(false);
  });
});

describe("a text that may also be a path", () => {
  it.each([
    "a/b",
    " a/b ",
    "a\\b",
    ".env",
    "a=https://example.com/.env",
    " /a b c d e f g h",
    "see\na/../b",
    long("a/", LONGEST_PATH),
  ])("is %j", (text) => {
    expect(mayBePath(text)).toBe(true);
  });

  it.each([
    "notes",
    "two words",
    "either and/or both",
    "https://example.com/a",
    long("a/", LONGEST_PATH + 1),
  ])("is not %j", (text) => {
    expect(mayBePath(text)).toBe(false);
  });
});
