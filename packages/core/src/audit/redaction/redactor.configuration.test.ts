import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../errors.ts";
import { generateRedactionKey, readRedactionKey } from "./redaction-key.ts";
import { Redactor } from "./redactor.ts";

const key = readRedactionKey(generateRedactionKey());
const make = (options: object) => (): Redactor => new Redactor({ ...options, key });

describe("a redactor", () => {
  it.each([
    ["payload/card", /"payload\/card": it is not a JSON Pointer; begin with \//],
    ["/payload/a~b", /write ~1 for a \/ and ~0 for a ~/],
    ["#/payload", /is not a JSON Pointer/],
    ["", /must begin with one of \/payload, \/context, \/resolved, \/error, \/note/],
    ["/", /must begin with one of/],
    ["/card/number", /as \/payload\/card\/number does/],
    ["/*/card", /must begin with one of/],
    ["/payload/**/card", /\*\* means nothing here/],
    ["/context/user_role", /no such fact; the context has sessionId, toolName/],
    ["/context/userRole/x", /nothing stands below \/context\/userRole$/],
    ["/error/message", /nothing stands below \/error$/],
    ["/note/*", /nothing stands below \/note$/],
    [5, /pointer 5: it is not a JSON Pointer/],
  ])("refuses the pointer %j, which could never lead to anything", (pointer, message) => {
    expect(make({ pointers: ["/payload/a", pointer] })).toThrow(ConfigurationError);
    expect(make({ pointers: ["/payload/a", pointer] })).toThrow(message);
  });

  it.each(["/payload", "/payload/*", "/payload/*/a", "/context", "/context/trust", "/context/*"])(
    "takes the pointer %j",
    (pointer) => {
      expect(make({ pointers: [pointer] })).not.toThrow();
    },
  );

  it.each([
    ["(", /by the pattern "\(": not a regular expression that runs in linear time/],
    [String.raw`(a)\1`, /not a regular expression that runs in linear time/],
    ["x".repeat(513), /longer than 512 characters/],
    ["\b", /has a control character/],
    [null, /by the pattern null: it is not text/],
  ])("refuses the pattern %j", (pattern, message) => {
    expect(make({ patterns: ["a", pattern] })).toThrow(ConfigurationError);
    expect(make({ patterns: ["a", pattern] })).toThrow(message);
  });

  it("does not let one pattern change what the next one means", () => {
    const redactor = new Redactor({
      patterns: ["(?i)abc", String.raw`\Qx.`, "(?P<n>d)", "(?P<n>e)"],
      key,
    });
    const payload = { a: "ABC", b: "x.", c: "d", f: "E", g: "xy", h: "e" };
    expect(redactor.redact("d1", { payload }).redacted).toStrictEqual(
      ["a", "b", "c", "h"].map((name) => `/payload/${name}`),
    );
  });

  it("refuses to do nothing, and to do too much", () => {
    expect(make({})).toThrow("there is nothing to redact; name pointers or patterns");
    expect(make({ pointers: [], patterns: [] })).toThrow(ConfigurationError);
    const pointers = Array.from({ length: 257 }, (_, index) => `/payload/${index}`);
    expect(make({ pointers })).toThrow("257 pointers to redact, over the limit of 256");
    expect(make({ pointers: pointers.slice(1) })).not.toThrow();
    const patterns = Array.from({ length: 101 }, (_, index) => `a${index}`);
    expect(make({ patterns })).toThrow("101 patterns to redact, over the limit of 100");
    expect(make({ patterns: patterns.slice(1) })).not.toThrow();
  });
});
