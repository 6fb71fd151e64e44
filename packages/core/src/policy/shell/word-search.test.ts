import { describe, expect, it } from "vitest";
import { WordSearch } from "./word-search.ts";

interface Searched {
  readonly commands: readonly (readonly string[])[];
  readonly opaque: string | undefined;
}

function search(text: string, inert = false): Searched {
  const commands: (readonly string[])[] = [];
  const words = new WordSearch(commands);
  words.text(text, inert);
  return { commands, opaque: words.opaque };
}

const plain = (length: number): string => `a ${"b".repeat(length - 2)}`;

describe("WordSearch", () => {
  it.each<[text: string, commands: readonly (readonly string[])[], opaque?: string]>([
    ["a", []],
    ["a b", [["a", "b"]]],
    ["", []],
    ["  ", []],
    ["a; b", [["a"], ["b"]]],
    ["a|sh", [["a"], ["sh"]], '"sh" runs what it is sent'],
    ["x | bash -c y", [["x"], ["bash", "-c", "y"]], '"bash" runs what it is sent'],
    [
      "--pager=r m",
      [
        ["--pager=r", "m"],
        ["r", "m"],
      ],
    ],
    ["-Or m", [["-Or", "m"], ["r", "m"], ["m"], ["m"]]],
    ["-abr m", [["-abr", "m"], ["br", "m"], ["r", "m"], ["m"]]],
    [
      "-a=r m",
      [
        ["-a=r", "m"],
        ["r", "m"],
      ],
    ],
    [
      "exec:r m",
      [
        ["exec:r", "m"],
        ["r", "m"],
      ],
    ],
    ["!r m", [["r", "m"], ["!r", "m"], ["!r"]]],
    ["|r m", [["r", "m"]]],
    [
      "@r m",
      [
        ["@r", "m"],
        ["r", "m"],
      ],
    ],
    [
      "a=b c",
      [
        ["a=b", "c"],
        ["b", "c"],
      ],
    ],
    [
      "a:b:c d",
      [
        ["a:b:c", "d"],
        ["b:c", "d"],
      ],
    ],
    ["x='a b'", [["a b"], ["a", "b"], ["x=a b"], ["x=a", "b"], ["a", "b"]]],
    ["echo 'a b; c'", [["echo", "a b; c"], ["a", "b"], ["c"]]],
    ['echo "$(a b)"', [["a", "b"], ["echo", "$(a b)"], ["a", "b"], ["$(a b)"]]],
    ["ａ ｂ", [["a", "b"], ["ａ", "ｂ"], ["ａ"], ["ｂ"]]],
    ["-x", []],
    ["-xy", []],
    ["-xyz w", [["-xyz", "w"], ["yz", "w"], ["z", "w"], ["w"]]],
    [
      "-xyzv w",
      [
        ["-xyzv", "w"],
        ["yzv", "w"],
        ["zv", "w"],
        ["v", "w"],
      ],
    ],
    ["cat x | sh", [["cat", "x"], ["sh"]], '"sh" runs what it is sent'],
    ["grep 'a|sh' b", [["grep", "a|sh", "b"], ["a"], ["sh"]]],
    ["'a b'", [["a b"], ["a", "b"]]],
  ])("finds in %j the commands %j", (text, commands, opaque) => {
    expect(search(text)).toStrictEqual({ commands, opaque });
  });

  it("does not mind an interpreter in a text that is only read", () => {
    expect(search("a|sh").opaque).toBe('"sh" runs what it is sent');
    expect(search("a|sh", true).opaque).toBeUndefined();
    expect(search("cat | 'x|sh'").opaque).toBe('"sh" runs what it is sent');
    expect(search("grep 'x|sh'").opaque).toBeUndefined();
  });

  it("reads so much and says when there is more", () => {
    const budget = 8 * 1024;
    const over = `its words are together longer than ${budget} characters`;
    expect(search(plain(budget))).toMatchObject({ opaque: undefined });
    expect(search(plain(budget)).commands).toHaveLength(1);
    expect(search(plain(budget + 1))).toStrictEqual({ commands: [], opaque: over });
    expect(search(`a; ${"b".repeat(budget)}`)).toStrictEqual({ commands: [], opaque: over });
  });

  it("is not certain of what it cannot read", () => {
    expect(search('"$('.repeat(500)).opaque).toBe(
      "a word of it is too long or too deep to be read",
    );
    expect(search(`a${"\u0301\u0316".repeat(1000)}`).opaque).toBe(
      "a word of it has too many combining marks",
    );
  });
});
