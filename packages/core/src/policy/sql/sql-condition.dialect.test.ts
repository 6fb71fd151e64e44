import { beforeAll, describe, expect, it } from "vitest";
import { truthOf } from "../../../test/judge.ts";
import { sqlGrammar } from "./grammar.ts";

beforeAll(() => sqlGrammar.load());

const permit = (condition: string, sql: string): string =>
  truthOf("permit", `sql: ${condition}`, { payload: { sql } });

const reads = (dialect: string, sql: string): string =>
  permit(`{ dialect: ${dialect}, writes: false }`, sql);

describe("another dialect", () => {
  it.each([
    "select a, count(*) from t join u on t.id = u.id where b like 'x%' group by a limit 5",
    "select ifnull(a, 0) from t -- all",
    "select 1 /* one */ where a != b",
  ])("is read where it is common to all: %j", (sql) => {
    expect(reads("mysql", sql)).toBe("true");
    expect(reads("sqlite", sql)).toBe("true");
  });

  it.each([
    "select `a` from t",
    'select "a" from t',
    "select 'a\\' or sleep(9) #'",
    "select 1 # one",
    "select 1 /*! union select 2 */",
    "select 1 /*M! union select 2 */",
    "select 1 /* /* */ from t */",
    "select 1 --1",
    "select @@version",
    "select $$a$$",
    "select a || b",
    "select E'a'",
    "select 1 into outfile '/tmp/x'",
    "select my_function()",
    "replace into t values (1)",
  ])("is uncertain for MySQL of %j", (sql) => {
    expect(reads("mysql", sql)).toBe("uncertain");
  });

  it.each([
    "select [a] from t",
    'select "a" from t',
    "select 1 /* /* */ from t */",
    "pragma writable_schema = 1",
    "attach database 'x' as y",
    "vacuum into '/tmp/x'",
    "insert or replace into t values (1)",
    "select * from pragma_table_info('t')",
  ])("is uncertain for SQLite of %j", (sql) => {
    expect(reads("sqlite", sql)).toBe("uncertain");
  });

  it("knows the functions that reach outside", () => {
    expect(reads("mysql", "select load_file('/etc/passwd')")).toBe("false");
    expect(reads("mysql", "select sleep(10)")).toBe("false");
    expect(reads("sqlite", "select load_extension('x')")).toBe("false");
    expect(reads("sqlite", "select a || b")).toBe("true");
  });
});
