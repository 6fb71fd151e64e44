import { freezeJsonObject } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { argumentSchemas, parametersOf } from "./parameters.ts";

function read(inputSchema: unknown): ReturnType<typeof parametersOf> {
  return parametersOf(freezeJsonObject({ name: "t", inputSchema }));
}

function schemasBy(inputSchema: unknown): object {
  return Object.fromEntries(read(inputSchema).map(({ path, schemas }) => [path, schemas]));
}

const TEXT = { type: "string" };

function inDraft($schema: string): object {
  return {
    $schema,
    $defs: { text: TEXT },
    properties: { value: { $ref: "#/$defs/text", maxLength: 5, properties: { inside: TEXT } } },
  };
}

describe("parametersOf", () => {
  it("finds members, items, tuples and whatever else an object may have, with their pointers", () => {
    const schema = {
      properties: {
        "a/b": TEXT,
        payment: {
          type: "object",
          properties: { amount: { type: "number" } },
          required: ["amount"],
        },
        tags: { type: "array", items: TEXT },
        pair: { type: "array", prefixItems: [TEXT], items: { type: "number" } },
        old: { type: "array", items: [TEXT], additionalItems: { type: "null" } },
        map: {
          type: "object",
          additionalProperties: TEXT,
          patternProperties: { "^x": { type: "null" } },
        },
      },
      required: ["tags"],
    };
    const found = read(schema);
    expect(found.map(({ path, name, pointer }) => [path, name, pointer])).toEqual([
      ["a/b", "a/b", "/inputSchema/properties/a~1b"],
      ["payment", "payment", "/inputSchema/properties/payment"],
      ["tags", "tags", "/inputSchema/properties/tags"],
      ["pair", "pair", "/inputSchema/properties/pair"],
      ["old", "old", "/inputSchema/properties/old"],
      ["map", "map", "/inputSchema/properties/map"],
      ["payment.amount", "amount", "/inputSchema/properties/payment/properties/amount"],
      ["tags[]", "tags", "/inputSchema/properties/tags/items"],
      ["pair[]", "pair", "/inputSchema/properties/pair/prefixItems/0"],
      ["old[]", "old", "/inputSchema/properties/old/items/0"],
      ["map.*", "map", "/inputSchema/properties/map/patternProperties/^x"],
    ]);
    expect(found.filter(({ isRequired }) => isRequired).map(({ path }) => path)).toEqual([
      "tags",
      "payment.amount",
    ]);
    expect(schemasBy(schema)).toMatchObject({
      "pair[]": [{ type: ["string"] }, { type: ["number", "integer"] }],
      "map.*": [{ type: ["null"] }, { type: ["string"] }],
    });
  });

  it("lists every schema that a value may follow, each with what holds beside it", () => {
    const schema = {
      $defs: { short: { type: "string", maxLength: 5 } },
      properties: {
        ref: { $ref: "#/$defs/short", description: "a short one" },
        any: { maxLength: 9, anyOf: [TEXT, { $ref: "#/$defs/short" }] },
        all: { allOf: [{ maxLength: 7 }, { maxLength: 3 }, TEXT] },
        gone: { $ref: "#/$defs/nowhere" },
        far: { $ref: "https://example.com" },
        yes: true,
      },
    };
    expect(schemasBy(schema)).toEqual({
      ref: [{ type: ["string"], maxLength: 5, description: "a short one" }],
      any: [
        { type: ["string"], maxLength: 9 },
        { type: ["string"], maxLength: 5 },
      ],
      all: [{ type: ["string"], maxLength: 3 }],
      gone: [{}],
      far: [{}],
      yes: [{}],
    });
  });

  it("finds parameters that stand in a branch, under a condition, or in what is referred to", () => {
    const schema = {
      definitions: { more: { properties: { byReference: TEXT } } },
      allOf: [{ $ref: "#/definitions/more" }],
      anyOf: [{ properties: { inBranch: TEXT } }, { properties: { other: TEXT } }],
      if: {},
      // oxlint-disable-next-line unicorn/no-thenable -- it is a schema
      then: { properties: { inThen: TEXT } },
      dependentSchemas: { other: { properties: { dependent: TEXT } } },
    };
    expect(Object.keys(schemasBy(schema)).toSorted()).toEqual(
      ["byReference", "dependent", "inBranch", "inThen", "other"].toSorted(),
    );
  });

  it("takes no bound from beside a reference in a draft that ignores it, and still sees what is shown there", () => {
    const old = schemasBy(inDraft("http://json-schema.org/draft-07/schema#"));
    expect(old).toMatchObject({ value: [{ type: ["string"] }], "value.inside": [{}] });
    expect(JSON.stringify(old)).not.toContain("maxLength");
    const present = schemasBy(inDraft("https://json-schema.org/draft/2020-12/schema"));
    expect(present).toMatchObject({ value: [{ maxLength: 5 }] });
  });

  it("looks once into what contains itself", () => {
    const tree = { properties: { name: TEXT, children: { type: "array", items: { $ref: "#" } } } };
    expect(read(tree).map(({ path }) => path)).toEqual(["name", "children", "children[]"]);
    const circle = { $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } } };
    expect(schemasBy({ ...circle, properties: { value: { $ref: "#/$defs/a" } } })).toEqual({
      value: [{}],
    });
  });

  it.each([
    undefined,
    true,
    false,
    null,
    7,
    "object",
    [],
    {},
    { properties: 7, allOf: {}, anyOf: 7 },
  ])("finds no parameters in %j, and that anything goes", (inputSchema) => {
    expect(read(inputSchema)).toEqual([]);
    expect(argumentSchemas(freezeJsonObject({ name: "t", inputSchema }))).toHaveLength(1);
  });
});
