import { beforeAll, describe, expect, it } from "vitest";
import { truthOf } from "../../../test/judge.ts";
import { sqlGrammar } from "./grammar.ts";

beforeAll(() => sqlGrammar.load());

const permit = (condition: string, sql: string): string =>
  truthOf("permit", `sql: { ${condition} }`, { payload: { sql } });
const restrict = (condition: string, sql: string): string =>
  truthOf("restrict", `sql: { ${condition} }`, { payload: { sql } });

describe("a DROP", () => {
  it.each(["table", "view", "materialized view", "foreign table", "sequence"])(
    "names the tables that it drops: %s",
    (type) => {
      expect(permit('tables: [a, "s.b"]', `drop ${type} a, s.b`)).toBe("true");
      expect(permit("tables: [a]", `drop ${type} a, s.b`)).toBe("false");
      expect(restrict("tables: [s.b]", `drop ${type} a, s.b`)).toBe("true");
      expect(restrict("tables: [c]", `drop ${type} a, s.b`)).toBe("false");
    },
  );

  it.each(["trigger", "rule", "policy"])("names the table of what it drops: %s", (type) => {
    expect(permit("tables: [s.b]", `drop ${type} t on s.b`)).toBe("true");
    expect(permit("tables: [t]", `drop ${type} t on s.b`)).toBe("false");
    expect(restrict("tables: [t]", `drop ${type} t on s.b`)).toBe("false");
  });

  it.each(["schema s", "function f()", "type t", "index i", "database d", "role r", "owned by r"])(
    "of another kind may take any table with it: %s",
    (what) => {
      expect(permit('tables: ["*"]', `drop ${what}`)).toBe("uncertain");
      expect(restrict("tables: [a]", `drop ${what}`)).toBe("uncertain");
    },
  );
});

describe("a statement on a schema", () => {
  it.each([
    "create schema private",
    "drop schema private",
    "drop schema other, private",
    "create table private.t (a int)",
    "select private.f(1)",
  ])("is about it: %s", (sql) => {
    expect(restrict("schemas: [private]", sql)).toBe("true");
    expect(permit("schemas: [public]", sql)).toBe("false");
  });
});

describe("what a query only plans", () => {
  it("is not done, though nobody knows of a function that it calls", () => {
    expect(permit("writes: false", "explain select nextval('s')")).toBe("true");
    expect(permit("writes: false", "explain analyze select nextval('s')")).toBe("false");
    expect(permit("writes: false", "explain select mine(1)")).toBe("uncertain");
    expect(permit("writes: false", "explain delete from a; delete from a")).toBe("false");
    expect(permit("writes: false", "explain (analyze false) delete from a")).toBe("false");
  });
});

describe("a function", () => {
  it.each([
    ["lower('a')", "true"],
    ["pg_catalog.lower('a')", "true"],
    ["other.lower('a')", "false"],
    ["upper('a')", "false"],
  ])("is named without the schema of all functions: %s", (call, truth) => {
    expect(permit("functions: [lower]", `select ${call}`)).toBe(truth);
  });

  it("that reaches tables by name leaves open which", () => {
    expect(restrict("tables: [a]", "select table_to_xml('a', true, true, '')")).toBe("uncertain");
    expect(restrict("functions: [f]", "select table_to_xml('a', true, true, '')")).toBe(
      "uncertain",
    );
    expect(restrict("functions: [f]", "select nextval('a')")).toBe("false");
    expect(permit("tables: [b]", "select lower(x) from b")).toBe("true");
    expect(permit("tables: [b]", "select nextval('s') from b")).toBe("uncertain");
    expect(permit("tables: [b]", "select x operator(other.=) y from b")).toBe("uncertain");
    expect(permit("tables: [b]", "select x operator(pg_catalog.=) y from b")).toBe("true");
    expect(permit("tables: [b]", "select * from b order by x using operator(o.<)")).toBe(
      "uncertain",
    );
    expect(permit("tables: [b]", "select * from b tablesample bernoulli (1)")).toBe("true");
  });
});
