import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { Random } from "../../../test/random.ts";
import { ActionEvent } from "../../action/event.ts";
import type { Json } from "../../encoding/json.ts";
import type { Decision, Section } from "../decision.ts";
import type { Explanation, RuleExplanation, TruthName } from "./explanation.ts";

interface Samples {
  readonly literals: readonly string[];
  readonly commands: readonly string[];
  readonly texts: readonly string[];
  readonly amounts: readonly Json[];
  readonly bounds: readonly string[];
}

const samples = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../fixtures/section-samples.json"), "utf8"),
) as Samples;
const SECTIONS: readonly Section[] = ["deny", "require_approval", "warn", "allow"];

function randomRule(random: Random): string {
  const conditions = random.many(0, 2, () =>
    random.pick([
      () => `contains: ${JSON.stringify(random.pick(samples.literals))}`,
      () => `amount_${random.pick(["gt", "lte"])}: ${random.pick(samples.bounds)}`,
      () => `environment: ${random.pick(["production", "test"])}`,
      () => `user_role: ${random.pick(["ops", "guest"])}`,
      () => `match_regex: "^[a-m]"`,
      () => `currency: ${random.pick(["USD", "EUR"])}`,
      () => `args: { "/amount": ${random.pick(["5", '"5"', "{ gt: 5 }"])} }`,
      () => `table: ${random.pick(["users", "public.logs"])}`,
      () => `only_args: [command, amount]`,
      () => `caller_depth_gt: 1`,
    ])(),
  );
  const capability = random.pick(["shell.execute", "tool.run", "'*'", "tool.run.production"]);
  const unique = new Map(conditions.map((text) => [text.split(":")[0], text]));
  return `{ ${[`capability: ${capability}`, ...unique.values()].join(", ")} }`;
}

function randomEvent(random: Random): ActionEvent {
  const maybe = (name: string, value: unknown): object =>
    random.below(2) === 0 ? { [name]: value } : {};
  return ActionEvent.create({
    actor: "agent",
    capability: random.pick(["shell.execute", "tool.run"]),
    ...maybe("environment", random.pick(["production", "test", "prod"])),
    ...maybe("userRole", random.pick(["ops", "guest", "other"])),
    ...maybe("callerDepth", random.below(4)),
    ...maybe("risk", random.pick(["high", "low"])),
    payload: {
      ...maybe("command", random.pick(samples.commands)),
      ...maybe("note", random.pick(samples.texts)),
      ...maybe("amount", random.pick(samples.amounts)),
      ...maybe("currency", random.pick(["USD", "usd", "$"])),
      ...maybe("table", random.pick(["users", "logs", '"Users"'])),
    },
  });
}

/** The order of decision in the policy language, read over the truths that an explanation shows. */
function decisionOver(rules: readonly RuleExplanation[], level: string | undefined): string {
  const first = (section: Section, truth: TruthName): string | undefined =>
    rules.find(({ rule, truth: found }) => rule.section === section && found === truth)?.rule.id;
  const deny = first("deny", "true") ?? first("deny", "uncertain");
  if (deny !== undefined) return `deny ${deny}`;
  const approval = first("require_approval", "true");
  if (approval !== undefined) return `require_approval ${approval}`;
  if (level !== undefined) return `require_approval ${level}`;
  const allowed = first("allow", "true") ?? first("warn", "true");
  if (allowed === undefined) return "deny nothing";
  const asked = first("require_approval", "uncertain");
  return asked === undefined ? `allow ${allowed}` : `require_approval ${asked}`;
}

function brief({ effect, rule }: Decision): string {
  return `${effect} ${rule?.id ?? "nothing"}`;
}

/** What the named rule decides without the others; an uncertain approval asks only where something allows. */
function decideAlone(
  decision: Decision,
  rules: ReadonlyMap<Section, readonly string[]>,
  event: ActionEvent,
): Decision {
  const { rule, uncertain } = decision;
  if (rule === undefined || rule.section === "risk_levels") return decision;
  const written = rules.get(rule.section)?.[Number(/\d+/.exec(rule.id)?.[0])] ?? "";
  const asks = rule.section === "require_approval" && uncertain.length > 0;
  const sections = [`${rule.section}: [${written}]`, ...(asks ? ["allow: ['*']"] : [])];
  return policy(["environments: [production, test]", ...sections].join("\n")).decide(event);
}

function expectSound({ rules, decision }: Explanation): void {
  const conditions = rules.flatMap((rule) => rule.conditions);
  for (const { truth, doubt } of conditions)
    expect(doubt !== undefined && doubt !== "").toBe(truth === "uncertain");
  for (const { truth, covers, conditions: own } of rules) {
    const all: readonly TruthName[] = [covers, ...own.map((one) => one.truth)];
    const joined = all.includes("false")
      ? "false"
      : all.includes("uncertain")
        ? "uncertain"
        : "true";
    expect(truth).toBe(joined);
  }
  const named = decision.rule !== undefined && decision.rule.section !== "risk_levels";
  expect(rules.filter(({ decides }) => decides)).toHaveLength(named ? 1 : 0);
}

describe("an explanation", () => {
  it("shows what the engine decides, and the named rule alone decides the same", () => {
    const random = new Random(20_26);
    const seen = new Map<string, number>();
    for (let run = 0; run < 250; run += 1) {
      const rules = new Map(
        SECTIONS.map((section) => [
          section,
          random.many(0, section === "deny" ? 1 : 3, () => randomRule(random)),
        ]),
      );
      const text = [...rules]
        .map(([section, own]) => `${section}: [${own.join(", ")}]`)
        .concat("environments: [production, test]", "risk_levels: { high: require_approval }")
        .join("\n");
      const system = policy(text);
      for (let call = 0; call < 12; call += 1) {
        const event = randomEvent(random);
        const explanation = system.explain(event);
        const { decision } = explanation;
        const level = event.context.risk === "high" ? "risk_levels.high" : undefined;
        const again = decideAlone(decision, rules, event);
        expect(
          {
            decision,
            overTruths: decisionOver(explanation.rules, level),
            alone: [again.effect, again.uncertain],
          },
          `${JSON.stringify(event)} under\n${text}`,
        ).toStrictEqual({
          decision: system.decide(event),
          overTruths: brief(decision),
          alone: [decision.effect, decision.uncertain],
        });
        expectSound(explanation);
        const kind = `${decision.effect}${decision.uncertain.length > 0 ? " uncertain" : ""}`;
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }
    }
    for (const kind of ["allow", "deny", "deny uncertain", "require_approval uncertain"])
      expect(seen.get(kind)).toBeGreaterThan(20);
  });
});
