import { describe, expect, it, vi } from "vitest";
import { SqlGrammar } from "./grammar.ts";

const library = (): Promise<typeof import("libpg-query")> => import("libpg-query");

describe("the SQL grammar", () => {
  it("is not asked before it is loaded", () => {
    expect(() => new SqlGrammar(library).parse("select 1")).toThrow(
      "the SQL grammar is not loaded yet; await capabilitySystem.ready() before the first decision",
    );
  });

  it("is loaded once, however many policies need it", async () => {
    const load = vi.fn<typeof library>(library);
    const grammar = new SqlGrammar(load);
    await Promise.all([grammar.load(), grammar.load()]);
    expect(grammar.load()).toBeUndefined();
    expect(load).toHaveBeenCalledOnce();
    expect(grammar.parse("select 1; select 2")).toHaveLength(2);
  });

  it("gives nothing for what is not SQL", async () => {
    const grammar = new SqlGrammar(library);
    await grammar.load();
    expect(grammar.parse("selec 1")).toBeUndefined();
  });

  it("says why it cannot be loaded, whenever it is asked", async () => {
    const grammar = new SqlGrammar(() => Promise.reject(new Error("no such file")));
    await expect(grammar.load()).rejects.toThrow("cannot load the SQL grammar: no such file");
    expect(() => grammar.parse("select 1")).toThrow("cannot load the SQL grammar: no such file");
    await expect(grammar.load()).rejects.toThrow("no such file");
  });

  it("is not trusted again after it has failed in a way that is not an answer", async () => {
    let traps = false;
    const parseSync = (): unknown => {
      if (traps) throw new RangeError("Maximum call stack size exceeded");
      return { stmts: [{}] };
    };
    const grammar = new SqlGrammar(async () => ({ loadModule: async () => undefined, parseSync }));
    await grammar.load();
    expect(grammar.parse("select 1")).toHaveLength(1);
    traps = true;
    expect(() => grammar.parse("select 1")).toThrow("failed and is not asked again");
    traps = false;
    expect(() => grammar.parse("select 1")).toThrow("failed and is not asked again");
  });
});
