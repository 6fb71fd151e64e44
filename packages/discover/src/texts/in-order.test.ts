import { describe, expect, it } from "vitest";
import { inOrder } from "./in-order.ts";

describe("inOrder", () => {
  const find = inOrder("ignore|forget", 10, "all", 10, "rules?");

  it("finds words in their order and quotes them", () => {
    expect(find("then forget about all the rules now")).toBe("forget about all the rules");
  });

  it.each([
    ["another order", "all rules: ignore"],
    ["a gap that is too wide", "ignore what is written and all rules"],
    ["a part of a word", "ignored all rules"],
    ["another sentence", "ignore. | all rules"],
    ["one word less", "ignore rules"],
  ])("does not find them with %s", (_, text) => {
    expect(find(text)).toBeUndefined();
  });

  it("finds the way that fits where a word comes several times", () => {
    expect(find("forget it; ignore nothing at all of that and ignore all rules")).toBe(
      "ignore all rules",
    );
  });

  it("takes time by the length of the text alone", () => {
    const began = performance.now();
    find("ignore all ".repeat(20_000));
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
