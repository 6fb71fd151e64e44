import { describe, expect, it } from "vitest";
import { ActionEvent } from "../../action/event.ts";
import type { JsonObject } from "../../encoding/json.ts";
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
