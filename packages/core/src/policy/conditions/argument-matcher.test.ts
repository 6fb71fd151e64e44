import { describe, expect, it } from "vitest";
import { truthOf } from "../../../test/judge.ts";
import { matchArgument } from "../../../test/match-argument.ts";
import type { Json, JsonObject } from "../../encoding/json.ts";

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
    expect(matchArgument(matcher, undefined)).toBe("uncertain");
    expect(matchArgument(matcher, undefined, { pattern: "*" })).toBe("false");
  });

  it("is what exists asks for", () => {
    expect(matchArgument("{ exists: true }", undefined)).toBe("false");
    expect(matchArgument("{ exists: false }", undefined)).toBe("true");
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
    expect(matchArgument(short, Array<string>(1000).fill("a"))).toBe("true");
    expect(matchArgument(short, Array<string>(1001).fill("a"))).toBe("uncertain");
    expect(matchArgument(short, ["a".repeat(4000), "b".repeat(96)])).toBe("true");
    expect(matchArgument(short, ["a".repeat(4000), "b".repeat(97)])).toBe("uncertain");
    expect(matchArgument("{ every: { type: number } }", [1, 2, "x"])).toBe("false");
    expect(matchArgument("{ every: main }", "main")).toBe("true");
  });

  it("sees through every spelling of what an allow rule excludes", () => {
    expect(["plain", "secret", "sec\u200bret"].map(excludes)).toStrictEqual([
      "true",
      "false",
      "false",
    ]);
  });

  it("negates lists and bounds, and leaves doubt as it is", () => {
    expect(matchArgument("{ not: { in: [GET, HEAD] } }", "POST")).toBe("true");
    expect(matchArgument("{ not: { in: [GET, HEAD] } }", "GET")).toBe("false");
    expect(matchArgument("{ not: { in: [GET, HEAD] } }", "get")).toBe("uncertain");
    expect(matchArgument("{ not: { length_lte: 0 } }", [])).toBe("false");
    expect(matchArgument("{ not: { length_lte: 0 } }", ["x"])).toBe("true");
  });
});
