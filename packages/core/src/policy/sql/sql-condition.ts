import {
  isMapping,
  type Problem,
  readBoolean,
  readText,
  readTexts,
  readWholeNumber,
} from "../document/source-values.ts";
import { type SourceNode, suggestion } from "../document/source.ts";
import type { CapabilityFacts, EventView } from "../payload/event-view.ts";
import type { Dialect } from "./functions.ts";
import { sqlGrammar } from "./grammar.ts";
import { readSql } from "./reading.ts";
import * as requirements from "./requirements.ts";
import { STATEMENT_KINDS } from "./statement-kinds.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import type { CompileCondition, Condition, RuleSide, Samples } from "../conditions/condition.ts";
import { readNamePatterns } from "../conditions/table.ts";
import { sqlSamples } from "../conditions/typed-samples.ts";

type ReadRequirement = (
  node: SourceNode,
  problem: Problem,
  side: RuleSide,
) => requirements.Requirement | undefined;

const DIALECTS: readonly string[] = ["postgres", "mysql", "sqlite"];

const REQUIREMENTS: Readonly<Record<string, ReadRequirement>> = {
  statements(node, problem) {
    const kinds = readTexts(node, problem)?.map((kind) => kind.toLowerCase());
    const unknown = kinds?.find((kind) => !STATEMENT_KINDS.includes(kind));
    if (unknown !== undefined)
      return problem(node, `unknown statement "${unknown}"${suggestion(unknown, STATEMENT_KINDS)}`);
    return kinds && requirements.statementsAmong(new Set(kinds));
  },
  tables(node, problem) {
    const patterns = readNamePatterns(node, problem);
    return patterns && requirements.tablesAmong(patterns);
  },
  functions(node, problem) {
    const patterns = readNamePatterns(node, problem);
    return patterns && requirements.functionsAmong(patterns);
  },
  schemas(node, problem) {
    const globs = readTexts(node, problem);
    return globs && requirements.schemasAmong(globs.map((glob) => glob.toLowerCase()));
  },
  writes(node, problem, side) {
    if (node.value !== "possible") {
      const value = readBoolean(node, problem);
      return value === undefined ? undefined : requirements.writing(value);
    }
    return side === "restrict"
      ? requirements.writing("possible")
      : problem(
          node,
          '"possible" is for deny and approval rules; to allow what only reads, use false',
        );
  },
  where_required(node, problem) {
    return node.value === true
      ? requirements.whereRequired
      : problem(node, "expected true; leave where_required out if a WHERE is not required");
  },
  max_statements(node, problem) {
    const limit = readWholeNumber(node, 1, problem);
    return limit === undefined ? undefined : requirements.atMost(limit);
  },
};

const KEYS: readonly string[] = [...Object.keys(REQUIREMENTS), "dialect"];

/** `sql`: what the SQL of a call does, as PostgreSQL's own grammar reads it. */
export const compileSql: CompileCondition = (node, side, problem) => {
  if (!isMapping(node) || node.entries.every(({ name }) => name === "dialect"))
    return problem(node, "expected a mapping, such as { statements: [select], writes: false }");
  const read: requirements.Requirement[] = [];
  let dialect: Dialect = "postgres";
  for (const { name, node: value } of node.entries) {
    const reader = Object.hasOwn(REQUIREMENTS, name) ? REQUIREMENTS[name] : undefined;
    const requirement = reader?.(value, problem, side);
    if (requirement !== undefined) read.push(requirement);
    else if (name === "dialect") dialect = readDialect(value, problem) ?? dialect;
    else if (reader === undefined) problem(value, `unknown key "${name}"${suggestion(name, KEYS)}`);
  }
  return new SqlCondition(read, side, dialect, node);
};

class SqlCondition implements Condition {
  readonly key = "sql";
  readonly #requirements: readonly requirements.Requirement[];
  readonly #side: RuleSide;
  readonly #dialect: Dialect;
  readonly #node: SourceNode;

  constructor(
    read: readonly requirements.Requirement[],
    side: RuleSide,
    dialect: Dialect,
    node: SourceNode,
  ) {
    this.#node = node;
    this.#requirements = read;
    this.#side = side;
    this.#dialect = dialect;
  }

  samples(facts: CapabilityFacts): readonly Samples[] {
    return sqlSamples(facts, this.#node);
  }

  load(): Promise<void> | undefined {
    return sqlGrammar.load();
  }

  evaluate(view: EventView, absent: Truth): Truth {
    const { found, facts, unread } = readSql(view, this.#dialect, absent === FALSE);
    if (!found) return absent;
    let truth: Truth = TRUE;
    for (const requirement of this.#requirements) {
      let one = requirement[this.#side](facts);
      // What could not be read may be the dangerous part; it cannot make good what was read.
      if (unread !== undefined && one === (this.#side === "restrict" ? FALSE : TRUE))
        one = UNCERTAIN;
      if (one < truth) truth = one;
    }
    return truth;
  }

  doubt(view: EventView, absent: Truth): string | undefined {
    const { found, facts, unread } = readSql(view, this.#dialect, absent === FALSE);
    return found ? (unread ?? facts.doubt) : "the call has no SQL where one is expected";
  }
}

function readDialect(node: SourceNode, problem: Problem): Dialect | undefined {
  const text = readText(node, problem);
  if (text === undefined || DIALECTS.includes(text)) return text as Dialect | undefined;
  return problem(node, `unknown dialect "${text}"; use postgres, mysql or sqlite`);
}
