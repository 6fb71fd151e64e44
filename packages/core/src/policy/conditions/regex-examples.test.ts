import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import { regexExamples } from "./regex-examples.ts";

const examples = (pattern: string): readonly string[] => {
  const regex = RE2JS.compile(pattern);
  return regexExamples(pattern, (text) => regex.test(text));
};

describe("regexExamples", () => {
  it.each([
    [String.raw`^\d{3}-\d{2,4}$`, "000-00"],
    [String.raw`^[A-Z]{2}[0-9]{2}`, "AA00"],
    [String.raw`\bDROP\s+TABLE\b`, "DROP TABLE"],
    ["(?i)secret", "secret"],
    ["^[^a-z]+$", "0"],
    [String.raw`^[^\s@]+@example\.com$`, "a@example.com"],
    ["^(?P<verb>get|put) x$", "put x"],
    [String.raw`\x41\x{42}`, "AB"],
    [String.raw`^\pL+$`, "a"],
    ["^[[:alpha:]]$", "a"],
    ["a{0}b", "b"],
    ["^.*$", ""],
    ["^.$", "a"],
    ["^😀$", "😀"],
    ["^[😀x]$", "😀"],
    ["^a{3}$", "aaa"],
    ["^(ab){2,}$", "abab"],
    ["^(a|b){2}$", "bb"],
    ["^a+?b??$", "a"],
    ["^(?:x|y)z$", "yz"],
    ["^(?i:x)(?s)y$", "xy"],
    ["^(?<name>x)$", "x"],
    ["^(?i-s:x)(?is)y$", "xy"],
    ["^(a?b:)$", "ab:"],
    [String.raw`^\d\x41$`, "0A"],
    ["^[^b[:digit:]]$", "A"],
    ["^[^A[:space:]]$", "-"],
    ["^a{12}$", "a".repeat(12)],
    [String.raw`^\Ax\by?\z`, "x"],
    [String.raw`^[]a]$`, "]"],
    [String.raw`^[\]]$`, "]"],
    [String.raw`^[\d]$`, "0"],
    [String.raw`^[^\d]$`, "a"],
    ["^[^a0]$", "A"],
    ["^[^a-z0-9A]$", " "],
    ["^[^ -~]$", "é"],
    ["^[^]a]$", "0"],
    ["^[[:alnum:]_]{2}$", "aa"],
    [String.raw`^\PN\p{Ll}$`, "aa"],
    [String.raw`^\D\W\S$`, "a-a"],
    [String.raw`^\n\t\r\f\v$`, "\n\t\r\f\v"],
    [String.raw`^\.\*\\$`, ".*\\"],
    [String.raw`^\x{1F600}\x7E$`, "😀~"],
  ])("finds for %s %j", (pattern, text) => {
    expect(examples(pattern)).toContain(text);
  });

  it("finds one for each alternative", () => {
    expect(examples("^(rm|dd|mk(fs|dir))$")).toEqual(["rm", "dd", "mkfs", "mkdir"]);
  });

  it.each(["^[^\\x00-\\x{10FFFF}]$", "a\\b\\Bb", "^\\p{Greek}$", "^a{600}b{600}$"])(
    "says of %s that it finds none, rather than a text that does not match",
    (pattern) => {
      expect(examples(pattern)).toEqual([]);
    },
  );

  it("stays small on a pattern of very many texts", () => {
    const found = examples("(a|b|c|d)".repeat(40));
    expect(found.length).toBeLessThanOrEqual(16);
    expect(found.every((text) => text.length <= 1024)).toBe(true);
  });
});
