import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { machine } from "../../test/machine.ts";
import type { ReachedServer } from "../inventory/inventory.ts";
import { readToolFile } from "./read-tool-file.ts";

const SCHEMA = { type: "object", properties: { amount: { type: "number" } } };
const PAY = { name: "pay", description: "Pays", inputSchema: SCHEMA };
const FUNCTION = { name: "pay", description: "Pays", parameters: SCHEMA };

function read(content: string | object, name = "any.json"): readonly ReachedServer[] {
  return readToolFile(join(machine({ [name]: content }).root, name));
}

function lines(...values: readonly unknown[]): string {
  return values
    .map((value) => (typeof value === "string" ? value : JSON.stringify(value)))
    .join("\n");
}

describe("a file of tool definitions", () => {
  it.each<[string, string | object]>([
    ["what tools/list answers", { tools: [PAY] }],
    ["the whole answer", { jsonrpc: "2.0", id: 1, result: { tools: [PAY] } }],
    ["an array", [PAY]],
    ["one tool", PAY],
    ["functions of OpenAI", [{ type: "function", function: FUNCTION }]],
    ["functions of OpenAI's responses", [{ type: "function", ...FUNCTION }]],
    ["tools of Anthropic", [{ name: "pay", description: "Pays", input_schema: SCHEMA }]],
    ["a request with tools", { model: "x", tools: [{ type: "function", function: FUNCTION }] }],
  ])("is read as %s", (_form, content) => {
    const [server] = read(content);
    expect(server).toMatchObject({
      name: "any",
      transport: "tools",
      state: "listed",
      unusable: [],
    });
    expect(server?.tools.map(({ definition }) => definition)).toEqual([PAY]);
  });

  it("is read as JSON Lines, where a broken line is a tool that cannot be used", () => {
    const [server] = read(lines(PAY, "", "{broken", { ...PAY, name: "read" }, {}), "any.jsonl");
    expect(server?.tools.map(({ name }) => name)).toEqual(["pay", "read"]);
    expect(server?.unusable).toEqual([
      { name: "", reason: "line 3: it is not JSON: invalid symbol" },
      { name: "", reason: expect.stringMatching(/^line 5: it holds no definitions of tools/) },
    ]);
  });

  it("is read as an inventory of mcp-recon, with its servers", () => {
    const tool = { ...FUNCTION, side_effects: true, auth_required: false };
    const servers = [
      { name: "bank", transport: "stdio", tools: [tool] },
      { name: "shop", transport: "http", tools: [] },
      { name: "odd" },
    ];
    const found = read(JSON.stringify({ schema: "inventory.v1", servers }, undefined, 1));
    expect(found.map(({ name, origin, tools }) => [name, origin.line, tools.length])).toEqual([
      ["bank", 4, 1],
      ["shop", 24, 0],
      ["odd", 29, 0],
    ]);
    expect(found[0]?.tools[0]?.definition).toEqual({
      ...PAY,
      side_effects: true,
      auth_required: false,
    });
  });

  it("keeps numbers as they are written", () => {
    const [server] = read('[{"name":"pay","inputSchema":{"maximum":9223372036854775807}}]');
    expect(JSON.stringify(server?.tools[0]?.definition)).toContain("9223372036854775807");
  });

  it("has tools that cannot be used, which spoil no others", () => {
    const twice = '{"name":"twice","description":"a","description":"b"}';
    const [server] = read(
      `{"tools":[${lines(PAY)},${twice},7,{"name":"a\\u200bb"},{"name":"x"},{"name":"x"}]}`,
    );
    expect(server?.tools.map(({ name }) => name)).toEqual(["pay"]);
    expect(server?.unusable.map(({ name, reason }) => [name, reason])).toEqual([
      ["", "number 3: it is not an object"],
      ["twice", expect.stringContaining("a key stands twice")],
      ["a\u200bb", "its name holds characters that cannot be seen"],
      ["x", "it is listed twice"],
    ]);
  });

  it.each<[string, string | object, string, number | undefined]>([
    ["is broken", '[\n{"name":"pay",}]', "it is not JSON: property name expected", 2],
    ["has comments", "// mine\n[]", "it is not JSON: invalid comment token", 1],
    ["is a configuration", { mcpServers: {} }, "it holds no definitions of tools", 1],
    ["is something else", "7", "it holds no definitions of tools", 1],
    ["is too deep", "[".repeat(1_000_000), "it is nested too deeply", undefined],
    ["is empty", "", "it is not JSON: value expected", 1],
    [
      "has no end",
      { tools: Array.from({ length: 10_001 }, () => 0).map((_one, n) => ({ name: `t${n}` })) },
      "more than 10000 tools",
      1,
    ],
  ])("that %s is a server that failed", (_how, content, fault, line) => {
    const [server, ...more] = read(content);
    expect(more).toEqual([]);
    expect(server).toMatchObject({ transport: "tools", state: "failed", tools: [] });
    expect(server?.fault).toContain(fault);
    expect(server?.origin.line).toBe(line);
  });

  it("that is not there is one as well", () => {
    expect(readToolFile("/nowhere/any.json")[0]).toMatchObject({
      state: "failed",
      fault: "there is no such file",
    });
  });
});
