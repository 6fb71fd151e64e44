import { beforeAll, describe, expect, it } from "vitest";
import { type Call, policy, truthOf } from "../../../test/judge.ts";
import { sqlGrammar } from "./grammar.ts";

beforeAll(() => sqlGrammar.load());

const restrict = (condition: string, sql: string): string =>
  truthOf("restrict", `sql: ${condition}`, { payload: { sql } });

const permit = (condition: string, sql: string): string =>
  truthOf("permit", `sql: ${condition}`, { payload: { sql } });

const reads = (payload: Call["payload"], call: Call = {}): string =>
  truthOf("permit", "sql: { writes: false }", { payload: payload ?? {}, ...call });
const drops = (payload: Call["payload"], call: Call = {}): string =>
  truthOf("restrict", "sql: { statements: [drop] }", { payload: payload ?? {}, ...call });

describe("max_statements", () => {
  it("counts the statements of all texts", () => {
    expect(restrict("{ max_statements: 1 }", "select 1; select 2")).toBe("true");
    expect(restrict("{ max_statements: 1 }", "select 1;;")).toBe("false");
    expect(permit("{ max_statements: 1 }", "select ';'")).toBe("true");
    const payload = { queries: ["select 1", "select 2"] };
    expect(truthOf("permit", "sql: { max_statements: 1 }", { payload })).toBe("false");
  });
});

describe("the SQL of a call", () => {
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
