import { describe, expect, it } from "vitest";
import { type Call, policy, truthOf } from "../../../test/judge.ts";
import type { JsonObject } from "../../encoding/json.ts";
import { compileRegex } from "./match-regex.ts";

const quoted = (patterns: readonly string[]): string => `match_regex: ${JSON.stringify(patterns)}`;

const denied = (pattern: string, payload: JsonObject, call: Call = {}): string =>
  truthOf("restrict", quoted([pattern]), { payload, ...call });

const allowed = (pattern: string, payload: JsonObject, call: Call = {}): string =>
  truthOf("permit", quoted([pattern]), { payload, ...call });

describe("match_regex in a deny or approval rule", () => {
  it("searches anywhere in a text unless the pattern is anchored", () => {
    expect(denied("secret", { body: "the secret plan" })).toBe("true");
    expect(denied("^secret", { body: "the secret plan" })).toBe("false");
    expect(denied("plan$", { body: "the secret plan" })).toBe("true");
    expect(denied("^the secret plan$", { body: "the secret plan" })).toBe("true");
  });

  it("looks at each text by itself", () => {
    expect(denied("a.*b", { x: "a", y: "b" })).toBe("false");
    expect(denied("^b$", { x: "a", y: ["b"] })).toBe("true");
    expect(denied("^a b$", { argv: ["a", "b"] })).toBe("true");
    expect(denied("^42$", { n: 42 })).toBe("true");
  });

  it("minds case unless the pattern says otherwise", () => {
    expect(denied("secret", { body: "SECRET" })).toBe("false");
    expect(denied("(?i)secret", { body: "SECRET" })).toBe("true");
  });

  it.each([
    "sec\u200bret plan",
    "ｓｅｃｒｅｔ plan",
    "secret\n\tplan",
    "secret \u00a0 plan",
    "secre\u034ft plan",
  ])("sees through %j", (body) => {
    expect(denied("secret plan", { body })).toBe("true");
  });

  it("takes any of several patterns", () => {
    const truths = ["ab", "yz", "b"].map((body) =>
      truthOf("restrict", quoted(["^a", "z$"]), { payload: { body } }),
    );
    expect(truths).toStrictEqual(["true", "true", "false"]);
  });

  it("is uncertain of more text than it runs over", () => {
    expect(denied("secret", { body: "x".repeat(64 * 1024) })).toBe("false");
    expect(denied("secret", { body: "x".repeat(64 * 1024 + 1) })).toBe("uncertain");
    const parts = Array.from({ length: 70 }, () => "x".repeat(1000));
    expect(denied("secret", { parts: parts.map((part) => ({ part })) })).toBe("uncertain");
  });

  it("is uncertain of more text than a large pattern runs over in time", () => {
    const pattern = "select.{0,300}union";
    expect(denied(pattern, { body: "select ".repeat(400) })).toBe("false");
    expect(denied(pattern, { body: "select ".repeat(2000) })).toBe("uncertain");
    expect(denied(pattern, { body: "select union" })).toBe("true");
  });

  it("is uncertain where declared texts are missing", () => {
    const fields = { text: ["/body"] };
    expect(denied("a", { other: "a" }, { fields })).toBe("uncertain");
    expect(denied("a", { other: "a" }, { fields, pattern: "*" })).toBe("false");
    expect(denied("a", { body: "b", other: "a" }, { fields })).toBe("false");
  });

  it("reads a shell command as its words, and is uncertain of what it cannot read", () => {
    const shell = { capability: "shell.execute" };
    expect(denied("^rm ", { command: "r''m -r x" }, shell)).toBe("true");
    expect(denied("^rm ", { command: "ls && \\rm x" }, shell)).toBe("true");
    expect(denied("^rm ", { command: "$X x" }, shell)).toBe("uncertain");
    expect(denied("^rm ", { command: "ls -la" }, shell)).toBe("false");
    expect(denied("^rm ", { line: "ls -la" }, shell)).toBe("uncertain");
  });
});

describe("match_regex in an allow rule", () => {
  it("holds if every text matches one of the patterns", () => {
    expect(allowed("^report", { title: "report 1" })).toBe("true");
    expect(allowed("^report", { a: "report 1", b: "report 2" })).toBe("true");
  });

  it.each<JsonObject>([
    { title: "report", sql: "drop table" },
    { title: "report", page: 1 },
    { list: ["report", ""] },
    { title: "not a report" },
  ])("is not unlocked by a decoy in %j", (payload) => {
    expect(allowed("^report", payload)).toBe("false");
  });

  it("reads texts as they are, not as they look", () => {
    expect(allowed("^report$", { title: "re\u200bport" })).toBe("false");
    expect(allowed("^report$", { title: "report\n" })).toBe("false");
    expect(allowed("^report$", { title: "ｒｅｐｏｒｔ" })).toBe("false");
  });

  it("does not hold where there is no text, or too much", () => {
    expect(allowed(".*", {})).toBe("uncertain");
    expect(allowed(".*", {}, { pattern: "*" })).toBe("false");
    expect(allowed("x", { body: "x".repeat(64 * 1024 + 1) })).toBe("uncertain");
  });
});

describe("compileRegex", () => {
  it.each([
    "(?=a)",
    "(?!a)",
    "(?<=a)",
    "(a)\\1",
    "(?>a)",
    "a++",
    "[a",
    "(a",
    "a)",
    "*a",
    "\\",
    "a{1001}",
    "(?i",
  ])("refuses %s, which is no RE2", (pattern) => {
    expect(compileRegex(pattern)).toMatch(/^not a regular expression that runs in linear time/);
    expect(() => policy(`deny:\n  - capability: a.b\n    ${quoted(["ok", pattern])}\n`)).toThrow(
      /^test\.yaml:3:24: deny\[0\]\.match_regex\[1\]: not a regular expression/,
    );
  });

  it.each(["((a{100}){100}){100}", "(((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9})"])(
    "refuses %s, which would fill the memory",
    (pattern) => {
      expect(compileRegex(pattern)).toMatch(/invalid repeat count/);
    },
  );

  it("refuses a pattern over 512 characters", () => {
    expect(compileRegex("a".repeat(513))).toBe("the pattern is longer than 512 characters");
    expect(typeof compileRegex("a".repeat(512))).toBe("object");
  });

  it.each([
    ["(a+)+$", "a".repeat(60_000)],
    ["(a|a)*b", "a".repeat(60_000)],
    ["(a|aa)+$", `${"a".repeat(60_000)}b`],
    ["(x+x+)+y", "x".repeat(60_000)],
    ["(.*a){30}b", "a".repeat(60_000)],
    ["^(([a-z])+.)+[A-Z]([a-z])+$", "a".repeat(60_000)],
  ])("runs %s, which takes others exponential time, in linear time", (pattern, text) => {
    const regex = compileRegex(pattern);
    const started = performance.now();
    if (typeof regex !== "string") regex.test(text);
    expect(typeof regex).toBe("object");
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
