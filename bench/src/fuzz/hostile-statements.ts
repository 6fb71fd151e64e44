import type { Random } from "../random.ts";
import { filled, type HostileKind, kind, mixed, sizeUpTo } from "./hostile-input.ts";

/** Beyond the 64 KiB that are parsed, so that the limit is tried from both sides. */
const MOST = 100_000;

const sql = (name: string, make: (size: number, random: Random) => string): HostileKind =>
  kind(name, "db.query", "sql", (random) => make(sizeUpTo(MOST, random), random));

const again =
  (start: string, piece: string, end = "") =>
  (size: number): string =>
    `${start}${filled(size, piece)}${end}`;

const nestedIn = (open: string, inner: string, close: string) => (size: number) => {
  const depth = Math.max(0, Math.floor(size / (open.length + close.length)));
  return `${open.repeat(depth)}${inner}${close.repeat(depth)}`;
};

const PIECES = [
  "SELECT ",
  "* ",
  "FROM ",
  "t ",
  "WHERE ",
  "a=1 ",
  "(",
  ")",
  "'",
  '"',
  "$$",
  "--\n",
  "/*",
  "*/",
  ";",
  "UNION ",
  "JOIN ",
  ",",
  "::",
  "CASE ",
  "END ",
  "E'\\",
  "WITH x AS ",
  "DELETE ",
  "INSERT INTO ",
  "[1:2]",
  ".",
  "\0",
];

/** Statements that a parser finds hard to read. */
export const STATEMENTS: readonly HostileKind[] = [
  sql("brackets", nestedIn("(", "1", ")")),
  sql("open brackets", again("SELECT ", "(")),
  sql("selects in selects", nestedIn("SELECT * FROM (", "SELECT 1", ") t")),
  sql("conditions", again("SELECT 1 WHERE a=1 ", "OR a=1 ")),
  sql("negations", again("SELECT ", "NOT ", "true")),
  sql("signs", again("SELECT ", "- ", "1")),
  sql("unions", again("SELECT 1 ", "UNION SELECT 1 ")),
  sql("joins", again("SELECT * FROM t ", "CROSS JOIN t ")),
  sql("nested joins", nestedIn("SELECT * FROM (", "t", " JOIN t ON true)")),
  sql("lists", again("SELECT * FROM t WHERE a IN (1", ",1", ")")),
  sql("rows", again("INSERT INTO t VALUES (1)", ",(1)")),
  sql(
    "common tables",
    again("WITH a AS (SELECT 1)", ", a AS (DELETE FROM t RETURNING 1)", " SELECT 1"),
  ),
  sql("nested cases", nestedIn("CASE WHEN ", "1", " THEN 1 END")),
  sql("casts", again("SELECT 1", "::int")),
  sql("functions in functions", nestedIn("f(", "1", ")")),
  sql("statements", again("", "DELETE FROM t; ")),
  sql("empty statements", again("", ";")),
  sql("comments", again("SELECT 1 ", "/* a */ -- b\n")),
  sql("nested comments", nestedIn("/*", "a", "*/")),
  sql("open comments", again("SELECT 1 ", "/*")),
  sql("quotes", again("SELECT ", "'a''b' ")),
  sql("open dollar quotes", again("SELECT $a$", "$b$ ")),
  sql("long names", again("SELECT * FROM ", "a")),
  sql("dotted names", again("SELECT * FROM a", ".a")),
  sql("arrays", again("SELECT a", "[1]")),
  sql("blocks of code", again("DO $$ BEGIN ", "PERFORM 1; ", " END $$")),
  sql("pieces of grammar", (size, random) => mixed(size, PIECES, random)),
  sql("not SQL", again("", "\u00e9\ud800 ")),
];
