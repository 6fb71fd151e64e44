import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../errors.ts";
import * as node from "./node.ts";
import * as web from "./web.ts";

const shape = (host: object): readonly string[] =>
  Object.entries(host)
    .map(([name, member]) => `${name}/${(member as () => void).length}`)
    .toSorted();

describe("the two hosts", () => {
  it("offer the same functions with the same number of parameters", () => {
    expect(shape(web)).toStrictEqual(shape(node));
    expect(shape(node).length).toBeGreaterThan(5);
  });

  it.each([
    "",
    "abc",
    "é",
    "日本",
    "😀",
    "a\u0000b",
    "\ud800",
    "x".repeat(100_000),
    "é".repeat(65),
  ])("agree on the digest of %j", (text) => {
    expect(web.sha256Hex(text)).toBe(node.sha256Hex(text));
    expect(node.sha256Hex(text)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(["node", "web"] as const)("tell a Proxy from plain data on %s", (name) => {
    const host = { node, web }[name];
    expect(host.isProxy(new Proxy({}, {}))).toBe(true);
    expect(host.isProxy(new Proxy([], {}))).toBe(true);
    expect(host.isProxy({ a: [1, null, "x"] })).toBe(false);
    expect(host.isProxy([])).toBe(false);
  });

  it.each(["node", "web"] as const)("make identifiers that differ on %s", (name) => {
    const host = { node, web }[name];
    const made = Array.from({ length: 100 }, () => host.randomIdentifier());
    expect(new Set(made).size).toBe(100);
    expect(made[0]).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});

describe("the web host", () => {
  it("says that it has no files instead of reading one", () => {
    expect(() => web.readTextFile("policy.yaml", 10)).toThrow(ConfigurationError);
    expect(() => web.readTextFile("policy.yaml", 10)).toThrow('cannot read "policy.yaml"');
  });
});

describe("the Node host", () => {
  it("refuses a file over the limit before it reads it", () => {
    expect(() => node.readTextFile(import.meta.filename, 10)).toThrow(/over the limit of 10/);
    expect(node.readTextFile(import.meta.filename, 100_000)).toContain("over the limit");
  });

  it("resolves a path against the folder of the file that names it", () => {
    expect(node.resolvePath("base.yaml", "/etc/policies/ops.yaml")).toBe("/etc/policies/base.yaml");
    expect(node.resolvePath("../base.yaml", "/etc/policies/ops.yaml")).toBe("/etc/base.yaml");
    expect(node.resolvePath("/base.yaml", "/etc/policies/ops.yaml")).toBe("/base.yaml");
  });
});
