import { describe, expect, it } from "vitest";
import { FALSE, TRUE, UNCERTAIN } from "../truth.ts";
import { namesAllowed, namesDenied, type NamePattern, parseNamePattern } from "./names.ts";

const patterns = (...texts: readonly string[]): readonly NamePattern[] =>
  texts.map((text) => parseNamePattern(text) as NamePattern);

describe("a name in a policy", () => {
  it.each<[string, readonly string[]]>([
    ["users", ["users"]],
    ["Public.Users", ["public", "users"]],
    ['public."Users"', ["public", "Users"]],
    ['"a.b"."c""d"', ["a.b", 'c"d']],
    ["*.log_*", ["*", "log_*"]],
  ])("%s is read as SQL reads it", (text, parts) => {
    expect(parseNamePattern(text)?.parts).toStrictEqual(parts);
  });

  it.each(['"users', "a..b", ".a", "a.", 'a"b"', '"a"b', '""', ""])("%s is none", (text) => {
    expect(parseNamePattern(text)).toBeUndefined();
  });
});

describe("a name in an allow rule", () => {
  it("means its own schema and case", () => {
    expect(namesAllowed(["users"], patterns("users"))).toBe(TRUE);
    expect(namesAllowed(["Users"], patterns("Users"))).toBe(FALSE);
    expect(namesAllowed(["Users"], patterns('"Users"'))).toBe(TRUE);
    expect(namesAllowed(["evil", "users"], patterns("users"))).toBe(FALSE);
    expect(namesAllowed(["users"], patterns("public.users"))).toBe(FALSE);
    expect(namesAllowed(["public", "a"], patterns("public.*"))).toBe(TRUE);
    expect(namesAllowed(["public.a"], patterns("public.*"))).toBe(FALSE);
    expect(namesAllowed(["public", "a"], patterns("*"))).toBe(TRUE);
  });

  it("is not sure of names that no database has", () => {
    expect(namesAllowed(["a".repeat(600)], patterns("*"))).toBe(UNCERTAIN);
    expect(namesAllowed([], patterns("*"))).toBe(UNCERTAIN);
    expect(namesAllowed(["s", "a".repeat(513)], patterns("*"))).toBe(UNCERTAIN);
    expect(namesAllowed(["a".repeat(512)], patterns("*"))).toBe(TRUE);
  });

  it("means any of several", () => {
    expect(namesAllowed(["b"], patterns("a", "b"))).toBe(TRUE);
    expect(namesAllowed(["a", "x"], patterns("a.x", "b"))).toBe(TRUE);
    expect(namesAllowed(["a", "b", "c"], patterns("b.c"))).toBe(FALSE);
  });
});

describe("a name in a deny rule", () => {
  it("means the table in any schema, whatever its case", () => {
    expect(namesDenied(["public", "Users"], patterns("users"))).toBe(TRUE);
    expect(namesDenied(["users"], patterns('"USERS"'))).toBe(TRUE);
    expect(namesDenied(["users_old"], patterns("users"))).toBe(FALSE);
    expect(namesDenied(["private", "users"], patterns("public.users"))).toBe(FALSE);
  });

  it("may mean a table without a schema: the search path decides", () => {
    expect(namesDenied(["users"], patterns("public.users"))).toBe(UNCERTAIN);
    expect(namesDenied(["other"], patterns("public.users"))).toBe(FALSE);
    expect(namesDenied(["b", "c"], patterns("a.b.c"))).toBe(UNCERTAIN);
    expect(namesDenied(["x", "c"], patterns("a.b.c"))).toBe(FALSE);
    expect(namesDenied(["b", "c"], patterns("a.b.c", "c"))).toBe(TRUE);
    expect(namesDenied(["a".repeat(513)], patterns("x"))).toBe(UNCERTAIN);
  });
});
