import { isJsonObject, type Json } from "../../encoding/json.ts";
import type { CapabilityFacts, EventView } from "../payload/event-view.ts";
import { globInstance, isGlob, matchesGlob } from "../glob.ts";
import { pointedAt } from "../payload/json-pointer.ts";
import { readTexts } from "../document/source-values.ts";
import { foldText } from "../payload/text.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import type { CompileCondition, Condition, RuleSide, Samples } from "./condition.ts";

const TABLE_KEY = /^(?:tables?|table_?names?)$/i;
const TABLE_NAME = /^[\p{L}_][\p{L}\p{N}_$]*(?:\.[\p{L}_][\p{L}\p{N}_$]*)*$/u;
/** Longer than any database allows, and short enough to match globs against. */
const LONGEST_NAME = 512;
const SQL_KEY = /^sql(?:_?(?:query|statement|text))?s?$/i;
const QUERY_KEY = /^(?:query|queries|statements?)$/i;
const SQL_WORD =
  /\b(?:select|insert|update|delete|merge|replace|truncate|drop|alter|create|grant|revoke|copy|call|table)\b/i;

/** `table`: a table argument names one of these tables, with or without a schema, whatever its case. SQL beside it is not read, so it leaves the matter uncertain. */
export const compileTable: CompileCondition = (node, side, problem) => {
  const patterns = readTexts(node, problem);
  return patterns === undefined ? undefined : new TableCondition(patterns, side);
};

class TableCondition implements Condition {
  readonly key = "table";
  readonly #patterns: readonly string[];
  readonly #restricts: boolean;

  constructor(patterns: readonly string[], side: RuleSide) {
    this.#patterns = patterns.map((pattern) => pattern.toLowerCase());
    this.#restricts = side === "restrict";
  }

  evaluate(view: EventView, absent: Truth): Truth {
    const { payload } = view.event;
    const pointers = view.facts.fields?.table;
    const found: Found = { tables: [], sql: false };
    if (pointers === undefined) find(payload, found);
    else
      for (const value of pointedAt(payload, pointers))
        for (const table of listed(value)) found.tables.push(table);
    if (found.tables.length === 0) return found.sql ? UNCERTAIN : absent;
    // Restricting: any table is enough. Permitting: all must be meant, and SQL may name others.
    let truth: Truth = found.sql ? UNCERTAIN : this.#restricts ? FALSE : TRUE;
    for (const table of found.tables) {
      const one = this.#one(table);
      if (this.#restricts ? one > truth : one < truth) truth = one;
    }
    return truth;
  }

  samples({ fields }: CapabilityFacts): readonly Samples[] {
    const names = [...new Set(this.#patterns.map(globInstance).flatMap(suffixes))];
    const [first = "unlisted"] = names;
    const values = [...names, `other.${first}`, "unlisted", "not a name", [first, "unlisted"]];
    const complete = !this.#patterns.some(isGlob);
    return (fields?.table ?? ["/table"]).map((at) => ({ at, values, complete }));
  }

  #one(value: Json): Truth {
    // Quoted or otherwise unusual names may be read differently by the database.
    if (
      typeof value !== "string" ||
      value.length > LONGEST_NAME ||
      !TABLE_NAME.test(value) ||
      foldText(value) !== value
    )
      return UNCERTAIN;
    const name = value.toLowerCase();
    if (!this.#restricts) return this.#matches(name) ? TRUE : FALSE;
    // A deny on `audit_logs` also means `public.audit_logs`; an allow means what it says.
    if (suffixes(name).some((suffix) => this.#matches(suffix))) return TRUE;
    // A deny on `public.audit_logs` may mean `audit_logs`: the database's search path decides.
    const shorter = this.#patterns.flatMap((pattern) => suffixes(pattern).slice(1));
    return shorter.some((pattern) => matchesGlob(pattern, name)) ? UNCERTAIN : FALSE;
  }

  #matches(name: string): boolean {
    return this.#patterns.some((pattern) => matchesGlob(pattern, name));
  }
}

interface Found {
  readonly tables: Json[];
  /** Whether there is SQL, which can name tables that no argument does. */
  sql: boolean;
}

function find(value: Json, found: Found): void {
  if (Array.isArray(value)) for (const item of value as readonly Json[]) find(item, found);
  if (!isJsonObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    if (TABLE_KEY.test(key)) for (const table of listed(member)) found.tables.push(table);
    else {
      const texts = listed(member).filter((item) => typeof item === "string");
      const query = QUERY_KEY.test(key) && texts.some((text) => SQL_WORD.test(text));
      found.sql ||= query || (SQL_KEY.test(key) && texts.length > 0);
      find(member, found);
    }
  }
}

/** `a.b.c`, `b.c` and `c`. */
function suffixes(name: string): readonly string[] {
  const parts = name.split(".");
  return parts.map((_part, index) => parts.slice(index).join("."));
}

function listed(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}
