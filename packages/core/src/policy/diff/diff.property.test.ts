import { describe, expect, it } from "vitest";
import { runs } from "../../../test/assurance/assurance-runs.ts";
import { policy } from "../../../test/judge.ts";
import { Random } from "../../../test/random.ts";
import { ActionEvent, type ActionEventInput } from "../../action/event.ts";
import type { CapabilitySystem } from "../capability-system.ts";
import type { PolicyDocument } from "../document/document.ts";
import { changeKind, groupOf } from "./change.ts";
import { diffPolicies } from "./diff.ts";

const SECTIONS = ["deny", "require_approval", "warn", "allow"];

function randomRule(random: Random): string {
  const maybe = (name: string, values: readonly unknown[], odds: number): object =>
    random.below(odds) === 0 ? { [name]: random.pick(values) } : {};
  const segments = random.many(1, 4, () => random.pick(["a", "b", "a", "b", "*", "production"]));
  return JSON.stringify({
    capability: segments.join("."),
    ...maybe("environment", ["production", "test", "qa", "q*"], 4),
    ...maybe("tenant", ["x", "y"], 8),
    ...maybe("amount_gt", [10, 20, "10.5"], 4),
    ...maybe("amount_lte", [10, 20], 5),
    ...maybe("contains", ["x", "xy"], 6),
    ...maybe("args", [{ "/to": "me" }, { "/to": { in: ["me", "you"] } }], 6),
    ...maybe("only_args", [["amount"], ["amount", "to"]], 8),
  });
}

function randomPolicy(random: Random, rules: readonly (readonly [string, string])[]): string {
  const lines = SECTIONS.map((section) => {
    const own = rules.filter(([name]) => name === section).map(([, rule]) => rule);
    return `${section}: [${own.join(", ")}]`;
  });
  const high = random.pick(["deny", "require_approval", "warn", "allow"]);
  return [...lines, ...(random.below(3) === 0 ? [`risk_levels: { high: ${high} }`] : [])].join(
    "\n",
  );
}

/** Every call of a small world. */
function* everyCall(): Generator<ActionEventInput> {
  const names = ["a", "b", "c"];
  const asked = [
    ...names.map((one) => ({ capability: one })),
    ...names.flatMap((one) => names.map((two) => ({ capability: `${one}.${two}` }))),
    { capability: "a.b.production" },
    { capability: "a.a.b.c" },
    { capability: "b.a.a.production" },
    { resource: "a.b", action: "a" },
    { resource: "b.a", action: "production" },
    { resource: "a.a.c", action: "b" },
  ];
  const amounts = [undefined, 5, 10, 10.2, 15, 20, 25, -15, "many"];
  for (const one of asked)
    for (const environment of [undefined, "production", "test", "qa", "nowhere"])
      for (const amount of amounts)
        for (const [tenant, risk] of [[], ["x"], ["z", "high"], [undefined, "high"]])
          for (const rest of [{}, { note: "xy" }, { to: "you" }, { to: "me", note: "z" }])
            yield {
              actor: "someone",
              ...one,
              ...(environment === undefined ? {} : { environment }),
              ...(tenant === undefined ? {} : { tenant }),
              ...(risk === undefined ? {} : { risk }),
              payload: { ...(amount === undefined ? {} : { amount }), ...rest },
            };
}

const documentOf = (system: CapabilitySystem): PolicyDocument => {
  if (system.document === undefined) throw new TypeError("nothing loaded");
  return system.document;
};

describe("the difference of two policies", () => {
  const events = [...everyCall()].map((call) => ActionEvent.create(call));

  it.each(Array.from({ length: runs(30, 300).numRuns }, (_, seed) => seed))(
    "misses nothing that exhaustive enumeration finds, and shows only what is so (seed %i)",
    async (seed) => {
      const random = new Random(seed);
      const rules = random.many(2, 7, () => [random.pick(SECTIONS), randomRule(random)] as const);
      const changed = rules.map((rule) =>
        random.below(3) === 0 ? ([random.pick(SECTIONS), randomRule(random)] as const) : rule,
      );
      const texts = [rules, changed].map((list) => randomPolicy(random, list));
      const [before, after] = texts.map(policy);
      if (before === undefined || after === undefined) throw new TypeError("two policies");
      const { changes } = await diffPolicies(documentOf(before), documentOf(after));
      const found = new Set<string>();
      for (const change of changes) {
        const event = ActionEvent.create(change.witness);
        expect(before.decide(event)).toEqual(change.before);
        expect(after.decide(event)).toEqual(change.after);
        expect(changeKind(change.before, change.after)).toBe(change.kind);
        found.add(groupOf(change.before, change.after));
      }
      for (const event of events) {
        const decisions = [before, after].map((system) => system.decide(event));
        const [one, other] = decisions;
        if (one === undefined || other === undefined || changeKind(one, other) === undefined)
          continue;
        const group = groupOf(one, other);
        expect(found, `${JSON.stringify(event)} under\n${texts.join("\n---\n")}`).toContain(group);
      }
    },
  );
});
