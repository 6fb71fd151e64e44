import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { diffPolicies, type PolicyDiff } from "./diff.ts";

const diff = async (before: string, after: string): Promise<PolicyDiff> => {
  const [old, recent] = [before, after].map((text) => policy(text).document);
  if (old === undefined || recent === undefined) throw new TypeError("two policies");
  return diffPolicies(old, recent);
};

const limit = (keys: string, section = "deny"): string =>
  `${section}: [{ capability: pay.out, ${keys} }]\nallow: [pay]\n`;

const CALLS = "max_calls: { count: 20, per: 1h }";

describe("changes of limits", () => {
  it.each([
    ["a larger bound", "max_calls: { count: 21, per: 1h }", true],
    ["a smaller bound", "max_calls: { count: 19, per: 1h }", false],
  ])("say whether they loosen: %s", async (_name, keys, loosens) => {
    const { settings, changes, explored } = await diff(limit(CALLS), limit(keys));
    expect(settings).toMatchObject([{ key: "deny[0].max_calls", loosens }]);
    expect(settings[0]?.before).toBe("deny pay.out: at most 20 per 1h by actor");
    expect(changes).toEqual([]);
    expect(explored.gaps).toEqual([]);
  });

  it("are none where a limit is only written otherwise", async () => {
    const same = limit("id: x, max_calls: { per: 60m, count: 20, by: actor }");
    expect((await diff(limit(CALLS), same)).settings).toEqual([]);
  });

  it.each([
    ["the time", limit("max_calls: { count: 20, per: 2h }")],
    ["whose it is", limit("max_calls: { count: 20, per: 1h, by: [] }")],
    ["the section", limit(CALLS, "require_approval")],
    ["what else must hold", limit(`${CALLS}, tenant: x`)],
  ])("of %s are one limit less and another more", async (_name, after) => {
    const { settings } = await diff(limit(CALLS), after);
    expect(settings.map(({ loosens }) => loosens)).toEqual([true, false]);
  });

  it("loosen where a limit goes, unless a stricter one of the same calls stays", async () => {
    const none = "allow: [pay]\n";
    expect((await diff(limit(CALLS), none)).settings).toMatchObject([
      { after: undefined, loosens: true },
    ]);
    expect((await diff(none, limit(CALLS))).settings).toMatchObject([
      { before: undefined, loosens: false },
    ]);
    const two = `deny: [{ capability: pay.out, ${CALLS} }, { capability: pay.out, max_calls: { count: 30, per: 1h } }]\nallow: [pay]\n`;
    expect((await diff(two, limit(CALLS))).settings).toEqual([]);
  });

  it("show calls whose use nobody can tell", async () => {
    const after = limit("max_calls: { count: 20, per: 1h, by: tenant }");
    expect((await diff("allow: [pay]\n", after)).changes).toMatchObject([{ kind: "newly_denied" }]);
  });
});
