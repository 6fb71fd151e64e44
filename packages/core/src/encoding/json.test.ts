import { createContext, runInContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { JsonError } from "../errors.ts";
import { freezeJson, freezeJsonObject, isJsonObject, JSON_LIMITS, MOST_VALUES } from "./json.ts";

function refusal(value: unknown): string {
  try {
    freezeJson(value);
  } catch (error) {
    if (error instanceof JsonError) return error.message;
    throw error;
  }
  return "accepted";
}

/** Throws at whoever runs it. */
function tripwire(): never {
  throw new Error("code of the value was run");
}

const trap = new Proxy({}, { get: () => tripwire });
const everyTrap = (target: object): object => new Proxy(target, trap);

function nested(depth: number, wrap: (inner: unknown) => unknown, leaf: unknown = 1): unknown {
  let value = leaf;
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
}

class Plain {
  readonly amount = 5;
}

describe("freezeJson", () => {
  it("copies plain data unchanged", () => {
    const value = {
      a: [1, "two", null, true, { b: {} }],
      "": -1.5,
      constructor: "own",
      largest: Number.MAX_SAFE_INTEGER,
      smallest: 5e-324,
    };
    expect(freezeJson(value)).toStrictEqual(value);
  });

  it("gives a copy that later changes of the original cannot reach", () => {
    const original = { to: "alice", items: [{ amount: 1 }], note: { text: "x" } };
    const copy = freezeJson(original);
    original.to = "mallory";
    original.items[0] = { amount: 1000 };
    original.items.push({ amount: 2 });
    original.note.text = "y";
    expect(copy).toStrictEqual({ to: "alice", items: [{ amount: 1 }], note: { text: "x" } });
  });

  it("gives a copy that nobody can change at any depth", () => {
    const copy = freezeJson({ a: [{ b: [] }] }) as { a: { b: unknown[] }[] };
    expect(() => copy.a.push({ b: [] })).toThrow(TypeError);
    expect(() => copy.a[0]?.b.push(1)).toThrow(TypeError);
    expect(() => Object.defineProperty(copy, "a", { value: 1 })).toThrow(TypeError);
  });

  it("drops undefined members, as JSON.stringify does, and keeps null", () => {
    expect(Object.keys(freezeJsonObject({ a: undefined, b: null }))).toStrictEqual(["b"]);
  });

  it("turns -0 into 0, which RFC 8785 writes alike", () => {
    expect(Object.is(freezeJson(-0), 0)).toBe(true);
  });

  it("takes objects without a prototype and objects of another realm", () => {
    const foreign: unknown = runInContext("({ a: [1, { b: 2 }] })", createContext());
    expect(freezeJson(foreign)).toStrictEqual({ a: [1, { b: 2 }] });
    expect(freezeJson(Object.assign(Object.create(null), { a: 1 }))).toStrictEqual({ a: 1 });
  });

  it("takes one value twice, which is no cycle", () => {
    const shared = { a: 1 };
    expect(freezeJson([shared, shared])).toStrictEqual([{ a: 1 }, { a: 1 }]);
  });

  it.each([
    ["a function", tripwire, "$: a value of type function is not JSON"],
    ["a symbol", Symbol("s"), "$: a value of type symbol is not JSON"],
    ["a BigInt", 10n, "$: a value of type bigint is not JSON"],
    ["undefined", undefined, "$: a value of type undefined is not JSON"],
    ["undefined in a list", [undefined], "$[0]: a value of type undefined is not JSON"],
    ["NaN", { a: Number.NaN }, "$.a: NaN is not a JSON number"],
    ["Infinity", [Infinity], "$[0]: Infinity is not a JSON number"],
    ["-Infinity", -Infinity, "$: -Infinity is not a JSON number"],
    ["2^53", { a: 2 ** 53 }, "$.a: 9007199254740992 cannot be held exactly; send it as text"],
    ["-2^53", -(2 ** 53), "$: -9007199254740992 cannot be held exactly; send it as text"],
    ["an amount of 300 digits", { amount: 1e300 }, "$.amount: 1e+300 cannot be held exactly"],
    ["a lone surrogate", { a: "\ud800" }, "$.a: text has a lone surrogate"],
    ["a lone surrogate in a key", { "\udc00": 1 }, "text has a lone surrogate"],
    ["a Date", new Date(0), '$: an object of class "Date" is not a plain object'],
    ["a Map", { m: new Map([["a", 1]]) }, '$.m: an object of class "Map" is not a plain object'],
    ["a Set", new Set([1]), '$: an object of class "Set" is not a plain object'],
    [
      "a typed array",
      new Uint8Array(2),
      '$: an object of class "Uint8Array" is not a plain object',
    ],
    ["a boxed text", new String("a"), '$: an object of class "String" is not a plain object'],
    ["a class instance", new Plain(), '$: an object of class "Plain" is not a plain object'],
    ["a regular expression", /a/, '$: an object of class "RegExp" is not a plain object'],
    ["an error", new Error("x"), '$: an object of class "Error" is not a plain object'],
    ["a promise", Promise.resolve(1), '$: an object of class "Promise" is not a plain object'],
    ["a child of a plain object", Object.create({ a: 1 }), '$: an object of class "unknown"'],
    ["a symbol as a key", { [Symbol("s")]: 1 }, "$: has a symbol as a key"],
    ["an own __proto__", JSON.parse('{"__proto__": {"a": 1}}'), "$.__proto__: this key is refused"],
    // oxlint-disable-next-line eslint/no-sparse-arrays -- the hole is what is tested
    ["a hole in a list", [1, , 2], "$: an array with holes or extra properties is not JSON"],
    ["an extra property of a list", Object.assign([1], { x: 2 }), "holes or extra properties"],
    ["a symbol on a list", Object.assign([1], { [Symbol("s")]: 2 }), "holes or extra properties"],
    [
      "a hole made up for by a property",
      Object.assign(Array(1), { x: 1 }),
      "missing array element",
    ],
    ["a list of 4 billion holes", Array(4_294_967_295), "holes or extra properties"],
  ])("refuses %s", (_name, value, message) => {
    expect(refusal(value)).toContain(message);
  });

  it("refuses a hidden property", () => {
    const value = Object.defineProperty({}, "a", { value: 1, enumerable: false });
    expect(refusal(value)).toBe("$.a: a hidden property is not JSON");
  });

  it("refuses a cycle through objects and lists", () => {
    const cycle: { list: unknown[] } = { list: [] };
    cycle.list.push({ cycle });
    expect(refusal(cycle)).toBe("$.list[0].cycle: refers back to itself");
  });

  it("never runs a getter or setter", () => {
    const getter = Object.defineProperty({}, "a", { get: tripwire, enumerable: true });
    const setter = Object.defineProperty({}, "a", { set: tripwire, enumerable: true });
    const list = Object.defineProperty([1], 0, { get: tripwire, enumerable: true });
    expect(refusal(getter)).toBe("$.a: a getter or setter is not JSON");
    expect(refusal(setter)).toBe("$.a: a getter or setter is not JSON");
    expect(refusal({ list })).toBe("$.list[0]: a getter or setter is not JSON");
  });

  it("never runs toJSON, valueOf or an iterator", () => {
    expect(refusal({ toJSON: tripwire })).toContain("$.toJSON: a value of type function");
    expect(refusal({ valueOf: tripwire })).toContain("$.valueOf: a value of type function");
    const list = Object.assign(Object.create({ [Symbol.iterator]: tripwire }), { length: 1 });
    expect(refusal(list)).toContain("is not a plain object");
  });

  it("never runs a trap of a Proxy, wherever it stands", () => {
    expect(refusal(everyTrap({}))).toBe("$: a Proxy is not JSON; pass a plain object");
    expect(refusal({ a: everyTrap([]) })).toBe("$.a: a Proxy is not JSON; pass a plain object");
    expect(refusal(Object.create(everyTrap({})))).toContain("is not a plain object");
  });

  it("never runs code to name what it refuses", () => {
    const named = Object.create(Object.defineProperty({}, "constructor", { get: tripwire }));
    expect(refusal(named)).toBe('$: an object of class "unknown" is not a plain object');
    class Loud {
      readonly field = 1;
    }
    Object.defineProperty(Loud, "name", { get: tripwire });
    expect(refusal(new Loud())).toBe('$: an object of class "unknown" is not a plain object');
    const proxied = Object.create({ constructor: new Proxy(Loud, trap) });
    expect(refusal(proxied)).toBe('$: an object of class "unknown" is not a plain object');
  });

  it("refuses a revoked Proxy like any other", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(refusal([proxy])).toBe("$[0]: a Proxy is not JSON; pass a plain object");
  });

  it("takes 64 levels and refuses the 65th", () => {
    expect(refusal(nested(63, (inner) => [inner], []))).toBe("accepted");
    expect(refusal(nested(64, (inner) => [inner], []))).toContain("nested deeper than 64 levels");
    expect(refusal(nested(64, (inner) => ({ a: inner })))).toBe("accepted");
    expect(refusal(nested(65, (inner) => ({ a: inner })))).toContain(
      "nested deeper than 64 levels",
    );
    expect(refusal(nested(100_000, (inner) => [inner]))).toContain("nested deeper than 64 levels");
  });

  it.each([
    ["one long text", "a".repeat(JSON_LIMITS.size)],
    ["one long key", { ["k".repeat(JSON_LIMITS.size)]: 1 }],
    ["many texts", Array(40_000).fill("a".repeat(30))],
  ])("refuses %s over the size limit", (_name, value) => {
    expect(refusal(value)).toContain(`value is larger than ${JSON_LIMITS.size} characters`);
  });

  it.each([
    ["nulls", Array(MOST_VALUES).fill(null)],
    ["empty lists", Array.from({ length: MOST_VALUES }, () => [])],
    ["numbers", Array(MOST_VALUES).fill(0)],
    ["members", Object.fromEntries(Array.from({ length: MOST_VALUES }, (_, at) => [at, true]))],
  ])("refuses very many %s, however short they are", (_, value) => {
    expect(refusal(value)).toContain(`there are more than ${MOST_VALUES} values`);
  });

  it("takes a text just below the size limit", () => {
    expect(refusal("a".repeat(JSON_LIMITS.size - 2))).toBe("accepted");
    expect(refusal(Array(MOST_VALUES - 1).fill(0))).toBe("accepted");
  });

  it("counts one value again each time it stands there", () => {
    let value: unknown = "a".repeat(1024);
    for (let level = 0; level < 11; level += 1) value = [value, value];
    expect(refusal(value)).toContain("value is larger than");
  });

  it("shows a hostile key escaped and cut short", () => {
    const message = refusal({ [`\u001b[2J\u202e\n${"k".repeat(10_000)}`]: Number.NaN });
    expect(message).toMatch(/^\$\.\\u\{1b\}\[2J\\u\{202e\}\\u\{a\}k/);
    expect(message.length).toBeLessThan(300);
  });
});

describe("freezeJsonObject", () => {
  it.each([
    [[1], "an array"],
    [null, "null"],
    ["5000", "a value of type string"],
    [5, "a value of type number"],
  ])("refuses %j", (value, kind) => {
    expect(() => freezeJsonObject(value)).toThrow(`expected a JSON object, got ${kind}`);
  });
});

describe("isJsonObject", () => {
  it("tells objects from everything else", () => {
    expect(isJsonObject({})).toBe(true);
    for (const other of [undefined, null, [], "a", 1, true])
      expect(isJsonObject(other)).toBe(false);
  });
});
