import { expect, test } from "vitest";
import { headerValue, textOfHeader } from "./header-value.ts";
import { checkParameterHeaders, mirrorHeaders } from "./parameter-headers.ts";

const SCHEMA = {
  type: "object",
  properties: {
    region: { type: "string", "x-mcp-header": "Region" },
    level: { type: "integer", "x-mcp-header": "Level" },
    dry: { type: "boolean", "x-mcp-header": "Dry" },
    place: { type: "object", properties: { city: { type: "string", "x-mcp-header": "City" } } },
    note: { type: "string" },
  },
};

function mirrored(input: Parameters<typeof checkParameterHeaders>[2]): Record<string, string> {
  return { ...mirrorHeaders("tools/call", { name: "t", arguments: input ?? {} }, SCHEMA) };
}

test.for([
  "",
  " padded",
  "padded\t",
  "zürich",
  "two\nlines",
  "=?base64?eA==?=",
  "\u{1F600}",
  "\u{FEFF}x",
  "\u007F",
])("the text %j is encoded in a header, and comes back", (text) => {
  const value = headerValue(text);
  expect(value).toMatch(/^=\?base64\?[A-Za-z0-9+/=]*\?=$/);
  expect(textOfHeader(value)).toBe(text);
});

test.for(["a", "a b\tc", "=?base64?x", "?=", "~!"])(
  "the text %j stands in a header as it is",
  (text) => {
    expect(headerValue(text)).toBe(text);
    expect(textOfHeader(text)).toBe(text);
  },
);

test.for([
  "=?base64?eA?=",
  "=?base64?e A=?=",
  "=?base64?/w==?=",
  "=?base64?eA==eA==?=",
  "=?base64?-_==?=",
])("the header %s says nothing", (value) => {
  expect(textOfHeader(value)).toBeUndefined();
});

test("a request is mirrored with what its schema declares, and what is null or missing is not", () => {
  const input = { region: "zürich", level: 3, dry: false, place: { city: "Bern" }, note: "x" };
  expect(mirrored(input)).toEqual({
    "Mcp-Method": "tools/call",
    "Mcp-Name": "t",
    "Mcp-Param-Region": "=?base64?esO8cmljaA==?=",
    "Mcp-Param-Level": "3",
    "Mcp-Param-Dry": "false",
    "Mcp-Param-City": "Bern",
  });
  expect(mirrored({ region: null, level: [3], place: "x" })).toEqual({
    "Mcp-Method": "tools/call",
    "Mcp-Name": "t",
  });
});

test("other methods are mirrored by what they are about", () => {
  expect(mirrorHeaders("resources/read", { uri: "file:///ä" }, undefined)).toEqual({
    "Mcp-Method": "resources/read",
    "Mcp-Name": "=?base64?ZmlsZTovLy/DpA==?=",
  });
  expect(mirrorHeaders("tasks/get", { taskId: "7" }, undefined)["Mcp-Name"]).toBe("7");
  expect(mirrorHeaders("tools/list", { name: "x", arguments: { region: "x" } }, SCHEMA)).toEqual({
    "Mcp-Method": "tools/list",
  });
});

test.for([
  [
    { "mcp-param-region": "eu", "mcp-param-level": "3" },
    { region: "eu", level: 3 },
  ],
  [{ "mcp-param-level": "3.0" }, { level: 3 }],
  [{ "mcp-param-region": "=?base64?ZXU=?=" }, { region: "eu" }],
  [{ "mcp-param-region": "stray" }, { region: null }],
  [{}, { note: "x" }],
  [{}, undefined],
] as const)("the headers %j agree with the arguments %j", ([headers, input]) => {
  expect(() => checkParameterHeaders(headers, SCHEMA, input)).not.toThrow();
});

test.for([
  [{}, { region: "eu" }],
  [{ "mcp-param-region": "us" }, { region: "eu" }],
  [{ "mcp-param-region": "EU" }, { region: "eu" }],
  [{ "mcp-param-region": "=?base64?!?=" }, { region: "eu" }],
  [{ "mcp-param-level": "0x3" }, { level: 3 }],
  [{ "mcp-param-level": "3e0" }, { level: 3 }],
  [{ "mcp-param-dry": "True" }, { dry: true }],
  [{ "mcp-param-city": "Basel" }, { place: { city: "Bern" } }],
] as const)("the headers %j do not agree with the arguments %j", ([headers, input]) => {
  expect(() => checkParameterHeaders(headers, SCHEMA, input)).toThrow(
    expect.objectContaining({ code: -32_020, status: 400 }),
  );
});

const declared = (more: object): Readonly<Record<string, unknown>> => ({
  type: "string",
  "x-mcp-header": "A",
  ...more,
});

test.for([
  ["on the root", declared({ type: "object", properties: { x: { type: "string" } } })],
  ["under items", { properties: { x: { type: "array", items: declared({}) } } }],
  ["under a choice", { properties: { x: { anyOf: [declared({})] } } }],
  ["under a definition", { properties: {}, $defs: { x: { properties: { y: declared({}) } } } }],
  ["of an object", { properties: { x: declared({ type: "object" }) } }],
  ["of no type", { properties: { x: { "x-mcp-header": "A" } } }],
  ["twice", { properties: { x: declared({}), y: declared({ "x-mcp-header": "a" }) } }],
  ["with a name that is none", { properties: { x: declared({ "x-mcp-header": "A:\r\nB" }) } }],
] as const)("a declaration %s makes all of them void", ([, schema]) => {
  const good = { z: { type: "string", "x-mcp-header": "Z" } };
  const all = { ...schema, properties: { ...(schema.properties as object), ...good } };
  const headers = mirrorHeaders("tools/call", { arguments: { x: "v", y: "v", z: "v" } }, all);
  expect(headers).toEqual({ "Mcp-Method": "tools/call" });
  expect(() => checkParameterHeaders({}, all, { z: "v" })).not.toThrow();
});

test("a schema that is too deep declares nothing, and does no harm", () => {
  let schema: object = declared({});
  for (let at = 0; at < 20_000; at += 1) schema = { properties: { x: schema } };
  expect(mirrorHeaders("tools/call", { arguments: { x: "v" } }, schema)).toEqual({
    "Mcp-Method": "tools/call",
  });
});

test("names that objects inherit are no arguments", () => {
  const schema = { properties: { constructor: { properties: { name: declared({}) } } } };
  expect(mirrorHeaders("tools/call", { arguments: {} }, schema)).toEqual({
    "Mcp-Method": "tools/call",
  });
});
