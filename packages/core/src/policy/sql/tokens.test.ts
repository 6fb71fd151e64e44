import { describe, expect, it } from "vitest";
import { tokensOf } from "./tokens.ts";

const cut = (text: string): readonly string[] | undefined =>
  tokensOf(text)?.map((token) => `${token.kind}:${token.text}`);

describe("SQL text", () => {
  it.each<[string, readonly string[]]>([
    ["select a.b", ["word:select", "word:a", "punctuation:.", "word:b"]],
    [
      "'it''s' E'\\'' U&'x' \"a\"\"b\"",
      ["string:'it''s'", "string:E'\\''", "string:U&'x'", 'quoted:"a""b"'],
    ],
    [
      "$$a;b$$ $t$ $$ $t$ $1",
      ["dollar_string:$$a;b$$", "dollar_string:$t$ $$ $t$", "parameter:$1"],
    ],
    ["1--2\n3", ["number:1", "line_comment:--2", "number:3"]],
    ["a/* b /* c */ d */e", ["word:a", "block_comment:/* b /* c */ d */", "word:e"]],
    ["a+/*x*/b", ["word:a", "operator:+", "block_comment:/*x*/", "word:b"]],
    ["a->>'b'::c", ["word:a", "operator:->>", "string:'b'", "operator:::", "word:c"]],
    ["\\g", ["other:\\", "word:g"]],
    ["a \t\n\r\f\v b", ["word:a", "word:b"]],
    ["-- a\r-- b", ["line_comment:-- a", "line_comment:-- b"]],
    ["N'a' x'1f' e'\\\\'", ["string:N'a'", "string:x'1f'", "string:e'\\\\'"]],
    ["e 'a' U&\"x\"", ["word:e", "string:'a'", 'quoted:U&"x"']],
    ["1.5e3 .5 é$1 $1", ["number:1.5e3", "number:.5", "word:é$1", "parameter:$1"]],
    ["$ []{}", ["other:$", "punctuation:[", "punctuation:]", "other:{", "other:}"]],
    [
      "(),;.",
      ["punctuation:(", "punctuation:)", "punctuation:,", "punctuation:;", "punctuation:."],
    ],
    ["a<=--b", ["word:a", "operator:<=", "line_comment:--b"]],
    ["$é1$a$é1$", ["dollar_string:$é1$a$é1$"]],
  ])("%j is cut as the scanner cuts it", (text, pieces) => {
    expect(cut(text)).toStrictEqual(pieces);
  });

  it.each([
    "'a",
    "'a''",
    "E'a\\'",
    '"a',
    "/* a",
    "/* /* */",
    "$$ a",
    "$t$ $$",
    "e'a",
    "U&'a",
    'U&"a',
    "a '",
  ])("%j has no end", (text) => {
    expect(cut(text)).toBeUndefined();
  });
});
