import { describe, expect, it } from "vitest";
import texts from "../../fixtures/json-texts.json" with { type: "json" };
import { readVectors } from "../../test/vectors.ts";
import { JsonError } from "../errors.ts";
import { isJsonObject, type Json, JSON_LIMITS } from "./json.ts";
import { parseJson } from "./strict-json.ts";

interface Vector {
  readonly id: string;
  readonly expect: "accept" | "reject" | "either";
  readonly b64: string;
}

/** Vectors that RFC 8259 allows and this reader refuses on purpose. */
const REFUSED_ON_PURPOSE: ReadonlyMap<string, RegExp> = new Map([
  ["y_number.json", /cannot be held exactly/],
  ["y_number_real_capital_e.json", /cannot be held exactly/],
  ["y_number_real_exponent.json", /cannot be held exactly/],
  ["y_number_real_fraction_exponent.json", /cannot be held exactly/],
  ["y_object_extreme_numbers.json", /cannot be held exactly/],
  ["y_object_duplicated_key.json", /duplicate key/],
  ["y_object_duplicated_key_and_value.json", /duplicate key/],
]);

const accepted = texts.accepted as unknown as readonly (readonly [string, Json])[];
const refused = texts.refused as unknown as readonly (readonly [string, string])[];

const vectors = readVectors("json_parsing.jsonl") as readonly Vector[];
const named = (kind: Vector["expect"]): readonly (readonly [string, string])[] =>
  vectors.filter((vector) => vector.expect === kind).map(({ id, b64 }) => [id, b64] as const);

function parseBytes(base64: string): Json {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return parseJson(decoder.decode(Buffer.from(base64, "base64")));
}

function outcome(text: string): string {
  try {
    return JSON.stringify(parseJson(text));
  } catch (error) {
    if (error instanceof JsonError) return error.message;
    throw error;
  }
}

const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

describe("parseJson", () => {
  it.each(accepted)("reads %j", (text, value) => {
    expect(parseJson(text)).toStrictEqual(value);
  });

  it.each(refused)("refuses %j with its place", (text, message) => {
    expect(outcome(text)).toBe(message);
  });

  it("reads 64 levels and refuses the 65th, even if nothing is in it", () => {
    expect(parseJson(nested(64))).toHaveLength(1);
    expect(outcome(nested(65))).toBe("line 1, column 65: nested deeper than 64 levels");
    expect(outcome(`${'{"a":'.repeat(65)}1${"}".repeat(65)}`)).toContain("deeper than 64 levels");
    expect(parseJson(`${'{"a":'.repeat(64)}1${"}".repeat(64)}`)).toHaveProperty("a");
  });

  it("refuses a million open brackets without running out of stack", () => {
    expect(outcome("[".repeat(1_000_000))).toContain("deeper than 64 levels");
  });

  it("refuses text over the size limit and reads text at it", () => {
    const { size } = JSON_LIMITS;
    expect(outcome(`"${"a".repeat(size - 1)}"`)).toBe(
      `JSON text is longer than ${size} characters`,
    );
    expect(parseJson(`"${"a".repeat(size - 2)}"`)).toHaveLength(size - 2);
  });

  it("does not let -0 through, which is not 0 to everyone", () => {
    expect(Object.is(parseJson("-0"), 0)).toBe(true);
    expect(Object.is(parseJson("-0e5"), 0)).toBe(true);
  });

  it("gives objects whose inherited names mean nothing", () => {
    const value = parseJson('{"constructor": {"prototype": 1}}');
    expect(isJsonObject(value) && value["constructor"]).toStrictEqual({ prototype: 1 });
    expect(({} as Record<string, unknown>)["prototype"]).toBeUndefined();
  });

  it("freezes what it reads at every depth", () => {
    const value = parseJson('{"a": [{"b": 1}], "c": {}, "d": []}') as unknown as {
      a: { b: number }[];
      c: Record<string, number>;
      d: number[];
    };
    expect(() => (value.a = [])).toThrow(TypeError);
    expect(() => value.a.push({ b: 2 })).toThrow(TypeError);
    expect(() => (value.c["x"] = 1)).toThrow(TypeError);
    expect(() => value.d.push(1)).toThrow(TypeError);
    expect(() => Object.assign(value.a[0] ?? {}, { b: 2 })).toThrow(TypeError);
  });

  it("shows a hostile duplicate key escaped and cut short", () => {
    const key = `\\u001b[2J\\u202e${"k".repeat(500)}`;
    const message = outcome(`{"${key}": 1, "${key}": 2}`);
    expect(message).toContain('duplicate key "\\u{1b}[2J\\u{202e}kkk');
    expect(message.length).toBeLessThan(200);
  });
});

describe.skipIf(vectors.length === 0)(
  "JSONTestSuite (skipped where its files are not at hand)",
  () => {
    it.each(named("reject"))("%s is refused", (_id, base64) => {
      expect(written(() => parseBytes(base64))).toBe("refused");
    });

    it.each(named("accept").filter(([id]) => !REFUSED_ON_PURPOSE.has(id)))(
      "%s is read as the host reads it",
      (_id, base64) => {
        const value: unknown = JSON.parse(Buffer.from(base64, "base64").toString());
        // The host keeps -0; this reader does not.
        expect(JSON.stringify(parseBytes(base64))).toBe(JSON.stringify(value));
      },
    );

    it.each(named("accept").filter(([id]) => REFUSED_ON_PURPOSE.has(id)))(
      "%s is refused on purpose",
      (id, base64) => {
        expect(() => parseBytes(base64)).toThrow(REFUSED_ON_PURPOSE.get(id));
      },
    );

    it.each(named("either"))("%s is read as the host reads it, or refused", (_id, base64) => {
      const host = written(() => JSON.parse(Buffer.from(base64, "base64").toString()));
      expect(["refused", host]).toContain(written(() => parseBytes(base64)));
    });
  },
);

function written(read: () => unknown): string {
  try {
    return JSON.stringify(read());
  } catch {
    return "refused";
  }
}
