import { freezeJsonObject } from "@capfence/core";
import { expect, it } from "vitest";
import { parametersOf } from "./parameters.ts";

const TEXT = { type: "string" };

function chain(length: number, link: (next: object) => object): object {
  const defs = Array.from({ length }, (_none, index) => [
    `d${index}`,
    link({ $ref: `#/$defs/d${index + 1}` }),
  ]);
  return { ...Object.fromEntries(defs), [`d${length}`]: { properties: { command: TEXT } } };
}

function namesIn(inputSchema: object): readonly string[] {
  return parametersOf(freezeJsonObject({ name: "t", inputSchema })).map(({ name }) => name);
}

const first = { $ref: "#/$defs/d0" };

it.each([
  ["members that double", chain(24, (next) => ({ properties: { a: next, b: next } }))],
  ["choices that double", chain(24, (next) => ({ anyOf: [next, next, TEXT] }))],
  ["demands that double", chain(24, (next) => ({ allOf: [next, next] }))],
])("finds what stands behind %s, in a moment", (_what, $defs) => {
  const start = performance.now();
  expect(namesIn({ $defs, properties: { start: first } })).toContain("command");
  expect(performance.now() - start).toBeLessThan(2000);
});

it.each([
  ["a long chain of references", chain(5000, (next) => next)],
  ["a long chain of members", chain(5000, (next) => ({ properties: { a: next } }))],
])("gives up on %s, which counts as anything", (_what, $defs) => {
  const found = parametersOf(
    freezeJsonObject({ name: "t", inputSchema: { $defs, properties: { start: first } } }),
  );
  expect(found.length).toBeLessThan(100);
  expect(found.at(-1)?.schemas).toContainEqual({});
});

it("finds what stands in one of many branches, and believes no bound where there are too many to combine", () => {
  const pairs = Array.from({ length: 20 }, (_none, index) => ({
    anyOf: [{ properties: { [`a${index}`]: TEXT } }, { maxProperties: 3 }],
  }));
  const value = { ...TEXT, maxLength: 3, allOf: pairs.map(() => ({ anyOf: [{}, {}] })) };
  const found = parametersOf(
    freezeJsonObject({ name: "t", inputSchema: { allOf: pairs, properties: { value } } }),
  );
  expect(found.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["value", ...pairs.map((_pair, index) => `a${index}`)]),
  );
  expect(found.find(({ name }) => name === "value")?.schemas).toContainEqual({});
});

it("reads as large a schema as a tool may have, in a moment", () => {
  const properties = Object.fromEntries(
    Array.from({ length: 9_000 }, (_none, index) => [`p${index}`, { anyOf: [TEXT, {}] }]),
  );
  const many = { allOf: Array.from({ length: 12_000 }, () => ({ maxLength: 3 })) };
  const start = performance.now();
  expect(namesIn({ properties })).toHaveLength(9_000);
  expect(namesIn({ properties: { many } })).toEqual(["many"]);
  expect(performance.now() - start).toBeLessThan(4000);
});

it("looks into what many values share, in a moment", () => {
  const branches = Array.from({ length: 2000 }, (_none, index) => ({
    properties: index === 1999 ? { command: TEXT } : {},
  }));
  const shared = Array.from({ length: 4000 }, (_none, index) => [
    `p${index}`,
    { $ref: "#/$defs/shared" },
  ]);
  const start = performance.now();
  const names = namesIn({
    $defs: { shared: { anyOf: branches } },
    properties: Object.fromEntries(shared),
  });
  expect(names).toContain("command");
  expect(performance.now() - start).toBeLessThan(15_000);
});
