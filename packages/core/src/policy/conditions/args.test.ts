import { describe, expect, it } from "vitest";
import { type Call, policy, truthOf } from "../../../test/judge.ts";
import type { Json, JsonObject } from "../../encoding/json.ts";

const SIDES = ["restrict", "permit"] as const;

/** The truth of one matcher for the argument `/x`, on both sides where they agree. */
function match(matcher: string, x: Json | undefined, call: Call = {}): string {
  const payload: JsonObject = x === undefined ? {} : { x };
  const truths = SIDES.map((side) =>
    truthOf(side, `args: { /x: ${matcher} }`, { payload, ...call }),
  );
  return [...new Set(truths)].join(" / ");
}

describe("a literal matcher", () => {
  it.each<[string, Json | undefined, string]>([
    ["main", "main", "true"],
    ["main", "Main", "uncertain"],
    ["main", "main ", "uncertain"],
    ["main", "ma\u200bin", "uncertain"],
    ["main", "maintenance", "false"],
    ["main", "m\u0430in", "false"],
    ["5", 5, "true"],
    ["5.0", 5, "true"],
    ["5", 6, "false"],
    ['"5"', "5", "true"],
    ["true", true, "true"],
    ["null", null, "true"],
    ["[a, 1]", ["a", 1], "true"],
    ["[a, 1]", [1, "a"], "false"],
    ["main", undefined, "uncertain"],
  ])("%s for %j is %s", (matcher, value, truth) => {
    expect(match(matcher, value)).toBe(truth);
  });

  it.each<[string, Json]>([
    ["5", "5"],
    ['"5"', 5],
    ["true", "true"],
    ["null", "null"],
    ["main", ["main"]],
    ["main", null],
    ["0", false],
  ])("%s for %j is uncertain, because many tools take one for the other", (matcher, value) => {
    expect(match(matcher, value)).toBe("uncertain");
  });
});

describe("operators", () => {
  it.each<[string, Json, string]>([
    ["{ equals: { a: 1, b: [2] } }", { b: [2], a: 1 }, "true"],
    ["{ equals: { a: 1 } }", { a: 1, b: 2 }, "false"],
    ["{ in: [a, b] }", "b", "true"],
    ["{ in: [a, b] }", "c", "false"],
    ["{ in: [a, b] }", 5, "uncertain"],
    ["{ in: [a, 5] }", "5", "uncertain"],
    ["{ in: [5, 6] }", 5, "true"],
    ["{ not_in: [a, b] }", "c", "true"],
    ["{ not_in: [a, b] }", "a", "false"],
    ["{ not_in: [a, b] }", ["a"], "uncertain"],
    ["{ not_in: [5] }", "5", "uncertain"],
    ["{ gt: 5 }", 6, "true"],
    ["{ gt: 5 }", 5, "false"],
    ["{ gte: 5 }", "5.00", "true"],
    ["{ lt: 5 }", -1e3, "true"],
    ["{ lte: 0.1 }", "0.1000000000000000000001", "false"],
    ["{ gt: 5 }", "6,000", "uncertain"],
    ["{ gt: 5 }", true, "uncertain"],
    ["{ gt: 5 }", [6], "uncertain"],
    ['{ gt: "-0.00000000000000000001" }', 1e-20, "uncertain"],
    ["{ lt: 5 }", 1e-20, "uncertain"],
    ["{ gt: 1, lt: 5 }", 3, "true"],
    ["{ gt: 1, lt: 5 }", 5, "false"],
    ["{ gt: 1, lt: 5 }", "x", "uncertain"],
    ["{ matches: ^v1 }", "v1.2", "true"],
    ["{ matches: ^v1 }", "v2", "false"],
    ["{ matches: ^v1 }", 1, "uncertain"],
    ["{ starts_with: refs/ }", "refs/heads", "true"],
    ["{ starts_with: [a/, b/] }", "b/x", "true"],
    ["{ starts_with: refs/ }", " refs/", "true / false"],
    ["{ starts_with: refs/ }", "REFS/heads", "uncertain / false"],
    ["{ starts_with: Refs/ }", " re\u200bfs/heads", "uncertain / false"],
    ["{ starts_with: [a/, b/] }", "B/x", "uncertain / false"],
    ["{ starts_with: refs/ }", "tags/refs/", "false"],
    ["{ matches: ^secret$ }", "sec\u200bret", "true / false"],
    ["{ length_lte: 3 }", "abc", "true"],
    ["{ length_lte: 3 }", "abcd", "false"],
    ["{ length_lte: 1 }", [1, 2], "false"],
    ["{ length_lte: 1 }", { a: 1 }, "uncertain"],
    ["{ length_lte: 0 }", 5, "uncertain"],
    ["{ type: string }", "a", "true"],
    ['{ type: [number, "null"] }', null, "true"],
    ["{ type: integer }", 5, "true"],
    ["{ type: integer }", 5.5, "false"],
    ["{ type: number }", "5", "false"],
    ["{ type: array }", [], "true"],
    ["{ type: object }", [], "false"],
    ["{ type: object }", {}, "true"],
    ["{ type: boolean }", false, "true"],
    ["{ exists: true }", null, "true"],
    ["{ exists: false }", null, "false"],
  ])("%s for %j is %s", (matcher, value, truth) => {
    expect(match(matcher, value)).toBe(truth);
  });
});

it("is uncertain of a text longer than its pattern runs over", () => {
  expect(match("{ matches: x }", "y".repeat(70_000))).toBe("uncertain");
});

