import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../encoding/json.ts";
import { findSql } from "./find-sql.ts";

const found = (payload: JsonObject): unknown => findSql(payload, undefined);
const only = (...texts: readonly string[]): unknown => ({ texts, others: [], odd: false });
const odd = { texts: [], others: [], odd: true };
const none = { texts: [], others: [], odd: false };

describe("the SQL of a payload", () => {
  it.each<JsonObject>([
    { sql: "x" },
    { SQL: "x" },
    { raw_sql: "x" },
    { sqlQuery: "x" },
    { sql_statements: "x" },
    { sql: ["x"] },
    { sql: [["x"]] },
    { sql: { text: "x" } },
    { sql: { a: 1, code: "x" } },
    { sql: { query: "x", values: [1] }, other: 5 },
    { any: [{ sql: "x" }] },
    { any: { deep: { sql: "x" } } },
    { sql: "x", nothing: null, text: "y" },
  ])("is found in %j", (payload) => {
    expect({ ...(found(payload) as object), others: [] }).toMatchObject({ odd: false });
    const { texts, others } = findSql(payload, undefined);
    expect([...texts, ...others]).toEqual(["x"]);
  });

  it.each<[JsonObject, unknown]>([
    [{ query: "select 1" }, only("select 1")],
    [{ queries: ["select 1", "with x"] }, only("select 1", "with x")],
    [{ statement: "x" }, { texts: [], others: ["x"], odd: false }],
    [{ db_query: { text: "delete" } }, only("delete")],
    [{ query: { text: "x" } }, only("x")],
    [{ query: { a: 5 } }, none],
    [{ query: 5 }, none],
    [{ sql: 5 }, odd],
    [{ sql: { a: 5 } }, odd],
    [{ sql: { text: 5 } }, odd],
    [{ sql: [5] }, odd],
    [{ sql: [] }, none],
    [{ sql: null }, none],
    [{ sql: { nested: { text: "x" } } }, odd],
    [{ text: "select 1", command: "drop", code: "x" }, none],
    [{ mysql: "select 1", sqlite_path: "x" }, none],
  ])("in %j is %j", (payload, sql) => {
    expect(found(payload)).toEqual(sql);
  });

  it("is at the declared places alone", () => {
    const payload = { a: "x", b: { c: ["y", 5] }, sql: "z" };
    expect(findSql(payload, ["/a"])).toEqual(only("x"));
    expect(findSql(payload, ["/b/c"])).toEqual({ texts: ["y"], others: [], odd: true });
    expect(findSql(payload, ["/none"])).toEqual(none);
  });
});
