import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { vectorFile } from "../../test/vectors.ts";
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

  // RFC 4231, test cases 1, 2 and 6.
  it.each([
    [
      new Uint8Array(20).fill(0x0b),
      "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    ],
    [
      new TextEncoder().encode("Jefe"),
      "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ],
    [
      new Uint8Array(131).fill(0xaa),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ],
  ])("make the HMAC of the standard with key %j", (key, text, mac) => {
    expect(node.hmacSha256(key)(text)).toBe(mac);
    expect(web.hmacSha256(key)(text)).toBe(mac);
  });

  it.each(["", "é😀", "\ud800", "x".repeat(10_000)])("agree on the HMAC of %j", (text) => {
    const key = node.randomSeed(32);
    expect(web.hmacSha256(key)(text)).toBe(node.hmacSha256(key)(text));
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

interface Wycheproof {
  readonly testGroups: readonly {
    readonly publicKey: { readonly pk: string };
    readonly tests: readonly {
      readonly tcId: number;
      readonly comment: string;
      readonly msg: string;
      readonly sig: string;
      readonly result: "valid" | "invalid";
    }[];
  }[];
}

const fromHex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const wycheproof = vectorFile("wycheproof_ed25519.json");

describe.skipIf(wycheproof === undefined)("the Ed25519 vectors of Project Wycheproof", () => {
  const { testGroups } = (
    wycheproof === undefined ? { testGroups: [] } : JSON.parse(readFileSync(wycheproof, "utf8"))
  ) as Wycheproof;

  it.each(["node", "web"] as const)("hold on %s, all of them", (name) => {
    const host = { node, web }[name];
    const wrong = testGroups.flatMap(({ publicKey, tests }) => {
      const verify = host.ed25519Verifier(fromHex(publicKey.pk));
      return tests.filter(
        ({ msg, sig, result }) => verify(fromHex(msg), fromHex(sig)) !== (result === "valid"),
      );
    });
    expect(wrong).toStrictEqual([]);
    expect(testGroups.length).toBeGreaterThan(70);
  });
});

describe("Ed25519", () => {
  // RFC 8032, 7.1, test 2.
  const PRIVATE = fromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  const PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
  const SIGNATURE =
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

  it.each(["node", "web"] as const)("signs as the standard does on %s", (name) => {
    const host = { node, web }[name];
    expect(hex(host.ed25519PublicKey(PRIVATE))).toBe(PUBLIC);
    expect(hex(host.ed25519Signer(PRIVATE)(fromHex("72")))).toBe(SIGNATURE);
    expect(host.ed25519Verifier(fromHex(PUBLIC))(fromHex("72"), fromHex(SIGNATURE))).toBe(true);
    expect(host.ed25519Verifier(fromHex(PUBLIC))(fromHex("73"), fromHex(SIGNATURE))).toBe(false);
    expect(host.randomSeed(32)).toHaveLength(32);
    expect(host.randomSeed(32)).not.toStrictEqual(host.randomSeed(32));
  });
});
