import { beforeAll, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { ActionEvent } from "../../action/event.ts";
import type { JsonObject } from "../../encoding/json.ts";
import { sqlGrammar } from "./grammar.ts";

beforeAll(() => sqlGrammar.load());

function explained(dialect: string, payload: JsonObject): unknown {
  const event = ActionEvent.create({ actor: "agent", capability: "a.b", payload });
  const system = policy(
    `allow: [{ capability: a.b, sql: { writes: false, dialect: ${dialect} } }]`,
  );
  return system.explain(event).rules[0]?.conditions;
}

const alike = ", which not every database reads alike";

it.each<[string, JsonObject, string]>([
  ["postgres", {}, "the call has no SQL where one is expected"],
  ["postgres", { sql: 5 }, "something that is not text stands where SQL should"],
  ["postgres", { sql: ["select 1", 5] }, "something that is not text stands where SQL should"],
  ["postgres", { sql: Array.from({ length: 65 }, () => "select 1") }, "there is too much SQL"],
  ["postgres", { sql: `select '${"x".repeat(65_536)}'` }, "there is too much SQL"],
  ["postgres", { sql: `select ${"(".repeat(900)}` }, "its SQL is too long or too deep"],
  ["postgres", { sql: "select 'a" }, "its SQL has an open quote, or is not text at all"],
  ["postgres", { sql: "select 1\0" }, "its SQL has an open quote, or is not text at all"],
  ["postgres", { sql: "selec 1" }, "its SQL cannot be parsed"],
  ["postgres", { sql: "" }, "its SQL cannot be parsed"],
  ["postgres", { sql: "-- nothing" }, "its SQL cannot be parsed"],
  ["postgres", { sql: ["selec 1", "select 'a"] }, "its SQL cannot be parsed"],
  ["postgres", { sql: "select mine(1)" }, "it calls mine, of which nothing is known"],
  ["postgres", { sql: "select other.lower('')" }, "it calls lower, of which nothing is known"],
  ["postgres", { sql: "select mine(yours(1))" }, "it calls mine, of which nothing is known"],
  [
    "postgres",
    { sql: "select 1 operator(a.+) 2" },
    "it uses the operator a.+, of which nothing is known",
  ],
  ["postgres", { sql: "select 1 /*! x */" }, "it has a comment that MySQL runs"],
  ["mysql", { sql: 'select "a"' }, `it has a double-quoted text${alike}`],
  ["mysql", { sql: "select $$a$$" }, `it has a dollar sign${alike}`],
  ["mysql", { sql: "select $1" }, `it has a dollar sign${alike}`],
  ["mysql", { sql: "select a$b" }, `it has a dollar sign${alike}`],
  ["mysql", { sql: "select x'a'" }, `it has a string with a prefix${alike}`],
  ["mysql", { sql: "select 'a\\b'" }, `it has a backslash in a string${alike}`],
  ["mysql", { sql: "select 1 /* /* */ */" }, `it has a comment in a comment${alike}`],
  ["mysql", { sql: "select 1 --x" }, `it has "--" without a space${alike}`],
  ["mysql", { sql: "select a || b" }, `it has the operator "||"${alike}`],
  ["mysql", { sql: "select a ~~~~~~~~~~~ b" }, `it has the operator "~~~~~~~~"${alike}`],
  ["sqlite", { sql: "select a && b" }, `it has the operator "&&"${alike}`],
  ["sqlite", { sql: "select a[1]" }, `it has brackets${alike}`],
  ["sqlite", { sql: "select \\a" }, `it has a character that starts nothing${alike}`],
])("SQL for %s in %j is uncertain because %s", (dialect, payload, doubt) => {
  expect(explained(dialect, payload)).toMatchObject([{ key: "sql", truth: "uncertain", doubt }]);
});

it.each<[string, JsonObject]>([
  ["postgres", { sql: Array.from({ length: 64 }, () => "select 1") }],
  ["postgres", { sql: `select '${"x".repeat(65_527)}'` }],
  ["mysql", { sql: "select 'a' /* a */ -- b\n" }],
  ["mysql", { sql: "select 1 --\nfrom t where a != b" }],
  ["sqlite", { sql: "select 1 --x\nfrom t where a || b = c" }],
])("SQL for %s in %j is certain", (dialect, payload) => {
  expect(explained(dialect, payload)).toMatchObject([{ key: "sql", truth: "true" }]);
});
