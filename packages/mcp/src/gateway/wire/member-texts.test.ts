import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isReadRight, spelledJson, spelledObject } from "../../../test/gateway/spelled-json.ts";
import { memberTexts } from "./member-texts.ts";

/** The texts of members; undefined where a key stands there twice. */
function textsOf(text: string): ReadonlyMap<string, string> | undefined {
  try {
    return memberTexts(text);
  } catch (error) {
    if (error instanceof SyntaxError && error.message.includes("twice")) return undefined;
    throw error;
  }
}

function deep(levels: number): string {
  return `{"a":${"[".repeat(levels)}${"]".repeat(levels)}}`;
}

describe("the texts of members", () => {
  it("are what JSON.parse reads, however the object is spelled", () => {
    fc.assert(
      fc.property(spelledObject(spelledJson), (text) => {
        const value = JSON.parse(text) as Record<string, unknown>;
        const members = [...memberTexts(text)];
        expect(members.map(([key]) => key).toSorted()).toEqual(Object.keys(value).toSorted());
        for (const [key, member] of members) {
          expect(JSON.parse(member)).toEqual(value[key]);
          expect(text).toContain(member);
          expect(member).toBe(member.trim());
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("are refused or agree with JSON.parse, whatever was changed in the text", () => {
    const changed = fc.tuple(
      spelledObject(spelledJson),
      fc.array(
        fc.tuple(
          fc.nat(),
          fc.nat(2),
          fc.constantFrom("{", "}", "[", "]", '"', ",", ":", "\\", " ", "0", "-", "e", "u"),
        ),
      ),
    );
    fc.assert(
      fc.property(changed, ([text, changes]) => {
        let bent = text;
        for (const [at, cut, put] of changes) {
          const place = at % (bent.length + 1);
          bent = bent.slice(0, place) + put + bent.slice(place + cut);
        }
        fc.pre(isReadRight(bent));
        let value: unknown;
        try {
          value = JSON.parse(bent);
        } catch {
          return;
        }
        if (typeof value !== "object" || value === null || Array.isArray(value)) return;
        const members = textsOf(bent);
        if (members === undefined) return;
        const read = Object.entries(value);
        expect(members.size).toBe(read.length);
        for (const [key, one] of read) expect(JSON.parse(members.get(key) ?? "")).toEqual(one);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['{"a":1,"a":2}'],
    ['{"a":1, "b":{}, "\\u0061" : 2}'],
    ['{"":1,"":1}'],
    ['{"__proto__":1,"__proto__":2}'],
  ])("are refused where a key stands there twice (%s)", (text) => {
    expect(() => memberTexts(text)).toThrow(/twice/);
  });

  it("are refused where a value is too deep to walk through", () => {
    expect(memberTexts(deep(1000)).size).toBe(1);
    expect(() => memberTexts(deep(1001))).toThrow(/deep/);
    expect(() => memberTexts(deep(1_000_000))).toThrow(/deep/);
  });

  it("leave twice what stands there twice deeper inside", () => {
    expect(memberTexts('{"a":{"b":1,"b":2}}').get("a")).toBe('{"b":1,"b":2}');
  });

  it("take time that grows as the text does", () => {
    const slashes = `{"a":"${"\\\\".repeat(200_000)}","b":"${'\\"'.repeat(200_000)}"}`;
    const start = performance.now();
    expect(memberTexts(slashes).size).toBe(2);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
