import { describe, expect, it } from "vitest";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { noFacts, type SqlFacts } from "./facts.ts";
import type { NamePattern } from "./names.ts";
import {
  atMost,
  functionsAmong,
  type Requirement,
  schemasAmong,
  statementsAmong,
  tablesAmong,
  whereRequired,
  writing,
} from "./requirements.ts";

const NAMED: readonly NamePattern[] = [{ parts: ["a"] }, { parts: ["s", "b"] }];
const tables = tablesAmong(NAMED);
const functions = functionsAmong(NAMED);
const statements = statementsAmong(new Set(["select", "insert"]));
const schemas = schemasAmong(["s", "t*"]);
const kinds = (...all: readonly string[]): Partial<SqlFacts> => ({ kinds: new Set(all) });

describe("what a rule demands of SQL", () => {
  it.each<[string, Requirement, Partial<SqlFacts>, Truth, Truth]>([
    ["statements of nothing", statements, {}, FALSE, TRUE],
    ["one of several kinds", statements, kinds("drop", "select"), TRUE, FALSE],
    ["all of the kinds", statements, kinds("insert", "select"), TRUE, TRUE],
    ["another kind", statements, kinds("drop"), FALSE, FALSE],
    ["what is hidden", statements, { ...kinds("call"), hidden: true }, UNCERTAIN, FALSE],
    ["hidden beside one", statements, { ...kinds("select"), hidden: true }, TRUE, TRUE],

    ["one of several tables", tables, { tables: [["x"], ["a"]] }, TRUE, FALSE],
    ["all of the tables", tables, { tables: [["a"], ["s", "b"]] }, TRUE, TRUE],
    ["a table without its schema", tables, { tables: [["b"]] }, UNCERTAIN, FALSE],
    ["another table", tables, { tables: [["x"]] }, FALSE, FALSE],
    ["no table, reading", tables, kinds("select"), FALSE, TRUE],
    ["no table, writing", tables, kinds("select", "set"), FALSE, UNCERTAIN],
    ["a table, writing", tables, { ...kinds("insert"), tables: [["a"]] }, TRUE, TRUE],
    ["hidden tables", tables, { tables: [["x"]], hiddenTables: TRUE }, UNCERTAIN, FALSE],
    ["perhaps hidden ones", tables, { tables: [["x"]], hiddenTables: UNCERTAIN }, FALSE, FALSE],
    ["hidden besides", tables, { tables: [["a"]], hiddenTables: TRUE }, TRUE, UNCERTAIN],
    ["perhaps besides", tables, { tables: [["a"]], hiddenTables: UNCERTAIN }, TRUE, UNCERTAIN],

    ["no function", functions, {}, FALSE, TRUE],
    ["one of several functions", functions, { functions: [["x"], ["a"]] }, TRUE, FALSE],
    ["all of the functions", functions, { functions: [["a"]] }, TRUE, TRUE],
    ["hidden calls", functions, { functions: [["a"]], hidden: true }, TRUE, UNCERTAIN],
    ["hidden ones alone", functions, { hidden: true }, UNCERTAIN, UNCERTAIN],
    ["another and hidden ones", functions, { functions: [["x"]], hidden: true }, UNCERTAIN, FALSE],

    ["no name at all", schemas, {}, FALSE, TRUE],
    ["a table's schema", schemas, { tables: [["s", "x"]] }, TRUE, TRUE],
    ["a schema like one", schemas, { tables: [["t1", "x"]] }, TRUE, TRUE],
    ["a schema in capitals", schemas, { tables: [["S", "x"]] }, TRUE, FALSE],
    ["another schema", schemas, { tables: [["u", "x"]] }, FALSE, FALSE],
    [
      "one of several schemas",
      schemas,
      {
        tables: [
          ["s", "x"],
          ["u", "x"],
        ],
      },
      TRUE,
      FALSE,
    ],
    ["no schema", schemas, { tables: [["x"]] }, UNCERTAIN, UNCERTAIN],
    ["a function's schema", schemas, { functions: [["s", "f"]] }, TRUE, TRUE],
    ["another function's schema", schemas, { functions: [["u", "f"]] }, FALSE, FALSE],
    ["a function of no schema", schemas, { functions: [["f"]] }, FALSE, TRUE],
    ["a schema itself", schemas, { schemas: [["s"]] }, TRUE, TRUE],
    ["another schema itself", schemas, { schemas: [["u"]] }, FALSE, FALSE],
    ["hidden tables in schemas", schemas, { hiddenTables: TRUE }, UNCERTAIN, UNCERTAIN],
    ["perhaps hidden in schemas", schemas, { hiddenTables: UNCERTAIN }, FALSE, UNCERTAIN],

    ["a write", writing(true), { writes: TRUE }, TRUE, TRUE],
    ["perhaps a write", writing(true), { writes: UNCERTAIN }, UNCERTAIN, UNCERTAIN],
    ["no write", writing(false), { writes: TRUE }, FALSE, FALSE],
    ["only reading", writing(false), { writes: FALSE }, TRUE, TRUE],
    ["a possible write", writing("possible"), { writes: UNCERTAIN }, TRUE, TRUE],
    ["no possible write", writing("possible"), { writes: FALSE }, FALSE, FALSE],

    ["a WHERE", whereRequired, {}, FALSE, TRUE],
    ["no WHERE", whereRequired, { unfiltered: TRUE }, TRUE, FALSE],
    ["a WHERE that may be hidden", whereRequired, { hidden: true }, UNCERTAIN, UNCERTAIN],
    ["no WHERE and more", whereRequired, { unfiltered: TRUE, hidden: true }, TRUE, FALSE],

    ["as many statements", atMost(2), { count: 2 }, FALSE, TRUE],
    ["more statements", atMost(2), { count: 3 }, TRUE, FALSE],
  ])("over %s", (_name, requirement, facts, restrict, permit) => {
    const all = { ...noFacts(), ...facts };
    expect([requirement.restrict(all), requirement.permit(all)]).toEqual([restrict, permit]);
  });
});
