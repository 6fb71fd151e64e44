import { describe, expect, it } from "vitest";
import samples from "../../../fixtures/section-samples.json" with { type: "json" };
import { policy } from "../../../test/judge.ts";
import { Random } from "../../../test/random.ts";
import { ActionEvent } from "../../action/event.ts";
import type { Json, JsonObject } from "../../encoding/json.ts";
import { AmountKeys } from "../payload/amount-keys.ts";
import type { Decision } from "../decision.ts";
import { type CapabilityFacts, type DeclaredFields, EventView } from "../payload/event-view.ts";
import { candidateFor, evaluateCandidate } from "../rule.ts";
import { isShellCapability } from "../shell/reading.ts";
import { TRUE, UNCERTAIN } from "../truth.ts";
import { indexLiterals } from "./literal-group.ts";
import { Finding, type Member } from "./member.ts";
import { SectionIndex } from "./section-index.ts";

type Side = "deny" | "allow";

const DECISION: Decision = {
  effect: "deny",
  reason: "policy_deny",
  warn: false,
  rule: undefined,
  uncertain: [],
  policyDigest: "",
};

const AMOUNTS: readonly Json[] = samples.amounts;

function randomRule(random: Random): string {
  const literal = (): string => JSON.stringify(random.pick(samples.literals));
  const comparison = random.pick(["amount_gt", "amount_gte", "amount_lt", "amount_lte"]);
  const keys = new Map<string, string>();
  const pattern = random.pick([
    "t.run",
    "shell.run",
    "t",
    "shell",
    "*",
    "*.run",
    "shell.run.x",
    "t.run.x",
  ]);
  keys.set("capability", JSON.stringify(pattern));
  const kinds = random.pick([
    ["amount"],
    ["literal"],
    ["amount", "literal"],
    ["other", "literal"],
    ["other", "amount"],
    ["other"],
  ]);
  if (kinds.includes("amount")) keys.set(comparison, random.pick(samples.bounds));
  if (kinds.includes("literal")) {
    const key = random.pick(["contains", "contains", "match_keywords"]);
    keys.set(key, `[${random.many(1, 3, literal).join(", ")}]`);
  }
  if (kinds.includes("other"))
    keys.set(
      ...random.pick<[string, string]>([
        ["tenant", "x"],
        ["actor", "agent"],
        ["actor", "nobody"],
        ["match_regex", "'[ab]$'"],
      ]),
    );
  return `{ ${[...keys].map((entry) => entry.join(": ")).join(", ")} }`;
}

function randomPayload(random: Random): JsonObject {
  const payload: Record<string, Json> = {};
  const text = (): string => random.pick(random.below(2) === 0 ? samples.commands : samples.texts);
  const kinds = random.many(0, 3, () => random.below(8));
  for (const kind of kinds) {
    if (kind < 3) payload["command"] = text();
    else if (kind === 3) payload[random.pick(["note", "cmd", "line"])] = text();
    else if (kind === 4) payload["argv"] = random.many(0, 3, text);
    else if (kind === 5) payload["amount"] = random.pick(AMOUNTS);
    else if (kind === 6)
      payload["items"] = random.many(0, 3, () => ({ price: random.pick(AMOUNTS) }));
    else payload["deep"] = { total: random.pick(AMOUNTS), x: [text(), 5] };
  }
  return payload;
}

const FIELDS: readonly (DeclaredFields | undefined)[] = [
  undefined,
  undefined,
  undefined,
  { text: ["/note"] },
  { command: ["/cmd"] },
  { amount: ["/amount", "/deep"] },
];

function randomMembers(random: Random, side: Side, capability: string): readonly Member[] {
  const count = random.pick([1, 3, 9, 25]);
  const rules = Array.from({ length: count }, () => randomRule(random));
  const { document } = policy(`${side}:\n${rules.map((rule) => `  - ${rule}\n`).join("")}`);
  return (document?.rules ?? [])
    .map((rule) => candidateFor(rule, capability.split("."), undefined))
    .filter((candidate) => candidate !== undefined)
    .map((candidate, place) => ({ candidate, place, decision: DECISION }));
}

/** What asking every member in turn finds. */
function askEach(members: readonly Member[], view: EventView): string {
  const truths = members.map(({ candidate }) => evaluateCandidate(candidate, view));
  const certain = truths.indexOf(TRUE);
  return certain >= 0 ? `certain ${certain}` : `uncertain ${truths.indexOf(UNCERTAIN)}`;
}

function lookUp(index: SectionIndex, view: EventView): string {
  const { certain, uncertain } = index.find(view, new Finding());
  return certain === undefined ? `uncertain ${uncertain?.place ?? -1}` : `certain ${certain.place}`;
}

describe.each<Side>(["deny", "allow"])("SectionIndex of %s rules", (side) => {
  it("finds what asking every member in turn finds", () => {
    const random = new Random(side === "deny" ? 2026 : 1984);
    const seen = new Map<string, number>();
    for (let run = 0; run < 400; run += 1) {
      const capability = random.pick(["t.run", "shell.run", "shell.run.x"]);
      const members = randomMembers(random, side, capability);
      const foreign = randomMembers(random, "deny", capability);
      const others = random.below(2) === 0 ? [] : foreign;
      const shell = isShellCapability(capability.split("."));
      const shared = indexLiterals([...others, ...members], shell);
      const index = new SectionIndex(members, side === "deny", shared);
      const facts: CapabilityFacts = {
        fields: random.pick(FIELDS),
        shell,
        amountKeys: new AmountKeys(),
        environments: new Set(),
      };
      for (let round = 0; round < 30; round += 1) {
        const payload = randomPayload(random);
        const event = ActionEvent.create({ actor: "agent", capability, payload });
        const found = lookUp(index, new EventView(event, facts));
        const asked = askEach(members, new EventView(event, facts));
        const rules = members.map(({ candidate }) => JSON.stringify(candidate.rule.meaning));
        const call = JSON.stringify({ capability, payload, fields: facts.fields });
        expect(found, `${call}\n${rules.join("\n")}`).toBe(asked);
        const kind = asked.replace(/\d+$/, "");
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }
    }
    // Every outcome is well represented, or the test would show little.
    expect(
      Math.min(...["certain ", "uncertain "].map((kind) => seen.get(kind) ?? 0)),
    ).toBeGreaterThan(1000);
  });
});
