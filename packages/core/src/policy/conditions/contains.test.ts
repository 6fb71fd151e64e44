import { describe, expect, it } from "vitest";
import { type Call, decide, policy, truthOf } from "../../../test/judge.ts";
import type { JsonObject } from "../../encoding/json.ts";

const denied = (payload: JsonObject, literals = "top secret", call: Call = {}): string =>
  truthOf("restrict", `contains: ${JSON.stringify([literals])}`, { payload, ...call });

const allowed = (payload: JsonObject, literals = "[report]", call: Call = {}): string =>
  truthOf("permit", `contains: ${literals}`, { payload, ...call });

describe("contains in a deny or approval rule", () => {
  it.each<JsonObject>([
    { body: "top secret" },
    { body: "this is TOP SECRET!" },
    { body: "a\ntop secret\nb" },
    { body: "top  secret" },
    { body: "top\tsecret" },
    { body: "top\n\n secret" },
    { body: "top\u00a0secret" },
    { body: "top\u3000secret" },
    { body: "top\u2028secret" },
    { body: "ｔｏｐ ｓｅｃｒｅｔ" },
    { body: "𝐭𝐨𝐩 𝐬𝐞𝐜𝐫𝐞𝐭" },
    { body: "ⓣⓞⓟ ⓢⓔⓒⓡⓔⓣ" },
    { body: "t\u200bo\u200cp s\u200decret" },
    { body: "top\ufeff secret" },
    { body: "top s\u00adecret" },
    { body: "t\u202eop\u202c secret" },
    { body: "top se\u034fcret" },
    { body: "top se\ufe0fcret" },
    { body: "top se\u3164cret" },
    { body: "top se\u{e0041}cret" },
    { body: "top se\u0000cret" },
    { body: "top se\bcret" },
    { body: "top\u200b \u200bsecret" },
    { list: ["x", "top secret"] },
    { list: ["top", "secret"] },
    { a: { b: [{ c: "top secret" }] } },
    { body: "decoy", other: "top secret" },
  ])("finds it in %j", (payload) => {
    expect(denied(payload)).toBe("true");
  });

  it("finds the last of many literals at the end of a long text", () => {
    const literals = Array.from({ length: 50 }, (_, at) => `word-${at}!`);
    const call = (end: string): string =>
      truthOf("restrict", `unless: { contains: ${JSON.stringify(literals)} }`, {
        payload: { body: `${"word-".repeat(2000)}${end}` },
      });
    expect(call("49!")).toBe("false");
    expect(call("50!")).toBe("true");
  });

  it.each<JsonObject>([
    {},
    { body: "topsecret" },
    { body: "secret top" },
    { "top secret": "keys are not text" },
    { a: "top", b: "secret" },
    { list: ["top", 5, "secret"] },
    { body: true, other: null },
  ])("does not find it in %j", (payload) => {
    expect(denied(payload)).toBe("false");
  });

  it("searches numbers as they are written", () => {
    expect(denied({ n: 4111.5 }, "4111.5")).toBe("true");
    expect(denied({ n: [1, -17] }, "-17")).toBe("true");
    expect(denied({ n: true }, "true")).toBe("false");
  });

  it("takes any of several literals", () => {
    const truths = ["an alpha", "a beta", "a gamma"].map((body) =>
      truthOf("restrict", "contains: [alpha, beta]", { payload: { body } }),
    );
    expect(truths).toStrictEqual(["true", "true", "false"]);
  });

  it("folds the literal like the texts", () => {
    expect(denied({ body: "top secret" }, "ＴＯＰ  secret")).toBe("true");
    expect(denied({ body: "top secret" }, "top\u200b secret")).toBe("true");
    expect(denied({ body: "cafe\u0301" }, "caf\u00e9")).toBe("true");
    expect(denied({ body: "caf\u00e9" }, "cafe\u0301")).toBe("true");
    expect(denied({ body: "cafe\u200d\u0301" }, "caf\u00e9")).toBe("true");
  });

  it("also looks for the literal as it is written", () => {
    expect(denied({ body: "run\n" }, "run\n")).toBe("true");
    expect(denied({ body: "a\u200bb" }, "\u200b")).toBe("true");
    expect(denied({ body: "ab" }, "\u200b")).toBe("false");
    expect(denied({ body: "ﬁle" }, "ﬁ")).toBe("true");
  });

  it("keeps the space that an author put at an end of a literal", () => {
    expect(denied({ body: "curly" }, "curl ")).toBe("false");
    expect(denied({ body: "curl http://x" }, "curl ")).toBe("true");
    expect(denied({ body: "curl\thttp://x" }, "curl ")).toBe("true");
    expect(denied({ body: "alarm -a" }, " rm")).toBe("false");
  });

  it("reads the declared texts and no other, and is uncertain where they are missing", () => {
    const fields = { text: ["/body", "/notes"] };
    expect(denied({ body: "top secret" }, "top secret", { fields })).toBe("true");
    expect(denied({ body: "", notes: ["top", "secret"] }, "top secret", { fields })).toBe("true");
    expect(denied({ body: "x", title: "top secret" }, "top secret", { fields })).toBe("false");
    expect(denied({ title: "top secret" }, "top secret", { fields })).toBe("uncertain");
    expect(denied({ body: { a: true } }, "top secret", { fields })).toBe("uncertain");
    expect(denied({ title: "x" }, "top secret", { fields, pattern: "*" })).toBe("false");
  });

  it("is the same condition under the name match_keywords", () => {
    const payload = { body: "TOP  SECRET" };
    expect(truthOf("restrict", "match_keywords: top secret", { payload })).toBe("true");
    const decision = decide("deny: [{ capability: shell.run, match_keywords: rm -rf }]", {
      capability: "shell.run",
      payload: { command: "$X" },
    });
    expect(decision.uncertain).toStrictEqual(["match_keywords"]);
  });
});

