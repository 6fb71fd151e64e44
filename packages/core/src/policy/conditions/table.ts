import { isJsonObject, type Json } from "../../encoding/json.ts";
import type { EventView } from "../event-view.ts";
import { matchesGlob } from "../glob.ts";
import { pointedAt } from "../json-pointer.ts";
import { readTexts } from "../source-values.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import type { CompileCondition, Condition, RuleSide } from "./condition.ts";

const TABLE_KEY = /^(?:tables?|table_?names?)$/i;
const TABLE_NAME = /^[\p{L}_][\p{L}\p{N}_$]*(?:\.[\p{L}_][\p{L}\p{N}_$]*)*$/u;

/** `table`: a table argument names one of these tables, with or without a schema, whatever its case. */
export const compileTable: CompileCondition = (node, side, problem) => {
  const patterns = readTexts(node, problem);
  return patterns === undefined ? undefined : new TableCondition(patterns, side);
};

class TableCondition implements Condition {
  readonly key = "table";
  readonly #patterns: readonly string[];
  readonly #side: RuleSide;

  constructor(patterns: readonly string[], side: RuleSide) {
    this.#patterns = patterns.map((pattern) => pattern.toLowerCase());
    this.#side = side;
  }

  evaluate(view: EventView, absent: Truth): Truth {
    const { payload } = view.event;
    const pointers = view.facts.fields?.table;
    const values =
      pointers === undefined ? findTables(payload) : pointedAt(payload, pointers).flatMap(listed);
    if (values.length === 0) return absent;
    const truths = values.map((value) => this.#one(value));
    return (this.#side === "restrict" ? Math.max(...truths) : Math.min(...truths)) as Truth;
  }

  #one(value: Json): Truth {
    // Quoted or otherwise unusual names may be read differently by the database.
    if (typeof value !== "string" || !TABLE_NAME.test(value)) return UNCERTAIN;
    const name = value.toLowerCase();
    if (this.#matches(name)) return TRUE;
    // A deny on `audit_logs` also means `public.audit_logs`; an allow means what it says.
    const bare = name.slice(name.lastIndexOf(".") + 1);
    return this.#side === "restrict" && this.#matches(bare) ? TRUE : FALSE;
  }

  #matches(name: string): boolean {
    return this.#patterns.some((pattern) => matchesGlob(pattern, name));
  }
}

function findTables(value: Json): readonly Json[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(findTables);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    TABLE_KEY.test(key) ? listed(member) : findTables(member),
  );
}

function listed(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}
