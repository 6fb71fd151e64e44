import { describe, expect, it } from "vitest";
import { ActionEvent } from "../../action/event.ts";
import type { JsonObject } from "../../encoding/json.ts";
import { LiteralIndex } from "../literals/literal-index.ts";
import { AmountKeys } from "./amount-keys.ts";
import { type DeclaredFields, EventView } from "./event-view.ts";

function view(payload: JsonObject, fields?: DeclaredFields): EventView {
  return new EventView(ActionEvent.create({ actor: "a", capability: "tool.run", payload }), {
    fields,
    shell: false,
    amountKeys: new AmountKeys(),
    environments: new Set(),
  });
}

describe("the texts of a payload", () => {
  it.each<[JsonObject, readonly string[]]>([
    [{}, []],
    [{ a: "x", b: { c: ["y", { d: "z" }] } }, ["x", "y", "z"]],
    [{ key: true, other: null }, []],
    [{ n: 5, m: -0.5, small: 1e-7 }, ["5", "-0.5", "1e-7"]],
    [{ argv: ["rm", "-rf"] }, ["rm", "-rf", "rm -rf"]],
    [{ argv: ["rm"] }, ["rm"]],
    [{ mixed: ["rm", 5] }, ["rm", "5"]],
    [{ nested: [["a", "b"], ["c"]] }, ["a", "b", "a b", "c"]],
  ])("of %j are %j", (payload, texts) => {
    expect(view(payload).texts).toStrictEqual(texts);
  });

  it("are those at the declared pointers where there are any", () => {
    const payload = { title: "t", body: ["a", "b"], other: "o" };
    expect(view(payload, { text: ["/title", "/body", "/none"] }).texts).toStrictEqual([
      "t",
      "a",
      "b",
      "a b",
    ]);
    expect(view(payload, { text: ["/none"] }).lacksDeclaredText).toBe(true);
    expect(view(payload, { text: ["/title"] }).lacksDeclaredText).toBe(false);
    expect(view({}, { amount: ["/a"] }).lacksDeclaredText).toBe(false);
  });

  it("are also read as a careful reader sees them, in addition to as they are", () => {
    const { spellings, lowerSpellings } = view({ a: "Plain", b: "ＦＵＬＬ\u200b" });
    expect(spellings).toStrictEqual(["Plain", "ＦＵＬＬ\u200b", "FULL"]);
    expect(lowerSpellings).toStrictEqual(["plain", "ｆｕｌｌ\u200b", "full"]);
  });
});

describe("a view", () => {
  const unfoldable = `x${"\u0301\u0316".repeat(20)}`;

  it("says whether some text was not read as a careful reader sees it", () => {
    expect(view({ a: "plain", b: unfoldable }).unfoldable).toBe(true);
    expect(view({ a: unfoldable }).spellings).toStrictEqual([unfoldable]);
    expect(view({ a: "plain", b: "é  é" }).unfoldable).toBe(false);
    expect(view({}).unfoldable).toBe(false);
  });

  it("folds only so much beyond ASCII in all texts together, and any amount of ASCII", () => {
    const half = `${"é".repeat(40_000)} `;
    expect(view({ a: half }).spellings).toHaveLength(2);
    expect(view({ a: half }).unfoldable).toBe(false);
    expect(view({ a: half, b: half }).spellings).toHaveLength(3);
    expect(view({ a: half, b: half }).unfoldable).toBe(true);
    expect(view({ a: "x  y".repeat(40_000), b: "é " }).unfoldable).toBe(false);
  });

  it("looks for the literals of one index once, and for those of another anew", () => {
    const one = view({ a: "alpha" });
    const [alpha, beta] = [
      new LiteralIndex(["alpha"], true),
      new LiteralIndex(["beta", "alpha"], true),
    ];
    const hits = one.literalHits(alpha);
    expect(one.literalHits(alpha)).toBe(hits);
    expect(hits.found).toStrictEqual([0]);
    expect(one.literalHits(beta).found).toStrictEqual([1]);
  });

  it("reads the shell command once, where the policy says it is", () => {
    const one = view({ line: "ls a", command: "cat b" }, { command: ["/line"] });
    expect(one.shell).toBe(one.shell);
    expect(one.shell.commands).toStrictEqual([["ls", "a"]]);
    expect(view({ command: "cat b" }).shell.commands).toStrictEqual([["cat", "b"]]);
  });
});

describe("the amounts of a payload", () => {
  it("are read once", () => {
    const one = view({ amount: 5 });
    expect(one.amounts).toBe(one.amounts);
    expect(one.amounts).toMatchObject({ candidates: [5], unreadable: false });
  });
});

describe("a reading that several rules share", () => {
  it("is made once, and is there for those who only want to know whether it was made", () => {
    const one = view({ a: "x" });
    let made = 0;
    const count = (): number => (made += 1);
    expect(one.made(count)).toBeUndefined();
    expect([one.once(count), one.once(count), one.made(count)]).toStrictEqual([1, 1, 1]);
    expect(made).toBe(1);
  });
});
