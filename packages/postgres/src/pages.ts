import { readInteger } from "./entry-rows.ts";
import type { SqlRow } from "./sql-client.ts";

const MOST_ROWS = 1_000;
const FIRST_ROWS = 100;

/** How many characters of text a page is meant to hold. */
const PAGE_CHARACTERS = 8 << 20;

/** Fetches the rows after a place, at most so many. */
export type FetchPage = (after: number, rows: number) => Promise<readonly SqlRow[]>;

/**
 * All rows, page by page, each page after the place of the last row before it. `textColumn` says which column is
 * large: after large rows a page has fewer.
 */
export async function* pages(
  fetch: FetchPage,
  after: number,
  columns: { readonly place: number; readonly text: number },
): AsyncGenerator<SqlRow> {
  let place = after;
  let size = FIRST_ROWS;
  for (;;) {
    const rows = await fetch(place, size);
    let characters = 0;
    for (const row of rows) {
      characters += String(row[columns.text]).length;
      yield row;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < size) return;
    place = readInteger(last[columns.place]);
    const fitting = Math.floor((PAGE_CHARACTERS * rows.length) / (characters + 1));
    size = Math.max(1, Math.min(MOST_ROWS, 10 * size, fitting));
  }
}
