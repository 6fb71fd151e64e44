import { describe, expect, it } from "vitest";
import { decodeLayers } from "./decode-layers.ts";

/** A slash that is encoded so many times. */
const encoded = (times: number): string => `%${"25".repeat(times - 1)}2f`;

describe("the layers of a text", () => {
  it.each([
    ["a", ["a"]],
    ["%2e", ["%2e", "."]],
    ["%252e", ["%252e", "%2e", "."]],
    ["％2e", ["％2e", "."]],
    ["caf%C3%A9", ["caf%C3%A9", "café"]],
    ["100%", ["100%"]],
  ])("of %j are %j", (text, layers) => {
    expect(decodeLayers(text)).toEqual({ layers, malformed: false });
  });

  it.each([
    ["a%u002eb", ["a%u002eb", "ab"]],
    ["a%U002eb", ["a%U002eb", "ab"]],
    ["a%ffb", ["a%ffb", "ab"]],
    ["%%32%65", ["%%32%65", "%2e", "."]],
  ])("of %j are read in more than one way, without what cannot be told", (text, layers) => {
    expect(decodeLayers(text)).toEqual({ layers, malformed: true });
  });

  it("are at most six, and a text with more is not understood", () => {
    expect(decodeLayers(encoded(4))).toMatchObject({ malformed: false });
    expect(decodeLayers(encoded(4)).layers.at(-1)).toBe("/");
    expect(decodeLayers(encoded(5))).toMatchObject({ malformed: true });
    expect(decodeLayers(encoded(60)).layers).toHaveLength(6);
  });
});
