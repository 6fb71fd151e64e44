import { beforeAll, describe, expect, it } from "vitest";
import { type Call, policy, truthOf } from "../../../test/judge.ts";
import type { JsonObject } from "../../encoding/json.ts";
import { sqlGrammar } from "../sql/grammar.ts";

beforeAll(() => sqlGrammar.load());

const denied = (payload: JsonObject, call: Call = {}, tables = "audit_logs"): string =>
  truthOf("restrict", `table: ${tables}`, { payload, ...call });

const allowed = (payload: JsonObject, call: Call = {}, tables = "users"): string =>
  truthOf("permit", `table: ${tables}`, { payload, ...call });

describe("table in a deny or approval rule", () => {
  it.each<JsonObject>([
    { table: "audit_logs" },
    { table: "AUDIT_LOGS" },
    { table: "public.audit_logs" },
    { table: "Db.Public.Audit_Logs" },
    { Table: "audit_logs" },
    { tableName: "audit_logs" },
    { table_name: "audit_logs" },
    { tables: ["users", "audit_logs"] },
    { query: { tables: [{ x: 1 }, "audit_logs"] } },
    { table: "users", nested: [{ table: "audit_logs" }] },
    { table: "audit_logs", sql: "select 1" },
    { table: "users", sql: "DELETE FROM audit_logs" },
    { table: "users", query: "delete from audit_logs" },
    { sql: "select * from users u join public.AUDIT_LOGS a on a.user_id = u.id" },
    { sql: 'with x as (delete from "Audit_Logs" returning *) select * from x' },
    { batch: [{ statements: ["select 1", "drop table audit_logs"] }] },
  ])("holds for %j", (payload) => {
    expect(denied(payload)).toBe("true");
  });

  it.each<JsonObject>([
    { table: '"audit_logs"' },
    { table: "`audit_logs`" },
    { table: "[audit_logs]" },
    { table: " audit_logs" },
    { table: "audit_logs;" },
    { table: "audit_logs--" },
    { table: "audit\u200b_logs" },
    { table: "ａudit_logs" },
    { table: "audit_logs a, users" },
    { table: "x..audit_logs" },
    { table: "" },
    { table: null },
    { table: 5 },
    { table: { name: "audit_logs" } },
    { tables: [["audit_logs"]] },
    { table: "users", sql: "DELETE FROM `audit_logs`" },
    { table: "users", sql: "do $$ begin delete from audit_logs; end $$" },
    { sql: "select query_to_xml('select * from audit_logs', true, true, '')" },
    { sql: 5 },
    {},
    { tables: [] },
  ])("is uncertain of %j", (payload) => {
    expect(denied(payload)).toBe("uncertain");
  });

  it.each<JsonObject>([
    { table: "users" },
    { table: "audit_logs_archive" },
    { table: "audit_logs.users" },
    { table: "users", query: "name = 5" },
    { table: "users", query: { id: 1 }, where: "audit_logs" },
    { sql: "select 'audit_logs' from users" },
    { sql: "with audit_logs as (select 1) select * from audit_logs" },
  ])("is false for %j", (payload) => {
    expect(denied(payload)).toBe("false");
  });

  it("is uncertain of a bare name where the rule names a schema: the search path decides", () => {
    expect(denied({ table: "audit_logs" }, {}, "public.audit_logs")).toBe("uncertain");
    expect(denied({ table: "app.public.audit_logs" }, {}, "public.audit_logs")).toBe("true");
    expect(denied({ table: "private.audit_logs" }, {}, "public.audit_logs")).toBe("false");
    expect(denied({ table: "users" }, {}, '"secret.*"')).toBe("uncertain");
  });

  it("is uncertain of a name longer than any database has", () => {
    expect(denied({ table: "a".repeat(512) })).toBe("false");
    expect(denied({ table: "a".repeat(513) })).toBe("uncertain");
    expect(denied({ table: "a".repeat(513) }, {}, '"a*"')).toBe("uncertain");
  });

  it("takes globs", () => {
    expect(denied({ table: "audit_2026" }, {}, '"audit_*"')).toBe("true");
    expect(denied({ table: "users" }, {}, '"audit_*"')).toBe("false");
  });

  it("is false without a table under a broad pattern, but not where there is SQL", () => {
    expect(denied({ x: 1 }, { pattern: "*" })).toBe("false");
    expect(denied({ sql: "drop table audit_logs" }, { pattern: "*" })).toBe("true");
    expect(denied({ sql: "drop table audit_logs of" }, { pattern: "*" })).toBe("uncertain");
    expect(denied({ query: "weather in Paris" }, { pattern: "*" })).toBe("false");
  });

  it("reads the declared fields and no others", () => {
    const fields = { table: ["/target"] };
    expect(denied({ target: "audit_logs" }, { fields })).toBe("true");
    expect(denied({ target: "users", table: "audit_logs" }, { fields })).toBe("false");
    expect(denied({ table: "audit_logs" }, { fields })).toBe("uncertain");
    expect(denied({ target: "users", sql: "drop table audit_logs" }, { fields })).toBe("false");
    const both = { ...fields, sql: ["/text"] };
    expect(denied({ target: "users", text: "drop table audit_logs" }, { fields: both })).toBe(
      "true",
    );
  });
});

