import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../encoding/canonical-json.ts";
import { freezeJsonObject, type Json } from "../../encoding/json.ts";
import { digestJson } from "../../encoding/sha256.ts";
import type { RecordParts } from "./record-part.ts";
import { generateRedactionKey, readRedactionKey } from "./redaction-key.ts";
import { Redactor, type RedactorOptions } from "./redactor.ts";

const key = readRedactionKey(generateRedactionKey());
const hidden = { redacted: "value", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) };
const hiddenMember = { ...hidden, redacted: "member" };

const redact = (
  options: Omit<RedactorOptions, "key">,
  parts: RecordParts,
  call?: RecordParts,
): { readonly parts: Record<string, unknown>; readonly redacted: readonly string[] } => {
  const { parts: shown, redacted } = new Redactor({ ...options, key }).redact("d1", parts, call);
  return { parts: { ...shown }, redacted };
};

const payload = freezeJsonObject({
  amount: 5,
  card: { number: "4111 1111 1111 1111", name: "ann" },
  items: [{ pin: 1 }, { pin: null }, { no: "pin" }],
});

describe("a redactor with pointers", () => {
  it("hides what they lead to, and nothing else", () => {
    const { parts, redacted } = redact({ pointers: ["/payload/card/number"] }, { payload });
    expect(redacted).toStrictEqual(["/payload/card/number"]);
    expect(parts["payload"]).toStrictEqual({ ...payload, card: { number: hidden, name: "ann" } });
  });

  it("leaves the digest of the salted value, and its place", () => {
    const { parts } = redact({ pointers: ["/payload/amount"] }, { payload });
    const salt = key.salt("d1", "/payload/amount");
    const sha256 = digestJson([salt, "/payload/amount", 5]);
    expect(parts["payload"]).toHaveProperty("amount", { redacted: "value", sha256 });
  });

  it("takes * for any member and any element", () => {
    const { parts, redacted } = redact({ pointers: ["/payload/items/*/pin"] }, { payload });
    expect(redacted).toStrictEqual(["/payload/items/0/pin", "/payload/items/1/pin"]);
    expect(parts["payload"]).toHaveProperty("items", [
      { pin: hidden },
      { pin: hidden },
      { no: "pin" },
    ]);
    expect(redact({ pointers: ["/payload/*/1"] }, { payload }).redacted).toStrictEqual([
      "/payload/items/1",
    ]);
  });

  it("hides values of every kind, empty ones as well", () => {
    const kinds = { a: null, b: false, c: 0, d: "", e: [], f: {}, g: { h: [1] } };
    const { parts } = redact({ pointers: ["/payload/*"] }, { payload: freezeJsonObject(kinds) });
    expect(Object.values(parts["payload"] as object)).toStrictEqual(
      Object.keys(kinds).map(() => hidden),
    );
  });

  it.each<[string, Json]>([
    ["/payload/a~1b", { "a/b": "x" }],
    ["/payload/m~0n", { "m~n": "x" }],
    ["/payload/~01", { "~1": "x" }],
    ["/payload/", { "": "x" }],
    ["/payload//", { "": { "": "x" } }],
    ["/payload/ ", { " ": "x" }],
    ["/payload/constructor", { constructor: "x" }],
    ["/payload/0", { 0: "x" }],
  ])("finds what stands at %j", (pointer, value) => {
    const { parts, redacted } = redact(
      { pointers: [pointer] },
      { payload: freezeJsonObject(value) },
    );
    expect(redacted).toStrictEqual([pointer]);
    expect(canonicalJson(parts["payload"] as Json)).not.toContain('"x"');
  });

  it("finds a member named __proto__, which other ways of copying lose", () => {
    const own = JSON.parse('{"__proto__": {"x": "secret"}, "y": 1}');
    const { parts, redacted } = redact({ pointers: ["/payload/__proto__/x"] }, { payload: own });
    expect(redacted).toStrictEqual(["/payload/__proto__/x"]);
    const text = canonicalJson(parts["payload"] as Json);
    expect(text).toMatch(/^\{"__proto__":\{"x":\{"redacted":"value","sha256":"\w+"\}\},"y":1\}$/);
  });

  it.each(["/payload/card/number/0", "/payload/items/00", "/payload/items/-", "/payload/toString"])(
    "finds nothing at %j",
    (pointer) => {
      const redaction = new Redactor({ pointers: [pointer], key }).redact("d1", { payload });
      expect(redaction.redacted).toStrictEqual([]);
    },
  );

  it("hides all of a part, also texts", () => {
    const pointers = ["/payload", "/context/*", "/error", "/note"];
    const context = freezeJsonObject({ userRole: "clerk" });
    const parts = { payload, context, error: "Error: no", note: "fine" };
    expect(redact({ pointers }, parts)).toStrictEqual({
      parts: { payload: hidden, context: { userRole: hidden }, error: hidden, note: hidden },
      redacted: ["/payload", "/context/userRole", "/error", "/note"],
    });
  });

  it("lists a place once that several pointers lead to, and nothing inside it", () => {
    const pointers = ["/payload/card/*", "/payload/card", "/payload/*/number", "/payload/card"];
    expect(redact({ pointers }, { payload }).redacted).toStrictEqual(["/payload/card"]);
  });
});

