import { expect, it } from "vitest";
import type { Effect } from "./examined-tool.ts";
import { mayAct, meansToAct, riskOf } from "./risk.ts";

it.each<[Effect[], string]>([
  [["read", "execute"], "critical"],
  [["delete"], "high"],
  [["money", "read"], "high"],
  [["write", "network"], "high"],
  [["message", "secret"], "high"],
  [["write", "filesystem"], "medium"],
  [["message"], "medium"],
  [["read", "network"], "medium"],
  [["read", "secret"], "medium"],
  [["read", "filesystem"], "low"],
  [["read"], "low"],
  [["filesystem"], "medium"],
  [[], "medium"],
])("holds %j for %s", (effects, risk) => {
  expect(riskOf(new Set(effects))).toBe(risk);
});

it("takes a tool that nobody understands for one that may act, though it does not say so", () => {
  expect([mayAct(new Set()), meansToAct(new Set())]).toEqual([true, false]);
  expect(mayAct(new Set<Effect>(["read"]))).toBe(false);
});
