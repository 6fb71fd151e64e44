import { describe, expect, it } from "vitest";
import { fixesDomain, fixesHost } from "./host-pattern.ts";

describe("a schema fixes the host of a URL", () => {
  it.each([
    "^https://example\\.com/",
    "^https://example\\.com$",
    "^https?://example\\.com(?:/.*)?$",
    "^https://example\\.com(/|$)",
    "^https://[a-z0-9-]+\\.example\\.com/v1/.*$",
    "^https://([a-z]+\\.)?example\\.com/",
    "^https://(a\\.example\\.com|b\\.example\\.com)/",
    "^https://a\\.example\\.com/|^https://b\\.example\\.com/",
    "^[a-z]+\\.example\\.com$",
  ])("by %s", (pattern) => {
    expect(fixesHost({ pattern })).toBe(true);
  });

  it("by a list", () => {
    expect(fixesHost({ enum: ["https://example.com"] })).toBe(true);
    expect(fixesHost({ const: "https://example.com" })).toBe(true);
  });

  it.each([
    [".*", "as it says nothing"],
    ["^https://", "as any host may follow"],
    ["^https?://.+$", "as any host may follow"],
    ["https://example\\.com/", "as another may stand before it"],
    ["^https://example\\.com", "as `.evil.com` may follow"],
    ["^https://example.com/", "as a dot stands for any sign, a slash too"],
    ["^https://.*\\.example\\.com/", "as `evil.com/x.example.com/` matches"],
    ["^https://[^/]+\\.example\\.com/", "as `evil.com#.example.com/` matches"],
    ["^https://[a-z.]*example\\.com/", "as `evilexample.com` matches"],
    ["^https://[a-z]+\\.com/", "as anybody can have a name below com"],
    ["^https://([a-z]+)?example\\.com/", "as `evilexample.com` matches"],
    ["^https://user@example\\.com/", "as programs read it differently"],
    ["^.*://example\\.com/", "as another URL may stand before it"],
    ["^https://example\\.com/|^x", "as one way is open"],
    ["^https://example\\.com(?:/.*)?", "as anything may follow"],
    ["^https://(?:|example\\.com)/", "as it may be empty"],
  ])("not by %s, %s", (pattern) => {
    expect(fixesHost({ pattern })).toBe(false);
  });

  it("not by what only looks like a bound", () => {
    expect(fixesHost({ type: "string", format: "uri", maxLength: 20, enum: [] })).toBe(false);
  });
});

describe("a schema fixes the domain of an address", () => {
  it.each(["@example\\.com$", "^[a-z]+@example\\.com$", "^.+@(a|b)\\.example\\.com$"])(
    "by %s",
    (pattern) => {
      expect(fixesDomain({ pattern })).toBe(true);
    },
  );

  it.each(["example\\.com$", "@example\\.com", "@.*example\\.com$", "@[a-z.]+$", "^[^@]+@[^@]+$"])(
    "not by %s",
    (pattern) => {
      expect(fixesDomain({ pattern })).toBe(false);
    },
  );
});
