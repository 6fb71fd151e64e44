import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { Random } from "../../../test/random.ts";
import { candidateFor, type Rule } from "../rule.ts";
import { CapabilityIndex } from "./capability-index.ts";

const SECTIONS = ["deny", "require_approval", "warn", "allow"] as const;

function randomRules(random: Random): readonly Rule[] {
  const pattern = (): string =>
    random.many(1, 4, () => random.pick(["a", "b", "c", "*"])).join(".");
  const lines = SECTIONS.map((section) => {
    const rules = random.many(0, 8, () => {
      const patterns = random.many(1, 3, pattern).map((text) => `"${text}"`);
      return `{ capability: [${patterns.join(", ")}] }`;
    });
    return `${section}: [${rules.join(", ")}]`;
  });
  return policy(lines.join("\n")).document?.rules ?? [];
}

describe("CapabilityIndex", () => {
  it("finds the same candidates as asking every rule, in the same order", () => {
    const random = new Random(11);
    const request = (): string =>
      random.many(1, 4, () => random.pick(["a", "b", "c", "d"])).join(".");
    let found = 0;
    for (let run = 0; run < 300; run += 1) {
      const rules = randomRules(random);
      const index = new CapabilityIndex(rules);
      for (let call = 0; call < 20; call += 1) {
        const capability = request();
        const alias = random.below(2) === 0 ? undefined : request();
        const expected = rules
          .map((rule) => candidateFor(rule, capability.split("."), alias?.split(".")))
          .filter((candidate) => candidate !== undefined);
        expect(index.candidates(capability, alias)).toStrictEqual(expected);
        found += expected.length;
      }
    }
    expect(found).toBeGreaterThan(10_000);
  });

  it("does not look at rules that cannot bear on a capability", () => {
    const rules = policy(
      `deny: [${Array.from({ length: 20_000 }, (_, index) => `x${index}.y`).join(", ")}]`,
    ).document?.rules;
    const index = new CapabilityIndex(rules ?? []);
    const started = performance.now();
    for (let run = 0; run < 4000; run += 1)
      expect(index.candidates("x7.y", undefined)).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
