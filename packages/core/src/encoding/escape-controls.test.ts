import { describe, expect, it } from "vitest";
import { escapeControls } from "./escape-controls.ts";

describe("escapeControls", () => {
  it.each([
    ["plain text, ümlauts and 😀", "plain text, ümlauts and 😀"],
    ["\u001b[31mred", "\\u{1b}[31mred"],
    ["two\nlines\r", "two\\u{a}lines\\u{d}"],
    ["\u202eabc\u2066", "\\u{202e}abc\\u{2066}"],
    ["a\u200bb\ufeff", "a\\u{200b}b\\u{feff}"],
    ["\u2028\u2029\u0085", "\\u{2028}\\u{2029}\\u{85}"],
    ["\ud800", "\\u{d800}"],
    ["\u{e0041}", "\\u{e0041}"],
  ])("spells out what %j hides", (text, shown) => {
    expect(escapeControls(text)).toBe(shown);
  });
});
