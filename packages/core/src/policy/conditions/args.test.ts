import { describe, expect, it } from "vitest";
import { policy, truthOf } from "../../../test/judge.ts";
import type { JsonObject } from "../../encoding/json.ts";

const of = (payload: JsonObject): string =>
  truthOf("permit", "args: { /repo: app, /target/branch: main }", { payload });

describe("several arguments", () => {
  it("must all match", () => {
    expect(of({ repo: "app", target: { branch: "main" } })).toBe("true");
    expect(of({ repo: "app", target: { branch: "dev" } })).toBe("false");
    expect(of({ repo: "app" })).toBe("uncertain");
    expect(of({ repo: "other" })).toBe("false");
  });

  it("are found by RFC 6901 pointers", () => {
    const payload = { "a/b": { "c~d": ["x", { "": "y" }] } };
    expect(truthOf("permit", 'args: { "/a~1b/c~0d/1/": y }', { payload })).toBe("true");
    expect(truthOf("permit", 'args: { "/a~1b/c~0d/01/": y }', { payload })).toBe("uncertain");
    expect(truthOf("permit", 'args: { "/a~1b/c~0d/-": { exists: false } }', { payload })).toBe(
      "true",
    );
  });
});

describe("the value of args", () => {
  it.each([
    ["main", "expected a mapping of JSON Pointers to matchers"],
    ["{}", "expected a mapping of JSON Pointers to matchers"],
    ["{ branch: main }", '"branch" is not a JSON Pointer; it must start with "/"'],
    ["{ /a~2: main }", '"/a~2" is not a JSON Pointer'],
    ["{ /x: {} }", "the matcher is empty"],
    ["{ /x: { equal: 5 } }", 'unknown operator "equal"; did you mean "equals"?'],
    ["{ /x: { toString: 5 } }", 'unknown operator "toString"'],
    ["{ /x: { in: main } }", "expected a list of values"],
    ["{ /x: { in: [] } }", "expected a list of values"],
    ["{ /x: { not_in: [] } }", "expected a list of values"],
    ["{ /x: { gt: big } }", "expected a plain decimal"],
    ["{ /x: { matches: '(?=a)' } }", "not a regular expression that runs in linear time"],
    ["{ /x: { matches: 5 } }", "expected text, got 5"],
    ["{ /x: { starts_with: [] } }", "the list is empty"],
    ["{ /x: { length_lte: -1 } }", "expected a whole number from 0"],
    ["{ /x: { exists: yes } }", 'expected true or false, got "yes"'],
    ["{ /x: { not: {} } }", "the matcher is empty"],
    ["{ /x: { every: { equal: 5 } } }", 'unknown operator "equal"'],
    ["{ /x: { type: 5 } }", "expected text, got 5"],
    [
      "{ /x: { type: text } }",
      'unknown type "text"; use one of string, number, integer, boolean, array, object, null',
    ],
  ])("cannot be %s", (value, message) => {
    expect(() => policy(`deny: [{ capability: a.b, args: ${value} }]`)).toThrow(message);
    expect(() => policy(`deny: [{ capability: a.b, args: ${value} }]`)).toThrow(/deny\[0\]\.args/);
  });
});