describe("a redactor with patterns", () => {
  const patterns = [String.raw`\b(?:\d ?){16}\b`, "(?i)^token$"];

  it("hides texts in which one matches whole, at any depth and in every part", () => {
    const parts = {
      payload: freezeJsonObject({ a: [["card 4111 1111 1111 1111, please"], "123"] }),
      context: freezeJsonObject({ taskContext: "pay with 4111111111111111", userRole: "clerk" }),
      error: "Error: 4111111111111111 declined",
      note: "ok",
    };
    expect(redact({ patterns }, parts)).toStrictEqual({
      parts: {
        payload: { a: [[hidden], "123"] },
        context: { taskContext: hidden, userRole: "clerk" },
        error: hidden,
        note: "ok",
      },
      redacted: ["/payload/a/0/0", "/context/taskContext", "/error"],
    });
  });

  it("hides numbers that are written as a pattern says", () => {
    const { parts } = redact(
      { patterns },
      { payload: freezeJsonObject({ a: 4111111111111111, b: 5 }) },
    );
    expect(parts["payload"]).toStrictEqual({ a: hidden, b: 5 });
  });

  it("hides a name with its value, under a name that was not there", () => {
    const values = { "redacted-1": 0, Token: { deep: "x" }, b: 1, "4111111111111111": 2 };
    const { parts, redacted } = redact({ patterns }, { payload: freezeJsonObject({ values }) });
    const shown = { "redacted-1": 0, "redacted-2": hiddenMember, "redacted-3": hiddenMember, b: 1 };
    expect(parts["payload"]).toStrictEqual({ values: shown });
    expect(redacted).toStrictEqual(["/payload/values/redacted-2", "/payload/values/redacted-3"]);
  });

  it("leaves the names of context facts, which no caller can choose", () => {
    const context = freezeJsonObject({ toolName: "x", sessionId: "Name" });
    const { parts, redacted } = redact({ patterns: ["Name"] }, { context });
    expect(parts["context"]).toStrictEqual({ toolName: "x", sessionId: hidden });
    expect(redacted).toStrictEqual(["/context/sessionId"]);
  });
});