describe("a text that a tool may take for another", () => {
  it("is one of up to 4096 characters; a longer one is no name", () => {
    const literal = `a${"b".repeat(4095)}`;
    expect(match(`"${literal}"`, literal)).toBe("true");
    expect(match(`"${literal}"`, literal.toUpperCase())).toBe("uncertain");
    expect(match(`"${literal}"`, `${literal} `)).toBe("false");
  });

  it("is one that cannot be folded, to a rule that looks for how it begins or what it matches, but not to one that names it", () => {
    const unfoldable = `x${"\u0301\u0316".repeat(20)}`;
    expect(match("{ matches: ^secret }", unfoldable)).toBe("uncertain / false");
    expect(match("{ starts_with: secret }", unfoldable)).toBe("uncertain / false");
    expect(match("{ starts_with: x }", unfoldable)).toBe("true");
    expect(match("x", unfoldable)).toBe("false");
  });
});

describe("a missing argument", () => {
  it.each([
    "a",
    "{ equals: a }",
    "{ not_in: [a] }",
    "{ gt: 1 }",
    "{ matches: a }",
    "{ type: string }",
    "{ not: a }",
    "{ every: { exists: false } }",
  ])("makes %s uncertain for a concrete capability and false under a broad pattern", (matcher) => {
    expect(match(matcher, undefined)).toBe("uncertain");
    expect(match(matcher, undefined, { pattern: "*" })).toBe("false");
  });

  it("is what exists asks for", () => {
    expect(match("{ exists: true }", undefined)).toBe("false");
    expect(match("{ exists: false }", undefined)).toBe("true");
  });

  it("is not made up for by what objects inherit", () => {
    for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"])
      expect(truthOf("restrict", `args: { /${name}: { exists: true } }`, {})).toBe("false");
    const length = truthOf("restrict", "args: { /list/length: { exists: true } }", {
      payload: { list: [1] },
    });
    expect(length).toBe("false");
  });
});

const excludes = (x: string): string =>
  truthOf("permit", "args: { /x: { not: { matches: secret } } }", { payload: { x } });

describe("not and every", () => {
  const inside = "every: { matches: '(?i)^[a-z]+@corp[.]example$' }";
  const truths = (x: Json | undefined): readonly string[] => {
    const payload: JsonObject = x === undefined ? {} : { x };
    return [
      truthOf("permit", `args: { /x: { ${inside} } }`, { payload }),
      truthOf("restrict", `args: { /x: { not: { ${inside} } } }`, { payload }),
      truthOf("restrict", `args: { /x: { not: { ${inside} } } }`, { payload, pattern: "tool.*" }),
    ];
  };

  it.each<[Json | undefined, readonly string[]]>([
    ["ann@corp.example", ["true", "false", "false"]],
    [
      ["ann@corp.example", "bob@CORP.example"],
      ["true", "false", "false"],
    ],
    [
      ["ann@corp.example", "eve@evil.example"],
      ["false", "true", "true"],
    ],
    ["eve@evil.example", ["false", "true", "true"]],
    ["ann@corp.example, eve@evil.example", ["false", "true", "true"]],
    // What only looks like an inside address is not one.
    ["ａnn@corp.example", ["false", "true", "true"]],
    [[], ["true", "false", "false"]],
    [null, ["uncertain", "uncertain", "uncertain"]],
    [
      ["ann@corp.example", null],
      ["uncertain", "uncertain", "uncertain"],
    ],
    [
      [null, "ann@corp.example"],
      ["uncertain", "uncertain", "uncertain"],
    ],
    [
      ["eve@evil.example", null],
      ["false", "true", "true"],
    ],
    [{ address: "ann@corp.example" }, ["uncertain", "uncertain", "uncertain"]],
    [undefined, ["uncertain", "uncertain", "false"]],
  ])("of %j", (x, expected) => {
    expect(truths(x)).toStrictEqual(expected);
  });

  it("of more elements, or longer ones, than are read is uncertain", () => {
    const uncertain = ["uncertain", "uncertain", "uncertain"];
    expect(truths(Array<string>(1001).fill("ann@corp.example"))).toStrictEqual(uncertain);
    expect(truths(["a".repeat(70_000)])).toStrictEqual(uncertain);
  });

  it("reads up to 1000 elements, and up to 4096 characters of them together", () => {
    const short = "{ every: { type: string } }";
    expect(match(short, Array<string>(1000).fill("a"))).toBe("true");
    expect(match(short, Array<string>(1001).fill("a"))).toBe("uncertain");
    expect(match(short, ["a".repeat(4000), "b".repeat(96)])).toBe("true");
    expect(match(short, ["a".repeat(4000), "b".repeat(97)])).toBe("uncertain");
    expect(match("{ every: { type: number } }", [1, 2, "x"])).toBe("false");
    expect(match("{ every: main }", "main")).toBe("true");
  });

  it("sees through every spelling of what an allow rule excludes", () => {
    expect(["plain", "secret", "sec\u200bret"].map(excludes)).toStrictEqual([
      "true",
      "false",
      "false",
    ]);
  });

  it("negates lists and bounds, and leaves doubt as it is", () => {
    expect(match("{ not: { in: [GET, HEAD] } }", "POST")).toBe("true");
    expect(match("{ not: { in: [GET, HEAD] } }", "GET")).toBe("false");
    expect(match("{ not: { in: [GET, HEAD] } }", "get")).toBe("uncertain");
    expect(match("{ not: { length_lte: 0 } }", [])).toBe("false");
    expect(match("{ not: { length_lte: 0 } }", ["x"])).toBe("true");
  });
});

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
