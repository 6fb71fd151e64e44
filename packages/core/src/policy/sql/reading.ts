import type { EventView } from "../payload/event-view.ts";
import { isParseable, isScannable, LONGEST_SQL } from "./bounds.ts";
import { differs } from "./dialect.ts";
import { noFacts, type SqlFacts } from "./facts.ts";
import { findSql } from "./find-sql.ts";
import type { Dialect } from "./functions.ts";
import { sqlGrammar } from "./grammar.ts";
import { StatementReader } from "./statement-reader.ts";
import { FALSE, UNCERTAIN } from "../truth.ts";
import { tokensOf } from "./tokens.ts";

/** What is known of the SQL of a call. */
export interface SqlReading {
  /** Whether there is any. */
  readonly found: boolean;
  /** What the parts that could be read do. */
  readonly facts: SqlFacts;
  /** Why a part could not be read, in words that follow "because"; undefined where all were. */
  readonly unread: string | undefined;
}

/** Each text costs something by itself, however short. */
const MOST_TEXTS = 64;

/**
 * The SQL of an event, read at most once for each dialect. `loosely` leaves out texts that may be a search for
 * something, for rules that are about many tools.
 */
export function readSql(view: EventView, dialect: Dialect, loosely: boolean): SqlReading {
  return view.once(READERS[dialect][loosely ? "loosely" : "strictly"]);
}

type Reader = (view: EventView) => SqlReading;

const READERS: Readonly<Record<Dialect, Readonly<Record<"loosely" | "strictly", Reader>>>> = {
  postgres: readersOf("postgres"),
  mysql: readersOf("mysql"),
  sqlite: readersOf("sqlite"),
};

function readersOf(dialect: Dialect): Readonly<Record<"loosely" | "strictly", Reader>> {
  return {
    loosely: (view) => readEvent(view, dialect, true),
    strictly: (view) => readEvent(view, dialect, false),
  };
}

function readEvent(view: EventView, dialect: Dialect, loosely: boolean): SqlReading {
  const { texts, others, odd } = findSql(view.event.payload, view.facts.fields?.sql);
  const all = loosely ? texts : [...texts, ...others];
  const facts = noFacts();
  const found = odd || all.length > 0;
  const tooMuch =
    all.length > MOST_TEXTS || all.reduce((sum, text) => sum + text.length, 0) > LONGEST_SQL;
  if (tooMuch) return unreadable(found, "there is too much SQL");
  let unread = odd ? "something that is not text stands where SQL should" : undefined;
  // Measured before any is parsed: together they must not take too long.
  const pieces = all.map((text) => (canBeScanned(text) ? tokensOf(text) : undefined));
  if (!isParseable(pieces.flatMap((tokens) => tokens ?? [])))
    return unreadable(found, "its SQL is too long or too deep");
  const reader = new StatementReader(facts, dialect);
  for (const [index, text] of all.entries()) {
    const tokens = pieces[index];
    if (tokens === undefined) unread ??= "its SQL has an open quote, or is not text at all";
    else unread ??= differs(tokens, dialect);
    const statements =
      tokens === undefined || tokens.length === 0 ? undefined : sqlGrammar.parse(text);
    if (statements === undefined || statements.length === 0) unread ??= "its SQL cannot be parsed";
    else reader.read(statements);
  }
  if (unread !== undefined && facts.writes === FALSE) facts.writes = UNCERTAIN;
  return { found, facts, unread };
}

function unreadable(found: boolean, unread: string): SqlReading {
  return { found, facts: { ...noFacts(), writes: UNCERTAIN }, unread };
}

/** The parser reads no further than the first NUL. */
function canBeScanned(text: string): boolean {
  return !text.includes("\0") && isScannable(text);
}
