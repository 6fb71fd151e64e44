import { describe, expect, it } from "vitest";
import { Random } from "../../../test/random.ts";
import { canonicalJson } from "../../encoding/canonical-json.ts";
import { freezeJsonObject, type Json } from "../../encoding/json.ts";
import { parseJson } from "../../encoding/strict-json.ts";
import { RECORD_LIMITS } from "../record.ts";
import { generateRedactionKey, readRedactionKey } from "./redaction-key.ts";
import { Redactor } from "./redactor.ts";

const key = readRedactionKey(generateRedactionKey());
const context = freezeJsonObject({ userRole: "clerk" });

const times = (count: number, make: (index: number) => Json): readonly Json[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe("a redactor of much", () => {
  it("lists a thousand places, and hides all of a payload with more", () => {
    const redactor = new Redactor({ pointers: ["/payload/*/*/pin", "/context/userRole"], key });
    const rows = (count: number): readonly string[] =>
      redactor.redact("d1", {
        payload: freezeJsonObject({ rows: times(count, (pin) => ({ pin, name: "secret" })) }),
        context,
      }).redacted;
    expect(rows(1000)).toHaveLength(1001);
    expect(rows(1001)).toStrictEqual(["/payload", "/context/userRole"]);
  });

  it("hides all of a payload whose names would make pointers long", () => {
    const redactor = new Redactor({ pointers: ["/payload/*/*"], key });
    const long = (count: number): readonly string[] => {
      const rows = Object.fromEntries(
        Array.from({ length: count }, (_, name) => [String(name), 1]),
      );
      return redactor.redact("d1", { payload: freezeJsonObject({ ["x".repeat(10_000)]: rows }) })
        .redacted;
    };
    expect(long(6)).toHaveLength(6);
    expect(long(7)).toStrictEqual(["/payload"]);
  });

  it("hides names unread where there are too many secret ones", () => {
    const redactor = new Redactor({ patterns: ["^s"], key });
    const payload = Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`s${at}`, at]));
    expect(redactor.redact("d1", { payload })).toMatchObject({
      parts: { payload: { redacted: "value" } },
      redacted: ["/payload"],
    });
  });

  it("hides a text that is too long to be searched, and still searches what fits", () => {
    const redactor = new Redactor({ patterns: [String.raw`\b(?:\d[ -]?){13,19}\b`], key });
    const payload = { long: "x ".repeat(100_000), short: "x", card: "4111111111111111" };
    expect(redactor.redact("d1", { payload }).redacted).toStrictEqual([
      "/payload/long",
      "/payload/card",
    ]);
  });

  it("searches all texts of a record only so far together, and every record anew", () => {
    const redactor = new Redactor({ patterns: [String.raw`\b(?:\d[ -]?){13,19}\b`], key });
    const payload = { texts: times(10, () => "x ".repeat(4000)) as Json };
    const first = redactor.redact("d1", { payload }).redacted;
    expect(first).toStrictEqual(["/payload/texts/7", "/payload/texts/8", "/payload/texts/9"]);
    expect(redactor.redact("d1", { payload }).redacted).toStrictEqual(first);
  });

  it("makes records that can be read, however deep and large what it hides is", () => {
    let deep: Json = "secret";
    for (let level = 0; level < 62; level += 1) deep = { "~/": deep };
    const payload = freezeJsonObject({ deep, rows: times(900, (row) => `secret${row}`) });
    const { parts, redacted } = new Redactor({ patterns: ["secret"], key }).redact("d1", {
      payload,
    });
    expect(redacted).toHaveLength(901);
    const text = canonicalJson({ payload: parts.payload, redacted });
    expect(text).not.toContain("secret");
    expect(parseJson(text, RECORD_LIMITS)).toStrictEqual({ payload: parts.payload, redacted });
  });

  it("is quick with a payload that makes a pattern and the pointers work hard", () => {
    const random = new Random(1);
    const letters = Array.from({ length: 45_000 }, () => random.pick(["a", "A", "b", "B"])).join(
      "",
    );
    const spread = Array.from({ length: 256 }, (_, number) => {
      const bits = number.toString(2).padStart(8, "0");
      return `/payload/${bits.replaceAll("1", "/a").replaceAll("0", "/*").slice(1)}`;
    });
    let tree: Json = "x";
    for (let level = 0; level < 7; level += 1) tree = { a: tree, b: tree, c: tree };
    const redactor = new Redactor({
      pointers: spread,
      patterns: ["[A-Z][A-Za-z0-9]{40}!", "[ab]{3}[^abAB]"],
      key,
    });
    const payload = freezeJsonObject({ letters, tree, rows: times(9000, (row) => ({ row })) });
    redactor.redact("d1", { payload });
    const start = performance.now();
    redactor.redact("d1", { payload });
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
