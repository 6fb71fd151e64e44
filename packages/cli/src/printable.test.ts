import { describe, expect, it } from "vitest";
import { printable, printableJson, printableValue, shortened } from "./printable.ts";

const HOSTILE: Readonly<Record<string, string>> = {
  "a terminal escape": "\u001B",
  "an eight-bit escape": "\u009B",
  "a backspace": "\b",
  "a line break": "\n",
  "a carriage return": "\r",
  "a line separator": "\u2028",
  "a right-to-left override": "\u202E",
  "a bidirectional isolate": "\u2066",
  "a zero-width space": "\u200B",
  "a byte order mark": "\uFEFF",
  "a soft hyphen": "\u00AD",
  "an invisible letter": "\u3164",
  "a no-break space": "\u00A0",
  "a tag character": "\u{E0041}",
  "a private-use character": "\uE000",
  "a lone surrogate": "\uD800",
};

describe("printable", () => {
  it.each(Object.entries(HOSTILE))("spells out %s", (_name, character) => {
    expect(printable(`a${character}b`)).toMatch(/^a(?:\\u[0-9a-f]{4})+b$/);
  });

  it("leaves what people write as it is", () => {
    const text = 'naïve 東京 – "quoted" \\ 😀 ~!@#';
    expect(printable(text)).toBe(text);
  });

  it("keeps JSON the same JSON", () => {
    const value = { [Object.values(HOSTILE).join("")]: Object.values(HOSTILE) };
    expect(JSON.parse(printableJson(value))).toEqual(value);
    expect(printableJson(value)).toMatch(/^[\x20-\x7e]*$/);
  });

  it("shows recorded values of any type", () => {
    expect([
      printableValue("a\n"),
      printableValue({ a: "\u001B" }),
      printableValue(undefined),
    ]).toEqual(["a\\u000a", '{"a":"\\u001b"}', ""]);
  });
});

describe("shortened", () => {
  it("cuts what is longer and says so", () => {
    expect([shortened("abc", 3), shortened("abcd", 3)]).toEqual(["abc", "ab…"]);
  });
});
