import type { Dialect } from "./functions.ts";
import type { Token } from "./tokens.ts";

/** Databases whose SQL is not PostgreSQL's, and is read only as far as both mean the same by it. */
type OtherDialect = Exclude<Dialect, "postgres">;

/**
 * Why a text may mean something else to another database than to PostgreSQL's grammar, or undefined where both cut it
 * into the same pieces. What they cut alike and the grammar then accepts, they take for the same statements.
 */
export function differs(tokens: readonly Token[], dialect: Dialect): string | undefined {
  for (const token of tokens) {
    // No query for PostgreSQL needs one, and another database than was meant would run it.
    if (token.kind === "block_comment" && RUN_COMMENT.test(token.text))
      return "it has a comment that MySQL runs";
    const reason = dialect === "postgres" ? undefined : differenceOf(token, dialect);
    if (reason !== undefined) return `${reason}, which not every database reads alike`;
  }
  return undefined;
}

const RUN_COMMENT = /^\/\*M?!/;

function differenceOf({ kind, text }: Token, dialect: OtherDialect): string | undefined {
  switch (kind) {
    case "quoted":
      return "it has a double-quoted text";
    case "dollar_string":
    case "parameter":
      return "it has a dollar sign";
    case "string":
      // A backslash ends or escapes, by dialect and mode; prefixes are PostgreSQL's or mean a charset.
      if (!text.startsWith("'")) return "it has a string with a prefix";
      return text.includes("\\") ? "it has a backslash in a string" : undefined;
    case "block_comment":
      return text.indexOf("/*", 2) === -1 ? undefined : "it has a comment in a comment";
    case "line_comment":
      return dialect === "mysql" && !/^--(?:[ \t]|$)/.test(text)
        ? 'it has "--" without a space'
        : undefined;
    case "operator":
      return OPERATORS[dialect].test(text.replaceAll("!=", ""))
        ? `it has the operator "${text.slice(0, 8)}"`
        : undefined;
    case "word":
      return text.includes("$") ? "it has a dollar sign" : undefined;
    case "punctuation":
      return text === "[" || text === "]" ? "it has brackets" : undefined;
    case "other":
      return "it has a character that starts nothing";
    case "number":
      return undefined;
  }
}

/** Operators with a meaning of their own, besides those that start a comment or a variable. */
const OPERATORS: Readonly<Record<OtherDialect, RegExp>> = {
  mysql: /[#@`?!~^:]|&&|\|\|/,
  sqlite: /[#@`?!^:]|&&/,
};
