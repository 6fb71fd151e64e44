import { isJsonObject, type Json } from "../../encoding/json.ts";
import type { SourceNode } from "../document/source.ts";
import { readTexts } from "../document/source-values.ts";
import type { CapabilityFacts, EventView } from "../payload/event-view.ts";
import { pointedAt } from "../payload/json-pointer.ts";
import { foldText } from "../payload/text.ts";
import { sqlGrammar } from "../sql/grammar.ts";
import { type NamePattern, namesAllowed, namesDenied, parseNamePattern } from "../sql/names.ts";
import { readSql } from "../sql/reading.ts";
import { type Requirement, tablesAmong } from "../sql/requirements.ts";
import { type Truth, UNCERTAIN } from "../truth.ts";
import type { CompileCondition, Condition, RuleSide, Samples } from "./condition.ts";
import { tableSamples } from "./typed-samples.ts";

const TABLE_KEY = /^(?:tables?|table_?names?)$/i;
const TABLE_NAME = /^[\p{L}_][\p{L}\p{N}_$]*(?:\.[\p{L}_][\p{L}\p{N}_$]*)*$/u;
/** Longer than any database allows, and short enough to match globs against. */
const LONGEST_NAME = 512;

/** `table`: a table argument names one of these tables, with or without a schema, whatever its case, or SQL touches one. */
export const compileTable: CompileCondition = (node, side, problem) => {
  const patterns = readNamePatterns(node, problem);
  return patterns === undefined
    ? undefined
    : new TableCondition(patterns, side, readTexts(node, problem) ?? []);
};

/** Names of tables or functions in a policy: one, or a list. */
export function readNamePatterns(
  node: SourceNode,
  problem: (node: SourceNode, message: string) => undefined,
): readonly NamePattern[] | undefined {
  const patterns = readTexts(node, problem)?.map((text) => {
    const pattern = parseNamePattern(text);
    return (
      pattern ?? problem(node, `"${text}" is not a name; write it as in SQL, such as public.users`)
    );
  });
  return patterns?.every((pattern) => pattern !== undefined) ? patterns : undefined;
}

class TableCondition implements Condition {
  readonly key = "table";
  readonly #patterns: readonly NamePattern[];
  readonly #inSql: Requirement;
  readonly #side: RuleSide;
  readonly #written: readonly string[];

  constructor(patterns: readonly NamePattern[], side: RuleSide, written: readonly string[]) {
    this.#written = written;
    this.#patterns = patterns;
    this.#inSql = tablesAmong(patterns);
    this.#side = side;
  }

  samples(facts: CapabilityFacts): readonly Samples[] {
    return tableSamples(facts, this.#written);
  }

  load(): Promise<void> | undefined {
    return sqlGrammar.load();
  }

  evaluate(view: EventView, absent: Truth): Truth {
    const truths = view.once(argumentsOf).map((table) => this.#one(table));
    const inSql = this.#ofSql(view);
    if (inSql !== undefined) truths.push(inSql);
    if (truths.length === 0) return absent;
    // Restricting: any table is enough. Permitting: all must be meant.
    return this.#side === "restrict" ? truths.reduce(larger) : truths.reduce(smaller);
  }

  doubt(view: EventView): string | undefined {
    if (view.once(argumentsOf).some((table) => this.#one(table) === UNCERTAIN))
      return "a table argument is not a plain name";
    const { found, facts, unread } = readSql(view, "postgres", true);
    return found ? (unread ?? facts.doubt) : "the call names no table";
  }

  #ofSql(view: EventView): Truth | undefined {
    const { fields } = view.facts;
    if (fields?.table !== undefined && fields.sql === undefined) return undefined;
    const { found, facts, unread } = readSql(view, "postgres", true);
    if (!found) return undefined;
    const truth = this.#inSql[this.#side](facts);
    if (unread === undefined) return truth;
    return this.#side === "restrict" ? larger(truth, UNCERTAIN) : smaller(truth, UNCERTAIN);
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
    const name = value.toLowerCase().split(".");
    return this.#side === "restrict"
      ? namesDenied(name, this.#patterns)
      : namesAllowed(name, this.#patterns);
  }
}

const larger = (one: Truth, other: Truth): Truth => (one > other ? one : other);
const smaller = (one: Truth, other: Truth): Truth => (one < other ? one : other);

function argumentsOf({ event, facts }: EventView): readonly Json[] {
  const found: Json[] = [];
  const pointers = facts.fields?.table;
  if (pointers === undefined) find(event.payload, found);
  else
    for (const value of pointedAt(event.payload, pointers))
      for (const table of listed(value)) found.push(table);
  return found;
}

function find(value: Json, found: Json[]): void {
  if (Array.isArray(value)) for (const item of value as readonly Json[]) find(item, found);
  if (!isJsonObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    if (TABLE_KEY.test(key)) for (const table of listed(member)) found.push(table);
    else find(member, found);
  }
}

function listed(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}