describe("table in an allow rule", () => {
  it.each<[JsonObject, string]>([
    [{ table: "users" }, "true"],
    [{ table: "USERS" }, "true"],
    [{ tables: ["users", "users"] }, "true"],
    [{ tables: ["users", "audit_logs"] }, "false"],
    [{ tables: ["audit_logs", "users"] }, "false"],
    [{ tables: ["users;", "users"] }, "uncertain"],
    [{ table: "users", other: { table: "audit_logs" } }, "false"],
    [{ table: "evil.users" }, "false"],
    [{ table: "users;" }, "uncertain"],
    [{ table: "users", sql: "drop table audit_logs" }, "false"],
    [{ sql: "select * from users" }, "true"],
    [{ sql: "select * from users u, (select * from USERS) v" }, "true"],
    [{ sql: "with users as (select * from audit_logs) select * from users" }, "false"],
    [{ sql: 'select * from "Users"' }, "false"],
    [{ sql: "select * from users where f(id)" }, "uncertain"],
    [{ sql: "set role admin" }, "uncertain"],
    [{ sql: "copy users to program 'x'" }, "uncertain"],
    [{ sql: "select * from users; select" }, "true"],
    [{ sql: "select * from users where" }, "uncertain"],
    [{ table: "user\u017f" }, "uncertain"],
    [{}, "uncertain"],
  ])("for %j it is %s", (payload, truth) => {
    expect(allowed(payload)).toBe(truth);
  });

  it("means the schema that it names", () => {
    expect(allowed({ table: "public.users" }, {}, "public.users")).toBe("true");
    expect(allowed({ table: "users" }, {}, "public.users")).toBe("false");
  });
});

describe("a payload with very many tables", () => {
  it("is judged without running out of stack", () => {
    const tables = Array.from({ length: 40_000 }, () => "a");
    expect(denied({ tables })).toBe("false");
    expect(denied({ tables: [...tables, "audit_logs"] })).toBe("true");
  });
});

describe("the value of table", () => {
  it.each(["[]", '""', "5", "{ a: b }"])("cannot be %s", (value) => {
    expect(() => policy(`deny: [{ capability: a.b, table: ${value} }]`)).toThrow(
      /deny\[0\]\.table: /,
    );
  });

  it.each(["a..b", "[users, a..b]", "[a..b, users]"])("is made of names, unlike %s", (value) => {
    expect(() => policy(`deny: [{ capability: a.b, table: ${value} }]`)).toThrow(
      '"a..b" is not a name; write it as in SQL, such as public.users',
    );
  });
});
