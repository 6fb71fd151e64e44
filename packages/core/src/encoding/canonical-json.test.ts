import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import own from "../../fixtures/canonical-json.json" with { type: "json" };
import { Random } from "../../test/random.ts";
import { readVectors, vectorFile } from "../../test/vectors.ts";
import { canonicalJson, withOrderedKeys } from "./canonical-json.ts";
import { freezeJson, type Json } from "./json.ts";
import { parseJson } from "./strict-json.ts";

interface Vector {
  readonly id: string;
  readonly input_b64: string;
  readonly output_b64: string;
}

const vectors = readVectors("jcs.jsonl") as readonly Vector[];
const naughtyFile = vectorFile("blns.json");

/** The bits of a double (RFC 8785, appendix B) and how it is written. */
const NUMBERS = [
  ["0000000000000000", "0"],
  ["8000000000000000", "0"],
  ["0000000000000001", "5e-324"],
  ["8000000000000001", "-5e-324"],
  ["7fefffffffffffff", "1.7976931348623157e+308"],
  ["4340000000000000", "9007199254740992"],
  ["4430000000000000", "295147905179352830000"],
  ["44b52d02c7e14af5", "9.999999999999997e+22"],
  ["44b52d02c7e14af6", "1e+23"],
  ["444b1ae4d6e2ef4e", "999999999999999700000"],
  ["444b1ae4d6e2ef50", "1e+21"],
  ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
  ["3eb0c6f7a0b5ed8d", "0.000001"],
  ["41b3de4355555554", "333333333.33333325"],
  ["becbf647612f3696", "-0.0000033333333333333333"],
] as const;

function doubleOf(bits: string): number {
  return Buffer.from(bits, "hex").readDoubleBE();
}

function randomValue(random: Random, depth: number): Json {
  const leaf = (): Json => random.pick<Json>([null, true, 0, 1.5, -7, "a", "é", "\u0000", "😀"]);
  if (depth === 0) return leaf();
  const inner = (): Json => randomValue(random, depth - 1);
  const key = (): string => random.pick(["a", "b", "B", "10", "9", "é", "\ufb33", "😀", ""]);
  return random.pick([
    leaf,
    () => random.many(0, 4, inner),
    () => Object.fromEntries(random.many(0, 4, () => [key(), inner()] as const)),
  ])();
}

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([key, member]) => [key, reversed(member)]));
}

describe("canonicalJson", () => {
  it("writes every character as ECMAScript does, in texts and in keys", () => {
    for (let code = 0; code < 0xd800; code += 1) {
      const text = `a${String.fromCharCode(code)}`;
      expect(canonicalJson(text)).toBe(JSON.stringify(text));
      expect(canonicalJson({ [text]: 1 })).toBe(JSON.stringify({ [text]: 1 }));
    }
  });

  it.each(own.map(({ name, value, text }) => [name, value, text] as const))(
    "%s",
    (_name, value, text) => {
      expect(canonicalJson(value as Json)).toBe(text);
    },
  );

  it.each(NUMBERS)("writes the double %s as %s", (bits, text) => {
    expect(canonicalJson(doubleOf(bits))).toBe(text);
  });

  it("gives one text for one value, whatever the order of its keys, and gives the value back", () => {
    const random = new Random(8785);
    for (let run = 0; run < 500; run += 1) {
      const value = randomValue(random, 4);
      const text = canonicalJson(value);
      expect(canonicalJson(reversed(value))).toBe(text);
      expect(canonicalJson(parseJson(text))).toBe(text);
      expect(parseJson(text)).toStrictEqual(value);
    }
  });

  it("leaves out members that are undefined, whether keys stand in order or not", () => {
    expect(canonicalJson({ a: undefined, b: 1 } as unknown as Json)).toBe('{"b":1}');
    expect(canonicalJson({ b: 1, a: undefined, c: 2 } as unknown as Json)).toBe('{"b":1,"c":2}');
  });

  it("gives the same text for keys that were put in order", () => {
    const random = new Random(3339);
    for (let run = 0; run < 500; run += 1) {
      const value = randomValue(random, 4);
      const ordered = withOrderedKeys(reversed(value));
      expect(ordered).toStrictEqual(value);
      expect(canonicalJson(ordered)).toBe(canonicalJson(value));
    }
    const value = { a: 1, b: [{ c: 2 }] };
    expect(withOrderedKeys(value)).toBe(value);
  });

  it("is not changed by a library that teaches objects to be written as something else", () => {
    const toJSON = { value: () => "forged", configurable: true };
    for (const prototype of [Object.prototype, Array.prototype]) {
      Object.defineProperty(prototype, "toJSON", toJSON);
      try {
        expect(canonicalJson({ a: [1, "b"], c: {} })).toBe('{"a":[1,"b"],"c":{}}');
      } finally {
        delete (prototype as { toJSON?: unknown }).toJSON;
      }
    }
    expect(canonicalJson({ a: 1, toJSON: "text" })).toBe('{"a":1,"toJSON":"text"}');
  });
});

describe.skipIf(vectors.length === 0)(
  "RFC 8785 vectors (skipped where their files are not at hand)",
  () => {
    it.each(vectors.map((vector) => [vector.id, vector] as const))("%s", (_id, vector) => {
      const value: Json = JSON.parse(Buffer.from(vector.input_b64, "base64").toString());
      const text = canonicalJson(value);
      expect(Buffer.from(text).toString("base64")).toBe(vector.output_b64);
    });
  },
);

describe.skipIf(naughtyFile === undefined)(
  "naughty strings (skipped where their file is not at hand)",
  () => {
    const strings: readonly string[] = JSON.parse(
      naughtyFile === undefined ? "[]" : readFileSync(naughtyFile, "utf8"),
    );

    it("come back unchanged, as values and as keys", () => {
      expect(strings.length).toBeGreaterThan(400);
      for (const text of strings) {
        const value = freezeJson({ text, [`key ${text}`]: [text] });
        expect(parseJson(canonicalJson(value))).toStrictEqual({ text, [`key ${text}`]: [text] });
      }
    });
  },
);
