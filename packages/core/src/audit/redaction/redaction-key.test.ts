import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../errors.ts";
import { generateRedactionKey, readRedactionKey } from "./redaction-key.ts";

const ZERO = `REDACTION+KEY+859921f8+${"A".repeat(43)}=`;
const key = readRedactionKey(generateRedactionKey());

describe("a redaction key", () => {
  it("is one line of text, made anew each time", () => {
    const [one, two] = [generateRedactionKey(), generateRedactionKey()];
    expect(one).toMatch(/^REDACTION\+KEY\+[0-9a-f]{8}\+[A-Za-z0-9+/]{43}=$/);
    expect(one).not.toBe(two);
    expect(readRedactionKey(`${one}\n`).id).toBe(one.slice(14, 22));
  });

  it("gives the same salt for the same place of the same record, and another for any other", () => {
    expect(key.salt("d1", "/payload/a")).toMatch(/^[0-9a-f]{64}$/);
    expect(key.salt("d1", "/payload/a")).toBe(key.salt("d1", "/payload/a"));
    const others = [
      key.salt("d1", "/payload/b"),
      key.salt("d2", "/payload/a"),
      key.salt("d1/payload", "/a"),
      key.salt("", "d1/payload/a"),
      readRedactionKey(generateRedactionKey()).salt("d1", "/payload/a"),
      key.blind("d1"),
      key.blind("/payload/a"),
    ];
    expect(new Set([...others, key.salt("d1", "/payload/a")]).size).toBe(others.length + 1);
  });

  it("makes the codes that HMAC-SHA-256 makes of an RFC 8785 text", () => {
    const zero = readRedactionKey(ZERO);
    expect(zero.id).toBe("859921f8");
    // printf '["salt","d1","/payload/a"]' | openssl dgst -sha256 -mac HMAC -macopt hexkey:00... (32 bytes)
    expect(zero.salt("d1", "/payload/a")).toBe(
      "a5ba09eb2a59287ad36b97b65f604ac5f8c6950f8bbc0be00d076693098a427b",
    );
    expect(zero.blind("ab")).toBe(
      "5742b45ddaa54c70cb22483173ebd4b3ccb123e0606d7f25af9f4dbfd5bfd9b7",
    );
  });

  it("does not show its bytes when it is printed", () => {
    expect(JSON.stringify(key)).toBe(JSON.stringify({ id: key.id }));
  });

  it.each([
    ["another id", ZERO.replace("859921f8", "859921f9")],
    ["a changed key", ZERO.replace("+AAAA", "+AAAB")],
    ["a cut", ZERO.slice(0, -4)],
    ["more than a key", `${ZERO.slice(0, -1)}AAAA=`],
    [
      "a signing key",
      "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
    ],
    ["two lines", `${ZERO}\n${ZERO}`],
    ["bits to spare", ZERO.replace(/A=$/, "B=")],
    ["nothing", ""],
  ])("is refused with %s, and not repeated", (_name, text) => {
    expect(() => readRedactionKey(text)).toThrow(ConfigurationError);
    expect(() => readRedactionKey(text)).toThrow(/expected one line|copy the whole line/);
    expect(() => readRedactionKey(text)).not.toThrow(/AAAA|AYEK/);
  });
});
