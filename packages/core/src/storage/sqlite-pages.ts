import type { AuditEntry } from "../audit/entry.ts";
import { entriesOf, entryOf } from "./sqlite-entry.ts";

/** Rows to a page: reading many at once takes half the time. A record may have megabytes, so they are few. */
const PAGE = 64;

/** Before every row that SQLite can number. */
const FIRST_ID = -(2n ** 63n);

type Row = readonly [writer: unknown, seq: unknown, text: unknown, id: number];

interface Statement {
  all(...parameters: (number | bigint)[]): readonly unknown[];
  get(): unknown;
  iterate(...parameters: (number | bigint)[]): Iterable<unknown>;
  setReadBigInts(enabled: boolean): void;
  /** Missing before Node 22.16. */
  setReturnArrays?(enabled: boolean): void;
}

/**
 * All entries in the order in which they came, up to the last that is there when reading begins. Memory does not
 * grow with their number, and what cannot be read stops exactly there.
 */
export function* readPages(database: { prepare(sql: string): Statement }): Generator<AuditEntry> {
  const newest = database.prepare("SELECT max(id) AS id FROM log");
  newest.setReadBigInts(true);
  const { id: end } = newest.get() as { readonly id: bigint | null };
  if (end === null) return;
  const statement = database.prepare(
    `SELECT writer, seq, text, id FROM log WHERE id >= ? AND id <= ? ORDER BY id LIMIT ${PAGE}`,
  );
  statement.setReturnArrays?.(true);
  let start: number | bigint = FIRST_ID;
  for (;;) {
    const rows = pageOf(statement, start, end);
    if (rows === undefined) break;
    for (const [writer, seq, text] of rows) yield entryOf(writer, seq, text);
    if (rows.length < PAGE) return;
    start = (rows.at(-1)?.[3] ?? 0) + 1;
  }
  // Row by row, up to the one that cannot be read.
  const rest = database
    .prepare("SELECT writer, seq, text FROM log WHERE id >= ? AND id <= ? ORDER BY id")
    .iterate(start, end) as IterableIterator<unknown>;
  try {
    yield* entriesOf(rest);
  } finally {
    // One that failed would hold the database open.
    rest.return?.();
  }
}

/** Undefined where a page cannot be read as a whole. */
function pageOf(
  statement: Statement,
  start: number | bigint,
  end: bigint,
): readonly Row[] | undefined {
  if (statement.setReturnArrays === undefined) return undefined;
  try {
    return statement.all(start, end) as readonly Row[];
  } catch {
    return undefined;
  }
}
