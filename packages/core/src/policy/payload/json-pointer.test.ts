import { describe, expect, it } from "vitest";
import type { Json } from "../../encoding/json.ts";
import { parsePointer, pointedAt, resolvePointer, writePointer } from "./json-pointer.ts";

/** The document and pointers of RFC 6901, section 5. */
const DOCUMENT: Json = {
  foo: ["bar", "baz"],
  "": 0,
  "a/b": 1,
  "c%d": 2,
  "e^f": 3,
  "g|h": 4,
  "i\\j": 5,
  'k"l': 6,
  " ": 7,
  "m~n": 8,
};

const at = (pointer: string): Json | undefined =>
  resolvePointer(DOCUMENT, parsePointer(pointer) ?? ["no pointer"]);

describe("resolvePointer", () => {
  it.each([
    ["", DOCUMENT],
    ["/foo", ["bar", "baz"]],
    ["/foo/0", "bar"],
    ["/", 0],
    ["/a~1b", 1],
    ["/c%d", 2],
    ["/e^f", 3],
    ["/g|h", 4],
    ["/i\\j", 5],
    ['/k"l', 6],
    ["/ ", 7],
    ["/m~0n", 8],
  ])("reads %j as RFC 6901 does", (pointer, value) => {
    expect(at(pointer)).toStrictEqual(value);
  });

  it.each([
    "/nope",
    "/foo/2",
    "/foo/-",
    "/foo/00",
    "/foo/01",
    "/foo/+1",
    "/foo/1.0",
    "/foo/1e0",
    "/foo/length",
    "/foo/0/0",
    "/foo/",
    "/constructor",
    "/__proto__",
    "/toString",
    "/foo/map",
  ])("finds nothing at %s", (pointer) => {
    expect(at(pointer)).toBeUndefined();
  });

  it("finds the elements of a long list", () => {
    const list = Array.from({ length: 121 }, (_, index) => index);
    for (const index of [9, 10, 99, 120]) expect(resolvePointer(list, [`${index}`])).toBe(index);
  });

  it("tells ~01 from ~1", () => {
    expect(parsePointer("/~01/~10")).toStrictEqual(["~1", "/0"]);
  });
});

describe("parsePointer", () => {
  it.each(["foo", "#/foo", "foo/bar", "/a~", "/a~2", "/~x"])("refuses %j", (text) => {
    expect(parsePointer(text)).toBeUndefined();
  });
});

describe("writePointer", () => {
  it.each(["", "/", "/a~1b", "/m~0n", "/~01", "/~1~0/ /0", "/__proto__//"])(
    "writes %j back as it was read",
    (text) => {
      expect(writePointer(parsePointer(text) ?? ["no pointer"])).toBe(text);
    },
  );
});

describe("pointedAt", () => {
  it("gives every value that exists, null among them", () => {
    const root = { a: null, b: [1] };
    expect(pointedAt(root, ["/a", "/c", "/b/0", "/b"])).toStrictEqual([null, 1, [1]]);
  });
});
