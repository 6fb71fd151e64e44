import { beforeAll, describe, expect, it } from "vitest";
import { truthOf } from "../../../test/judge.ts";
import { sqlGrammar } from "./grammar.ts";

beforeAll(() => sqlGrammar.load());

const kept = (sql: string): string =>
  truthOf("permit", "sql: { where_required: true }", { payload: { sql } });
const merged = (clauses = "", condition = "u.id = b.id"): string =>
  kept(`merge into users u using b on ${condition} ${clauses}`);

describe("a WHERE", () => {
  it.each([
    "id = 5 or name = 'x'",
    "id = $1",
    "not (id = 5)",
    "lower(name) = 'x'",
    "id in (select 1)",
    "id is null",
    "id = id + 0",
    "users.id = other.id",
    "(id, 1) = (2, 1)",
  ])("that looks at the row restricts it: %s", (where) => {
    expect(kept(`delete from users where ${where}`)).toBe("true");
  });

  it.each([
    "id = 5 or true",
    "true and 1 = 1",
    "id = id",
    "lower(name) = lower( name )",
    "(a + b) <> (a  + b)",
    "id = id and a = a",
    "exists (select 1)",
    "now() > '2020-01-01'",
    "null",
  ])("that does not look, or compares the same, restricts nothing: %s", (where) => {
    expect(kept(`delete from users where ${where}`)).toBe("false");
  });
});

describe("a MERGE", () => {
  it.each<readonly [clauses: string, condition?: string]>([
    ["when matched then update set a = 1"],
    ["when matched then delete when not matched then insert values (1)"],
    ["when not matched then insert values (1)", "true"],
    ["when matched then do nothing", "true"],
    ["when matched and u.a = 1 then delete", "true"],
    ["when not matched by source and u.a = 1 then delete"],
  ])("touches rows that it looks at: %s", (clauses, condition) => {
    expect(merged(clauses, condition)).toBe("true");
  });

  it.each<readonly [clauses: string, condition?: string]>([
    ["when matched then update set a = 1", "true"],
    ["when matched then delete", "1 = 1"],
    ["when matched and true then delete", "true"],
    ["when not matched by source then update set a = 1"],
    ["when matched then delete when not matched by source then delete"],
    ["when not matched by source then delete when matched then do nothing"],
  ])("touches any: %s", (clauses, condition) => {
    expect(merged(clauses, condition)).toBe("false");
  });
});
