import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { candidateFor, type Candidate, type Rule } from "../rule.ts";
import { SectionsCache } from "./sections.ts";

const rules: readonly Rule[] =
  policy("deny: ['*', a.b, a.b.c]\nallow: ['a.*', x.y]\n").document?.rules ?? [];

const candidates = (capability: string): readonly Candidate[] =>
  rules
    .map((rule) => candidateFor(rule, capability.split("."), undefined))
    .filter((candidate) => candidate !== undefined);

const cache = (): SectionsCache =>
  new SectionsCache(rules, ({ reference }) => ({
    effect: "deny",
    reason: "policy_deny",
    warn: false,
    rule: reference,
    uncertain: [],
    policyDigest: "",
  }));

describe("SectionsCache", () => {
  it("makes sections once for capabilities that the same rules bear on", () => {
    const known = cache();
    const first = known.sectionsOf(candidates("x.one"), false);
    for (let index = 0; index < 1000; index += 1)
      expect(known.sectionsOf(candidates(`x.y${index}`), false)).toBe(first);
  });

  it("tells capabilities apart that other rules bear on, or the same rules otherwise", () => {
    const known = cache();
    const all = ["a.b.c", "a.b", "a.b.d", "a.x", "x.y", "z"].map((name) =>
      known.sectionsOf(candidates(name), false),
    );
    expect(new Set(all).size).toBe(all.length);
  });

  it("names the members of each section in the order of their rules", () => {
    const { deny, allow, approval } = cache().sectionsOf(candidates("a.b.c"), false);
    const names = (section: typeof deny): readonly (string | undefined)[] =>
      section.members.map(({ decision }) => decision.rule?.id);
    expect(names(deny)).toStrictEqual(["deny[0]", "deny[1]", "deny[2]"]);
    expect(names(allow)).toStrictEqual(["allow[0]"]);
    expect(names(approval)).toStrictEqual([]);
  });
});
