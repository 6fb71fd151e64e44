import { describe, expect, it } from "vitest";
import { listed, tool } from "../../../test/gateway/listed.ts";
import { ToolCatalogue } from "./tool-catalogue.ts";
import { ToolListFault } from "./tool-page.ts";

function names(catalogue: ToolCatalogue): readonly string[] {
  return Array.from(catalogue.tools, ({ name }) => name);
}

function reasons(catalogue: ToolCatalogue): readonly string[] {
  return catalogue.faults.map(({ name, reason }) => `${JSON.stringify(name)}: ${reason}`);
}

describe("tools that nobody may use", () => {
  it.each([
    ["a name that stands twice", ["pay", "pay"]],
    ["names that differ by case", ["pay", "Pay"]],
    ["names that differ by case in a way of its own", ["straße", "STRASSE"]],
    ["names that differ by Unicode form", ["caf\u00e9", "cafe\u0301"]],
    ["names that differ by compatibility form", ["pay", "\uff50ay"]],
    ["names that differ by an invisible character", ["pay", "pa\u200by"]],
    ["names that differ by a kind of blank", ["pay now", "pay\u00a0now"]],
  ])("are all those with %s", (_case, pair) => {
    const catalogue = listed(...pair.map((name) => tool(name)), tool("read"));
    expect(names(catalogue)).toEqual(["read"]);
    for (const name of pair) expect(catalogue.definitionOf(name)).toBeUndefined();
    expect(new Set(catalogue.faults.map(({ name }) => name))).toEqual(new Set(pair));
  });

  it.each([
    ["a control character", "pay\u0007", "cannot be seen"],
    ["a bidirectional character", "pay\u202e", "cannot be seen"],
    ["a line break", "pay\n", "cannot be seen"],
    ["half a character", "pay\ud800", "cannot be seen"],
    ["the gateway's own prefix", "mcp:resources/read", "keeps for itself"],
    ["the gateway's own prefix in capitals", "MCP:resources/read", "keeps for itself"],
    ["the gateway's own prefix in wide letters", "\uff4dcp:resources/read", "keeps for itself"],
    ["a Cyrillic letter among Latin ones", "p\u0430y", "mixes alphabets"],
    ["no character", "", "is empty"],
    ["too many characters", "p".repeat(257), "longer than 256"],
  ])("are those whose name has %s", (_case, name, reason) => {
    const catalogue = listed(tool(name), tool("read"));
    expect(names(catalogue)).toEqual(["read"]);
    expect(reasons(catalogue)[0]).toContain(reason);
  });

  it("are those without a name, and those that are no objects", () => {
    const catalogue = new ToolCatalogue();
    catalogue.learn(undefined, { tools: [{ description: "x" }, 5, null, tool("read")] });
    expect(names(catalogue)).toEqual(["read"]);
    expect(reasons(catalogue)).toEqual(['"": it is listed twice']);
  });

  it("are those whose definition cannot be held", () => {
    const text = `{"tools":[{"name":"pay","__proto__":{"a":1}},{"name":"deep","x":${"[".repeat(70)}${"]".repeat(70)}},{"name":"read"}]}`;
    const catalogue = new ToolCatalogue();
    catalogue.learn(undefined, {}, text);
    expect(names(catalogue)).toEqual(["read"]);
    expect(reasons(catalogue)[0]).toContain('"pay": its definition cannot be held');
    expect(reasons(catalogue)[1]).toContain('"deep": its definition cannot be held');
  });

  it("may be written in any one alphabet, and in Chinese and Japanese beside Latin", () => {
    const fit = ["платёж", "支払い", "支払い_v2", "결제-api", "πληρωμή", "pay.now/v1 beta"];
    expect(names(listed(...fit.map((name) => tool(name))))).toEqual(fit);
  });
});

