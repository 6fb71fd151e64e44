import { describe, expect, it } from "vitest";
import { truthOf } from "../../../test/judge.ts";

function text(value: string, host = "evil.example.com"): string {
  const payload = { url: "http://good.example.com", text: value };
  return truthOf("restrict", `url: "${host}"`, { payload });
}

function distinct(count: number): string {
  return Array.from({ length: count }, (_, index) => `http://h${index}.example`).join(" ");
}

function allowed(tail: string, condition = "{ private: false }"): string {
  const payload = { url: `https://a.example.com${tail}` };
  return truthOf("permit", `url: ${condition}`, { payload });
}

describe("a URL that a text mentions", () => {
  it.each([
    "https://evil.example.com",
    "see (https://evil.example.com), now",
    "1+https://evil.example.com/",
    '"https://evil.example.com:80/x"',
    "https://user:secret@evil.example.com/",
    "<a href=//x>a</a> ftp://evil.example.com",
    "https:\\/\\/evil.example.com",
    "https%3A%2F%2Fevil.example.com%2Fx",
    "https%253A%252F%252Fevil.example.com",
    "https%3a%2f%2fevil%2Eexample%2ecom",
    `${"x".repeat(31)}://evil.example.com`,
    "ｈttps://evil.example.com",
    "https:／／evil.example.com",
    `https://${"a".repeat(130)}@evil.example.com`,
    "http://a http://b http://evil.example.com",
  ])("is found in %j", (value) => {
    expect(text(value)).toBe("true");
  });

  it.each([
    "evil.example.com",
    "://evil.example.com",
    "1://evil.example.com",
    "https://evil.example.com.other.org",
    "https://good.example.com/evil.example.com",
    "https://good.example.com?evil.example.com",
    "https:// evil.example.com",
  ])("is not in %j", (value) => {
    expect(text(value)).toBe("false");
  });

  it("is an address too", () => {
    expect(text("to http://[2606::1]:80/", "2606::1")).toBe("true");
    expect(text("to http%3A%2F%2F%5B2606%3A%3A1%5D", "2606::1")).toBe("true");
    expect(text("to http://[2606::2]/", "2606::1")).toBe("false");
  });

  it("is looked for so often, and where there are more nobody knows", () => {
    expect(text("http://a ".repeat(3999))).toBe("false");
    expect(text("http://a ".repeat(4000))).toBe("uncertain");
    expect(text(distinct(999))).toBe("false");
    expect(text(distinct(1100))).toBe("uncertain");
    expect(text(`https://evil.example.com ${distinct(1100)}`)).toBe("true");
    expect(text(`${distinct(999)} http://h1.example`)).toBe("false");
    expect(text("é".repeat(70_000))).toBe("uncertain");
    expect(text("é".repeat(40_000))).toBe("false");
    const two = { url: "http://good.example.com", a: "é".repeat(40_000), b: "é".repeat(40_000) };
    expect(truthOf("restrict", "url: evil.example.com", { payload: two })).toBe("uncertain");
  });

  it("has a scheme of at most 32 characters", () => {
    const payload = { url: "http://good.example.com", text: `see ${"x".repeat(40)}://a` };
    const scheme = (length: number): string =>
      truthOf("restrict", `url: { schemes: [${"x".repeat(length)}] }`, { payload });
    expect([scheme(32), scheme(33), scheme(40)]).toEqual(["true", "false", "false"]);
  });
});

describe("a URL that may send a server to another place", () => {
  it.each([
    "?u=http://127.0.0.1/",
    "/http://127.0.0.1/",
    "?u=http://db/",
    "?u=http://b.example.com/&v=http://127.0.0.1/",
    "?u=http://db/&v=http://b.example.com/",
    "?host=127.0.0.1",
    "?host=127.0.0.1:80",
    "?host=%2F%2F127.0.0.1",
    "?host=//127.0.0.1/",
    "?host%3D127.0.0.1",
    "?host=[::1]",
    "?host=LOCALHOST",
    "?host=db.internal",
    "?a=b&host=db.internal#x",
  ])("may do so by %j", (tail) => {
    expect(allowed(tail)).toBe("uncertain");
  });

  it.each([
    "",
    "?u=http://b.example.com/",
    "?host=8.8.8.8",
    "?host=[2606::1]",
    "?host=b.example.com",
    "?type=internal",
    "?q=a%20b",
    "#localhostx",
    "?localhost",
  ])("does not by %j", (tail) => {
    expect(allowed(tail)).toBe("true");
  });

  it("is of no matter where private hosts are allowed", () => {
    expect(allowed("?u=http://127.0.0.1/", "{ hosts: [a.example.com], private: true }")).toBe(
      "true",
    );
  });
});
