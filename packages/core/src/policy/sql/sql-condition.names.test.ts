import { beforeAll, describe, expect, it } from "vitest";
import { truthOf } from "../../../test/judge.ts";
import { sqlGrammar } from "./grammar.ts";

beforeAll(() => sqlGrammar.load());

const restrict = (condition: string, sql: string): string =>
  truthOf("restrict", `sql: ${condition}`, { payload: { sql } });

const permit = (condition: string, sql: string): string =>
  truthOf("permit", `sql: ${condition}`, { payload: { sql } });

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