describe("contains in an allow rule", () => {
  it("holds if every text has one of the literals", () => {
    expect(allowed({ title: "the Report" })).toBe("true");
    expect(allowed({ title: "report", body: "REPORT of today" })).toBe("true");
    expect(allowed({ a: "a report", b: "a memo" }, "[report, memo]")).toBe("true");
  });

  it.each<JsonObject>([
    { title: "report", sql: "drop table users" },
    { command: "rm -rf /", note: "report" },
    { title: "report", count: 5 },
    { list: ["report", "x"] },
    { title: "report", nested: { deep: ["x"] } },
  ])("is not unlocked by a decoy in %j", (payload) => {
    expect(allowed(payload)).toBe("false");
  });

  it("does not hold for a text that only looks like one of the literals", () => {
    expect(allowed({ title: "re\u200bport" })).toBe("false");
    expect(allowed({ title: "ｒｅｐｏｒｔ" })).toBe("false");
    expect(allowed({ title: "r\u0435port" })).toBe("false");
  });

  it("does not hold where there is no text at all", () => {
    expect(allowed({})).toBe("uncertain");
    expect(allowed({ flag: true })).toBe("uncertain");
    expect(allowed({}, "[report]", { pattern: "*" })).toBe("false");
  });

  it("reads the declared texts only", () => {
    const fields = { text: ["/title"] };
    expect(allowed({ title: "report", body: "x" }, "[report]", { fields })).toBe("true");
    expect(allowed({ body: "report" }, "[report]", { fields })).toBe("uncertain");
  });
});

const inCommand = (literals: string, command: string): string =>
  truthOf("restrict", `contains: ${literals}`, {
    capability: "shell.execute",
    payload: { command },
  });

describe("contains over a shell command", () => {
  it("looks for any of the literals in the words that the shell makes of the line", () => {
    expect(inCommand('["dd of=", "mkfs /dev"]', "mk''fs  /dev/x")).toBe("true");
    expect(inCommand('["mkfs /dev", "dd of="]', "mk''fs  /DEV/x")).toBe("true");
    expect(inCommand('["dd of=", "mkfs /dev"]', "ls /dev")).toBe("false");
  });
});

describe("the value of contains", () => {
  it.each([
    ["[]", "the list is empty; a rule with nothing to match is a mistake"],
    ['""', "expected text, got an empty text"],
    ['[a, ""]', "expected text, got an empty text"],
    ["5", 'expected text, got 5; put it in quotes: "5"'],
    ["true", 'expected text, got true; put it in quotes: "true"'],
    ["{ a: b }", "expected text, got a mapping"],
    ["[[a]]", "expected text, got a list"],
    ["null", "expected text, got nothing"],
    [String.raw`[a, "\bword"]`, "a literal has a control character; use single quotes"],
  ])("cannot be %s", (value, message) => {
    expect(() => policy(`deny: [{ capability: a.b, contains: ${value} }]`)).toThrow(message);
  });
});