describe("the newest list", () => {
  it("counts where it says something else of a tool", () => {
    const catalogue = listed(tool("pay", "old"), tool("read"));
    const before = catalogue.definitionOf("pay");
    catalogue.learn(undefined, { tools: [tool("pay", "new"), tool("read")] });
    expect(catalogue.definitionOf("pay")?.definition).toMatchObject({ description: "new" });
    expect(catalogue.definitionOf("pay")?.digest).not.toBe(before?.digest);
  });

  it("takes a tool away that it leaves out, once it is known to its end", () => {
    const catalogue = listed(tool("pay"), tool("read"));
    catalogue.learn(undefined, { tools: [tool("read")], nextCursor: "2" });
    expect(catalogue.isComplete).toBe(false);
    expect(names(catalogue)).toEqual(["pay", "read"]);
    catalogue.learn("2", { tools: [tool("write")] });
    expect(catalogue.isComplete).toBe(true);
    expect(names(catalogue)).toEqual(["read", "write"]);
  });

  it("has a name twice that stands on two of its pages", () => {
    const catalogue = new ToolCatalogue();
    catalogue.learn(undefined, { tools: [tool("pay")], nextCursor: "2" });
    catalogue.learn("2", { tools: [tool("pay", "another"), tool("Read"), tool("write")] });
    expect(reasons(catalogue)).toEqual(['"pay": it is listed twice']);
  });

  it("may have a page of it asked for again", () => {
    const catalogue = new ToolCatalogue();
    catalogue.learn(undefined, { tools: [tool("pay")], nextCursor: "2" });
    catalogue.learn("2", { tools: [tool("read")] });
    catalogue.learn("2", { tools: [tool("read", "new")] });
    expect(names(catalogue)).toEqual(["pay", "read"]);
    expect(catalogue.definitionOf("read")?.definition).toMatchObject({ description: "new" });
  });

  it("may be asked for by two clients at once, each with cursors of its own", () => {
    const catalogue = new ToolCatalogue();
    catalogue.learn(undefined, { tools: [tool("pay")], nextCursor: "a" });
    catalogue.learn(undefined, { tools: [tool("pay")], nextCursor: "b" });
    catalogue.learn("a", { tools: [tool("read")] });
    expect(names(catalogue)).toEqual(["pay", "read"]);
    catalogue.learn("b", { tools: [tool("read")] });
    expect(names(catalogue)).toEqual(["pay", "read"]);
    catalogue.learn("a", { tools: [tool("read", "shown last")] });
    expect(catalogue.definitionOf("read")?.definition).toMatchObject({ description: "shown last" });
  });
});

describe("a list that cannot be read", () => {
  it.each([
    ["is none", {}, 'no "tools"'],
    ["has a cursor that is no text", { tools: [], nextCursor: 5 }, '"nextCursor" must be text'],
  ])("%s, and leaves no tool known", (_case, page, reason) => {
    const catalogue = listed(tool("pay"));
    expect(() => catalogue.learn(undefined, page)).toThrow(reason);
    expect(names(catalogue)).toEqual([]);
    expect(catalogue.isComplete).toBe(false);
  });

  it("says two things under one key", () => {
    const text = '{"tools":[{"name":"pay","description":"kind","description":"evil: \\": {"}]}';
    expect(() => new ToolCatalogue().learn(undefined, {}, text)).toThrow("a key stands twice");
  });

  it("leads back to one of its pages", () => {
    const catalogue = new ToolCatalogue();
    catalogue.learn(undefined, { tools: [tool("pay")], nextCursor: "2" });
    expect(() => catalogue.learn("2", { tools: [], nextCursor: "2" })).toThrow(ToolListFault);
    expect(names(catalogue)).toEqual([]);
  });

  it("has too many pages", () => {
    const catalogue = new ToolCatalogue();
    const endless = (): void => {
      for (let page = 0; page < 2000; page += 1)
        catalogue.learn(page === 0 ? undefined : `${page}`, {
          tools: [tool(`t${page}`)],
          nextCursor: `${page + 1}`,
        });
    };
    expect(endless).toThrow("more than 1000 pages");
  });

  it("has too many tools on pages that belong to no list", () => {
    const catalogue = new ToolCatalogue();
    const flood = (): void => {
      for (let page = 0; page < 20; page += 1)
        catalogue.learn(`x${page}`, {
          tools: Array.from({ length: 999 }, (_, index) => tool(`t${page}-${index}`)),
          nextCursor: "y",
        });
    };
    expect(flood).toThrow("more than 10000 tools");
  });

  it.each([
    ["too many tools", { tools: Array.from({ length: 10_001 }, () => 0) }],
    ["too many characters", { tools: [{ name: "pay", description: "x".repeat(17_000_000) }] }],
  ])("has %s on one page", (_case, page) => {
    expect(() => new ToolCatalogue().learn(undefined, page)).toThrow(ToolListFault);
  });
});
