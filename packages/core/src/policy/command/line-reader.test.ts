import { describe, expect, it } from "vitest";
import { readLine } from "../../../test/read-line.ts";
import { Findings } from "./findings.ts";
import { LineReader } from "./line-reader.ts";

/** The findings of an argument vector. */
function readVector(words: readonly string[]): Findings {
  const findings = new Findings();
  new LineReader(findings).vector(words);
  return findings;
}

/** `sh -c` in itself so many times. */
function nested(depth: number): string {
  let line = "a";
  for (let index = 0; index < depth; index += 1) line = `sh -c ${JSON.stringify(`${line} `)}`;
  return line;
}

describe("the grammar of a line", () => {
  it.each([
    "a || [[\\",
    "> a e[x b; c",
    "{ ><(a)m e[x; }",
    "bas(h",
    "c(mmand m x",
    "v=1 x(y",
    "if a; then b\n; fi",
    "a &!& b",
    "[< 2>o",
    'echo "$[x"',
    "echo @(a|b)",
    "echo ${ a; }",
    "a <<E\nb",
    "a | | b",
    "for x in; do",
    "echo 'open",
    "while a; do b&; done",
    "case x in a|&b) c;; esac",
    "case $(case x in a|&b) c;; esac) in x) c;; esac",
    "while a; ;do b; done",
    "if a; then b\t; ; fi",
    "a < {fd}>o",
    "{ a; } < 2>o",
    "a <<< 2>o",
    "v+((n+1))=",
    "a v+((n+1))=",
    "2>(&1 a)",
    "((a )\nb)",
    "case a in x|&b) c;; esac",
    'a "$w"<=(b)',
    "for x in a(b; do c; done",
    "<()#{ a; }",
    "(a",
  ])("is not certain of %j, which bash or another shell refuses", (line) => {
    expect(readLine(line).opaque).toBeDefined();
  });

  it.each([
    "case x in a|b) c;; esac",
    "case x in (a | b) c;; *) d;; esac",
    "e $(case x in a |b) c;; esac)",
  ])("is certain of %j", (line) => {
    expect(readLine(line).opaque).toBeUndefined();
  });
});

/** A line of so many characters and backticks. */
const openers = (count: number, length = 0): string =>
  `a ${"b".repeat(length)}${" `c`".repeat(count / 2)}`;

describe("a line", () => {
  it.each([
    ["a\rb", "it has control characters"],
    ["a\u0000", "it has control characters"],
    ["a\u0085b", "it has control characters"],
    ["for n\nin a; do b; done", 'an "in" of it stands on a line of its own'],
    ["echo a\\", "it ends in a backslash, so it may go on"],
    ["a $[1]", "it uses $[, which not every shell reads alike"],
    ["(a)#b", "it has a # that may begin a comment or not"],
    ["a\n;b", "a line of it starts with an operator"],
    ["a\n \t& b", "a line of it starts with an operator"],
    ["a\n| b", "a line of it starts with an operator"],
    ["a b\u200bc", "it has characters that may be read as others"],
    ["a \uff42", "it has characters that may be read as others"],
    [`a ${"\u0301\u0316".repeat(1000)}`, "it has characters that may be read as others"],
  ])("%j is not certain: %s", (line, why) => {
    expect(readLine(line).opaque).toBe(why);
  });

  it.each([
    "a\tb",
    "a\nb",
    "a # b",
    "a \\\n; b",
    "a 'caf\u00e9'",
    "a  'caf\u00e9'  b ",
    "a ';;'",
    "if=1 a",
    "x=1",
    "xif a",
    "ifx a",
    "a if",
  ])("%j is certain", (line) => {
    expect(readLine(line).opaque).toBeUndefined();
  });

  it.each("if then elif else fi for while until do done case esac select function in".split(" "))(
    "that is %s and a word is no run of a program",
    (keyword) => {
      expect(readLine(`${keyword} a`).opaque).toBeDefined();
    },
  );

  it("is read up to a length, of all that are read together", () => {
    const most = `a ${"b".repeat(8 * 1024 - 2)}`;
    const over = "its commands are together longer than 8192 characters";
    expect(readLine(most).opaque).toBeUndefined();
    expect(readLine(`${most}b`)).toMatchObject({ opaque: over, runs: [] });
    const findings = new Findings();
    const reader = new LineReader(findings);
    reader.line(most);
    reader.line("c");
    expect(findings.opaque).toBe(over);
    expect(findings.runs).toHaveLength(1);
  });

  it("may stand in others so deep", () => {
    expect(readLine(nested(7)).opaque).toBeUndefined();
    expect(readLine(nested(8)).opaque).toBe("its scripts stand in one another too deep");
  });

  it("may have so many substitutions and groups, and fewer the longer it is", () => {
    const over = "its substitutions and groups are too many to be read";
    expect(readLine(openers(96)).opaque).not.toBe(over);
    expect(readLine(openers(98)).opaque).toBe(over);
    expect(readLine(openers(20, 6000)).opaque).toBeUndefined();
    expect(readLine(openers(24, 6000)).opaque).toBe(over);
    for (const opener of ["(", "[", "${", "<<", "case ", "do ", "then "])
      expect(readLine(`a ${opener.repeat(97)}`).opaque).toBe(over);
  });
});

describe("an argument vector", () => {
  it("is read as it stands", () => {
    const { opaque, runs } = readVector(["a", "b c", "*"]);
    expect({ opaque, runs }).toStrictEqual({
      opaque: undefined,
      runs: [{ words: ["a", "b c", "*"], receives: false }],
    });
    expect(readVector(["cd", "x"])).toMatchObject({ moved: true, runs: [] });
  });

  it("is not certain where its words would be more than one command", () => {
    expect(readVector(["a", "|", "b"]).opaque).toBe(
      '"|" has a meaning if its words become one line',
    );
  });

  it("is read up to a length, one more for each word", () => {
    const over = "its commands are together longer than 8192 characters";
    expect(readVector(["a", "b".repeat(8 * 1024 - 3)]).opaque).toBeUndefined();
    expect(readVector(["a", "b".repeat(8 * 1024 - 2)]).opaque).toBe(over);
    expect(readVector(Array.from({ length: 8193 }, () => ""))).toMatchObject({ opaque: over });
  });
});
