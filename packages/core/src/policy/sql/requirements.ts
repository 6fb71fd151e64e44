import { matchesGlob } from "../glob.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import type { Name, SqlFacts } from "./facts.ts";
import { type NamePattern, namesAllowed, namesDenied } from "./names.ts";
import { READING_KINDS } from "./statement-kinds.ts";

/** One demand of a policy on the SQL of a call. */
export interface Requirement {
  /** What it comes to in a deny or approval rule: any part is enough. */
  restrict(facts: SqlFacts): Truth;
  /** What it comes to in an allow rule: every part must be surely meant. */
  permit(facts: SqlFacts): Truth;
}

/** `statements`: the kinds of all statements are among these. */
export function statementsAmong(kinds: ReadonlySet<string>): Requirement {
  return {
    restrict: (facts) =>
      [...facts.kinds].some((kind) => kinds.has(kind)) ? TRUE : unlessHidden(facts),
    permit: (facts) => ([...facts.kinds].every((kind) => kinds.has(kind)) ? TRUE : FALSE),
  };
}

/** `tables`: all tables are among these. */
export function tablesAmong(patterns: readonly NamePattern[]): Requirement {
  return {
    restrict: (facts) =>
      larger(most(facts.tables, patterns), facts.hiddenTables === TRUE ? UNCERTAIN : FALSE),
    permit: (facts) => {
      const truth = least(facts.tables, patterns);
      // Without any table, only what merely computes is surely about no other.
      const sure =
        facts.hiddenTables === FALSE &&
        (facts.tables.length > 0 || [...facts.kinds].every((kind) => READING_KINDS.has(kind)));
      return sure ? truth : smaller(truth, UNCERTAIN);
    },
  };
}

/** `functions`: all functions called are among these. */
export function functionsAmong(patterns: readonly NamePattern[]): Requirement {
  return {
    restrict: (facts) => larger(most(facts.functions, patterns), unlessHidden(facts)),
    permit: (facts) => {
      const truth = least(facts.functions, patterns);
      return facts.hidden ? smaller(truth, UNCERTAIN) : truth;
    },
  };
}

/** `schemas`: all tables and functions are in these; where a name has none, the database's search path decides. */
export function schemasAmong(globs: readonly string[]): Requirement {
  const among = (schema: string | undefined): Truth => {
    if (schema === undefined) return UNCERTAIN;
    return globs.some((glob) => matchesGlob(glob, schema)) ? TRUE : FALSE;
  };
  return {
    restrict: (facts) => {
      const hidden = facts.hiddenTables === TRUE ? UNCERTAIN : FALSE;
      return schemasOf(facts)
        .map((schema) => among(schema?.toLowerCase()))
        .reduce(larger, hidden);
    },
    permit: (facts) => {
      const sure = facts.hiddenTables === FALSE ? TRUE : UNCERTAIN;
      return schemasOf(facts).map(among).reduce(smaller, sure);
    },
  };
}

/** `writes`: whether anything may change, or, with `possible`, whether it is not sure that nothing does. */
export function writing(value: boolean | "possible"): Requirement {
  const judge = ({ writes }: SqlFacts): Truth => {
    if (value === "possible") return writes === FALSE ? FALSE : TRUE;
    return value ? writes : ((TRUE - writes) as Truth);
  };
  return { restrict: judge, permit: judge };
}

/** `where_required`: UPDATE and DELETE look at the rows they change. A restricting rule holds where one does not. */
export const whereRequired: Requirement = {
  restrict: (facts) => larger(facts.unfiltered, unlessHidden(facts)),
  permit: (facts) => {
    if (facts.unfiltered === TRUE) return FALSE;
    return facts.hidden ? UNCERTAIN : TRUE;
  },
};

/** `max_statements`: no more statements than this. A restricting rule holds where there are more. */
export function atMost(limit: number): Requirement {
  return {
    restrict: ({ count }) => (count > limit ? TRUE : FALSE),
    permit: ({ count }) => (count <= limit ? TRUE : FALSE),
  };
}

function schemasOf(facts: SqlFacts): readonly (string | undefined)[] {
  const qualified = facts.functions.filter((name) => name.length > 1);
  const named = [...facts.tables, ...qualified].map((name) => name.at(-2));
  return [...named, ...facts.schemas.map((name) => name.at(-1))];
}

function most(names: readonly Name[], patterns: readonly NamePattern[]): Truth {
  return names.map((name) => namesDenied(name, patterns)).reduce(larger, FALSE);
}

function least(names: readonly Name[], patterns: readonly NamePattern[]): Truth {
  return names.map((name) => namesAllowed(name, patterns)).reduce(smaller, TRUE);
}

const unlessHidden = ({ hidden }: SqlFacts): Truth => (hidden ? UNCERTAIN : FALSE);
const larger = (one: Truth, other: Truth): Truth => (one > other ? one : other);
const smaller = (one: Truth, other: Truth): Truth => (one < other ? one : other);
