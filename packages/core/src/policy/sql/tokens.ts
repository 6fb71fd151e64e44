/** What a piece of SQL text is, as far as it matters before it is parsed. */
type TokenKind =
  | "word"
  | "quoted"
  | "string"
  | "dollar_string"
  | "number"
  | "parameter"
  | "operator"
  | "punctuation"
  | "line_comment"
  | "block_comment"
  | "other";

/** One piece of SQL text. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const SPACE = /[ \t\n\r\f\v]+/y;
const LINE_COMMENT = /--[^\n\r]*/y;
const ESCAPED_STRING = /[eE]'[^'\\]*(?:(?:''|\\[^])[^'\\]*)*'/y;
const STRING = /(?:[bBxXnN]|[uU]&)?'[^']*(?:''[^']*)*'/y;
const QUOTED = /(?:[uU]&)?"[^"]*(?:""[^"]*)*"/y;
const DOLLAR_QUOTE = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const PARAMETER = /\$[0-9]+/y;
const WORD = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const NUMBER = /\.?[0-9][0-9A-Za-z_.]*/y;
const OPERATOR = /[~!@#^&|`?+\-*/%<>=:]+/y;
const COMMENT_START = /--|\/\*/;

/** Cuts text as PostgreSQL's scanner does; undefined where a quote or comment has no end. White space is left out. */
export function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let place = 0; place < text.length;) {
    const space = matchAt(SPACE, text, place);
    if (space !== undefined) {
      place += space.length;
      continue;
    }
    const token = tokenAt(text, place);
    if (token === undefined) return undefined;
    tokens.push(token);
    place += token.text.length;
  }
  return tokens;
}

function tokenAt(text: string, place: number): Token | undefined {
  const comment = matchAt(LINE_COMMENT, text, place);
  if (comment !== undefined) return { kind: "line_comment", text: comment };
  if (text.startsWith("/*", place))
    return upTo("block_comment", text, place, commentEnd(text, place));
  const escaped = matchAt(ESCAPED_STRING, text, place);
  if (escaped === undefined && /^[eE]'/.test(text.slice(place, place + 2))) return undefined;
  const string = escaped ?? matchAt(STRING, text, place);
  if (string !== undefined) return { kind: "string", text: string };
  const quoted = matchAt(QUOTED, text, place);
  if (quoted !== undefined) return { kind: "quoted", text: quoted };
  const tag = matchAt(DOLLAR_QUOTE, text, place);
  if (tag !== undefined) {
    const end = text.indexOf(tag, place + tag.length);
    return upTo("dollar_string", text, place, end === -1 ? undefined : end + tag.length);
  }
  for (const [kind, pattern] of SIMPLE) {
    const found = matchAt(pattern, text, place);
    if (found !== undefined) return { kind, text: found };
  }
  const operator = matchAt(OPERATOR, text, place);
  if (operator !== undefined) {
    const end = operator.search(COMMENT_START);
    return { kind: "operator", text: end > 0 ? operator.slice(0, end) : operator };
  }
  const [character = ""] = text.slice(place, place + 1);
  if (character === "'" || character === '"') return undefined;
  return { kind: "()[],;.".includes(character) ? "punctuation" : "other", text: character };
}

const SIMPLE: readonly (readonly [TokenKind, RegExp])[] = [
  ["parameter", PARAMETER],
  ["word", WORD],
  ["number", NUMBER],
];

function matchAt(pattern: RegExp, text: string, place: number): string | undefined {
  pattern.lastIndex = place;
  return pattern.exec(text)?.[0];
}

function upTo(
  kind: TokenKind,
  text: string,
  place: number,
  end: number | undefined,
): Token | undefined {
  return end === undefined ? undefined : { kind, text: text.slice(place, end) };
}

/** Where a block comment ends; PostgreSQL nests them. */
function commentEnd(text: string, place: number): number | undefined {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = place;
  for (let depth = 0; ;) {
    const found = edge.exec(text);
    if (found === null) return undefined;
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
}
