import { describe, expect, it } from "vitest";
import { type ComparedCall, differences, fromDifference } from "./difference.ts";

const MARKER = { redacted: "value", sha256: "a".repeat(64) };

function call(payload: ComparedCall["payload"], facts: Partial<ComparedCall> = {}): ComparedCall {
  return { context: {}, ...facts, payload };
}

describe("differences", () => {
  it("names members that are new, gone or other ones, however deep", () => {
    const before = call({ to: { iban: "A" }, amount: 1, memo: "x" });
    const after = call({ to: { iban: "B", bic: null }, amount: 1 });
    expect(differences(before, after)).toEqual([
      { sign: "~", name: "/to/iban", before: "A", after: "B" },
      { sign: "+", name: "/to/bic", after: null },
      { sign: "-", name: "/memo", before: "x" },
    ]);
  });

  it("tells a number from its text, and an empty list from none", () => {
    expect(differences(call({ a: 1, b: [] }), call({ a: "1" })).map(({ name }) => name)).toEqual([
      "/a",
      "/b",
    ]);
  });

  it("sees another tool definition, but not another session", () => {
    const before = call({}, { context: { toolDigest: "a", sessionId: "1" }, environment: "test" });
    const after = call({}, { context: { toolDigest: "b", sessionId: "2" }, environment: "live" });
    expect(differences(before, after).map(({ name }) => name)).toEqual([
      "environment",
      "toolDigest",
    ]);
  });

  it("takes no member for a fact of the same name", () => {
    const before = call({}, { environment: "test" });
    expect(differences(before, call({ environment: "test" }))).toHaveLength(2);
  });

  it("cannot tell redacted values apart, whose salts always differ", () => {
    const other = { ...MARKER, sha256: "b".repeat(64) };
    expect(differences(call({ a: MARKER }), call({ a: other }))).toEqual([]);
    expect(differences(call({ a: MARKER }), call({ a: "b" }))).toHaveLength(1);
  });
});

describe("fromDifference", () => {
  it("leaves out most of what long texts begin with alike", () => {
    const same = "x".repeat(1000);
    expect(fromDifference(`${same}A`, `${same}B`)).toEqual([
      `…${"x".repeat(24)}A`,
      `…${"x".repeat(24)}B`,
    ]);
    expect(fromDifference("abc", "abd")).toEqual(["abc", "abd"]);
  });
});
