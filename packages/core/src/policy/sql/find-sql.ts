import { isJsonObject, type Json, type JsonObject } from "../../encoding/json.ts";
import { pointedAt } from "../payload/json-pointer.ts";

/** Keys under which texts are SQL. */
const SQL_KEY = /^(?:raw_?)?sql(?:_?(?:query|statement|text|string|command|code))?s?$/i;
/** Keys under which texts may be SQL, or a search for something. */
const QUERY_KEY =
  /^(?:(?:raw|db|database)_?)?(?:query|queries|statements?|stmts?)(?:_?(?:text|string|sql))?$/i;
/** Where a statement object keeps its text. */
const TEXT_KEY = /^(?:text|statement|query|code|command)$/i;
const SQL_WORD =
  /\b(?:select|insert|update|delete|merge|replace|truncate|drop|alter|create|grant|revoke|copy|call|table)\b|^[\s;(]*(?:abort|attach|begin|commit|declare|do|end|exec|execute|explain|fetch|listen|load|lock|notify|pragma|prepare|reindex|reset|rollback|set|show|use|vacuum|values|with)\b/i;

/** Where SQL stands in the arguments of a call. */
export interface SqlTexts {
  readonly texts: readonly string[];
  /** Texts that may be SQL by their key, but do not look like it. */
  readonly others: readonly string[];
  /** Whether something stands where SQL should that is not text. */
  readonly odd: boolean;
}

interface Found {
  readonly texts: string[];
  readonly others: string[];
  odd: boolean;
}

/** Finds the SQL of a payload: at the declared pointers, else under the usual argument names at any depth. */
export function findSql(payload: JsonObject, pointers: readonly string[] | undefined): SqlTexts {
  const found: Found = { texts: [], others: [], odd: false };
  if (pointers === undefined) search(payload, found, false);
  else for (const value of pointedAt(payload, pointers)) take(value, found, false);
  return found;
}

function search(value: Json, found: Found, insideSql: boolean): void {
  if (Array.isArray(value))
    for (const item of value as readonly Json[]) search(item, found, insideSql);
  if (!isJsonObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    if (SQL_KEY.test(key) || (insideSql && TEXT_KEY.test(key))) take(member, found, false);
    else if (QUERY_KEY.test(key)) take(member, found, true);
    else search(member, found, false);
  }
}

/** What stands under a key for SQL: text, a list of them, or an object that holds one. `perhaps` where the key may mean something else. */
function take(value: Json, found: Found, perhaps: boolean): void {
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) take(item, found, perhaps);
  } else if (typeof value === "string") {
    (perhaps && !SQL_WORD.test(value) ? found.others : found.texts).push(value);
  } else if (isJsonObject(value)) {
    const before = found.texts.length + found.others.length;
    search(value, found, true);
    if (!perhaps && found.texts.length + found.others.length === before) found.odd = true;
  } else if (value !== null && !perhaps) found.odd = true;
}