describe("a redactor", () => {
  it("gives the very same values back where there is nothing to hide", () => {
    const parts = { payload, context: freezeJsonObject({ userRole: "clerk" }), error: "no" };
    const redactor = new Redactor({ pointers: ["/payload/x/*/y"], patterns: ["zzz"], key });
    const redaction = redactor.redact("d1", parts);
    expect(redaction.parts).toBe(parts);
    expect(redaction.redacted).toStrictEqual([]);
  });

  it("gives frozen values, and does not copy what did not change", () => {
    const options = { pointers: ["/payload/card/number"], patterns: ["zzz"] };
    const { parts, redacted } = redact(options, { payload });
    const shown = parts["payload"] as { readonly card: { readonly number: object }; items: Json };
    for (const one of [redacted, shown, shown.card, shown.card.number])
      expect(Object.isFrozen(one)).toBe(true);
    expect(shown.items).toBe(payload["items"]);
  });

  it("does not list what a caller made look like a marker", () => {
    const forged = { redacted: "value", sha256: "0".repeat(64) };
    const sent = freezeJsonObject({ card: forged, pin: 1 });
    const { parts, redacted } = redact({ pointers: ["/payload/pin"] }, { payload: sent });
    expect(parts["payload"]).toStrictEqual({ card: forged, pin: hidden });
    expect(redacted).toStrictEqual(["/payload/pin"]);
  });

  it("hides a forged marker where it hides anything, so that none in its list is forged", () => {
    const forged = { redacted: "value", sha256: "0".repeat(64) };
    const { parts } = redact(
      { pointers: ["/payload/a"] },
      { payload: freezeJsonObject({ a: forged }) },
    );
    expect(parts["payload"]).not.toStrictEqual({ a: forged });
  });

  it("gives equal values of two records different digests", () => {
    const redactor = new Redactor({ pointers: ["/payload/amount"], key });
    const one = redactor.redact("d1", { payload }).parts.payload;
    expect(redactor.redact("d2", { payload }).parts.payload).not.toStrictEqual(one);
    expect(redactor.redact("d1", { payload }).parts.payload).toStrictEqual(one);
  });

  it("hides what was looked up on the disk with the payload it came from", () => {
    const resolved = { "/home/ann": "/srv/ann" };
    const options = { pointers: ["/payload/path"] };
    const found = redact(options, { payload: freezeJsonObject({ path: "~ann" }), resolved });
    const sha256 = digestJson([key.salt("d1", "/resolved"), "/resolved", resolved]);
    expect(found.parts["resolved"]).toStrictEqual({ redacted: "value", sha256 });
    expect(found.redacted).toStrictEqual(["/payload/path", "/resolved"]);
    expect(redact(options, { payload, resolved }).parts["resolved"]).toBe(resolved);
  });

  it("blinds a digest with its key", () => {
    const redactor = new Redactor({ pointers: ["/payload/a"], key });
    expect(redactor.blind("ab")).toBe(key.blind("ab"));
    expect(redactor.blind("ab")).not.toBe(redactor.blind("ac"));
  });
});

describe("an error that repeats what was hidden", () => {
  const call = {
    payload: freezeJsonObject({
      a: { "the key": ['q"x', "", true, null], pin: 4711 },
      b: "clear",
      "token-7": 1,
    }),
  };
  const shownError = (error: string): unknown =>
    redact({ pointers: ["/payload/a"], patterns: ["^cl", "^token-7$"] }, { error }, call).parts[
      "error"
    ];

  it.each([
    'no q"x',
    String.raw`no {"x":"aq\"xb"}`,
    "4711 is no PIN",
    "the key is missing",
    "b is clear",
    "no token-7 here",
  ])("is hidden: %s", (error) => {
    expect(shownError(error)).toStrictEqual(hidden);
  });

  it.each(["Error: timeout", "", "true, null and 47 or b"])(
    "is shown where it does not: %s",
    (error) => {
      expect(shownError(error)).toBe(error);
    },
  );

  it("is listed as hidden, with the digest of all of it", () => {
    const { parts, redacted } = redact({ pointers: ["/payload/a"] }, { error: "is 4711" }, call);
    const sha256 = digestJson([key.salt("d1", "/error"), "/error", "is 4711"]);
    expect(parts).toStrictEqual({ error: { redacted: "value", sha256 } });
    expect(redacted).toStrictEqual(["/error"]);
  });

  it("is hidden where there is too much to look for", () => {
    const options = { pointers: ["/payload/a"] };
    const [much, little] = ["x".repeat(1_000_000), "x".repeat(100_000)];
    expect(redact(options, { error: much }, call).parts["error"]).toStrictEqual(hidden);
    expect(redact(options, { error: little }, call).parts["error"]).toBe(little);
  });
});
