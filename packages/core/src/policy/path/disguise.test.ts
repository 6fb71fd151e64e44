import { describe, expect, it } from "vitest";
import { Random } from "../../../test/random.ts";
import { truthOf } from "../../../test/judge.ts";
import { toldFiles } from "../../../test/told-files.ts";

const files = toldFiles();
const hex = (character: string): string => character.charCodeAt(0).toString(16).padStart(2, "0");

/** Ways to write one character that some decoder undoes. */
const WRITINGS: readonly ((character: string) => string)[] = [
  (character) => character,
  (character) => `%${hex(character)}`,
  (character) => `%${hex(character).toUpperCase()}`,
  (character) => `%25${hex(character)}`,
  (character) => `%2525${hex(character)}`,
  (character) => `%${hex(character).replace(/./g, (digit) => `%${hex(digit)}`)}`,
  (character) => `%u00${hex(character)}`,
  (character) => `%c0%${(character.charCodeAt(0) | 0x80).toString(16)}`,
  (character) => `%e0%80%${(character.charCodeAt(0) | 0x80).toString(16)}`,
  (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0),
  (character) => encodeURIComponent(String.fromCharCode(character.charCodeAt(0) + 0xfee0)),
  (character) => (character === "/" ? "\\" : character),
  (character) => (character === "/" ? "%5c" : character),
  (character) => `\u200b${character}`,
];

const disguised = (text: string, random: Random): string => {
  const writings = [random.pick(WRITINGS), random.pick(WRITINGS)];
  return text.replace(/[./]/g, (character) => random.pick(writings)(character));
};

describe("a path that climbs out, however its dots and slashes are written,", () => {
  const random = new Random(77);
  const paths = Array.from({ length: 3000 }, () => {
    const climbs = "../".repeat(1 + random.below(5));
    return disguised(
      `${random.pick(["", "a/", "/"])}${climbs}${random.pick(["", "a/"])}etc/passwd`,
      random,
    );
  });

  it("is never let through", () => {
    const passed = paths.filter(
      (path) => truthOf("permit", "path_within: .", { payload: { path }, files }) === "true",
    );
    // "a/../a/etc/passwd" stays inside when it is written plainly.
    expect(passed.filter((path) => !/^a\/\.\.\/(?:a\/)?etc\/passwd$/.test(path))).toEqual([]);
  });

  it("never escapes a deny rule", () => {
    const escaped = paths.filter(
      (path) =>
        truthOf("restrict", 'path_matches: "**/etc/passwd"', { payload: { path }, files }) ===
        "false",
    );
    expect(escaped).toEqual([]);
  });
});
