import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { Random } from "../../../test/random.ts";
import { ActionEvent, type ActionEventInput } from "../../action/event.ts";
import type { Decision, Section } from "../decision.ts";

type Truth = "true" | "uncertain" | "false";

interface SlowRule {
  readonly section: Section;
  readonly pattern: readonly string[];
  readonly environment?: string;
  readonly tenant?: string;
  readonly amount_gt?: number;
  readonly contains?: string;
}

const ENVIRONMENTS = ["production", "staging", "test", "development"];

/** Kleene's AND. */
function all(truths: readonly Truth[]): Truth {
  if (truths.includes("false")) return "false";
  return truths.includes("uncertain") ? "uncertain" : "true";
}

function covers(pattern: readonly string[], capability: string): Truth {
  const request = capability.split(".");
  if (
    pattern.some(
      (part, place) => request[place] !== undefined && part !== "*" && part !== request[place],
    )
  )
    return "false";
  return request.length < pattern.length ? "uncertain" : "true";
}

const truth = (holds: boolean): Truth => (holds ? "true" : "false");

/** The policy language, read slowly and literally, for the few conditions that are made up here. */
class SlowPolicy {
  readonly #rules: readonly SlowRule[];
  readonly #risks: Readonly<Record<string, string>>;

  constructor(rules: readonly SlowRule[], risks: Readonly<Record<string, string>>) {
    this.#rules = rules;
    this.#risks = risks;
  }

  decide(event: ActionEvent): string {
    const of = (section: Section): readonly [string, Truth][] =>
      this.#rules
        .filter((rule) => rule.section === section)
        .map((rule, index) => [`${section}[${index}]`, this.#judge(rule, event)]);
    const first = (section: Section, wanted: Truth): string | undefined =>
      of(section).find(([, found]) => found === wanted)?.[0];
    const deny = first("deny", "true") ?? first("deny", "uncertain");
    if (deny !== undefined) return `deny ${deny}`;
    const approval = first("require_approval", "true");
    if (approval !== undefined) return `require_approval ${approval}`;
    const risk = event.context.risk ?? "none";
    const level = Object.hasOwn(this.#risks, risk) ? this.#risks[risk] : undefined;
    if (level === "deny" || level === "require_approval") return `${level} risk_levels.${risk}`;
    const allowed = first("allow", "true") ?? first("warn", "true");
    if (allowed === undefined) return "deny nothing";
    const asked = first("require_approval", "uncertain");
    if (asked !== undefined) return `require_approval ${asked}`;
    const warned = first("warn", "true") ?? first("warn", "uncertain");
    return `allow ${allowed}${level === "warn" || warned !== undefined ? " warn" : ""}`;
  }

  #judge(rule: SlowRule, event: ActionEvent): Truth {
    const restricts = rule.section === "deny" || rule.section === "require_approval";
    const names = [
      event.capability,
      ...(restricts && event.alias !== undefined ? [event.alias] : []),
    ];
    const covered = names.map((name) => covers(rule.pattern, name));
    const best = covered.includes("true")
      ? "true"
      : covered.includes("uncertain")
        ? "uncertain"
        : "false";
    const concrete = rule.pattern[0] !== "*" && rule.pattern[1] !== "*";
    const absent: Truth = concrete ? "uncertain" : "false";
    return all([best, ...this.#conditions(rule, event, restricts, absent)]);
  }

  *#conditions(
    rule: SlowRule,
    event: ActionEvent,
    restricts: boolean,
    absent: Truth,
  ): Iterable<Truth> {
    const { environment, tenant, amount_gt: bound, contains } = rule;
    const { amount } = event.payload as { amount?: number };
    const texts = Object.values(event.payload).map(String);
    if (environment !== undefined) {
      const named = [...ENVIRONMENTS, ...this.#rules.map((other) => other.environment)];
      const known = event.environment !== undefined && named.includes(event.environment);
      yield event.environment === environment ? "true" : known ? "false" : "uncertain";
    }
    if (tenant !== undefined)
      yield event.context.tenant === undefined
        ? "uncertain"
        : truth(event.context.tenant === tenant);
    if (bound !== undefined) yield amount === undefined ? absent : truth(amount > bound);
    if (contains === undefined) return;
    if (restricts) yield truth(texts.some((text) => text.toLowerCase().includes(contains)));
    else if (texts.length === 0) yield absent;
    else yield truth(texts.every((text) => text.toLowerCase().includes(contains)));
  }
}

function randomRule(random: Random, section: Section): SlowRule {
  const maybe = (name: string, values: readonly unknown[]): object =>
    random.below(4) === 0 ? { [name]: random.pick(values) } : {};
  return {
    section,
    pattern: random.many(1, 3, () => random.pick(["a", "b", "c", "a", "b", "*", "production"])),
    ...maybe("environment", ["production", "test", "qa"]),
    ...maybe("tenant", ["x", "y"]),
    ...maybe("amount_gt", [10, 100, 1000]),
    ...maybe("contains", ["x", "xy", "1", "yes"]),
  };
}

function written({ section: _section, pattern, ...conditions }: SlowRule): string {
  const lines = Object.entries({ capability: pattern.join("."), ...conditions });
  return `{ ${lines.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ")} }`;
}

function randomCall(random: Random): ActionEventInput {
  const segment = (): string => random.pick(["a", "b", "c"]);
  const maybe = (name: string, values: readonly unknown[]): object =>
    random.below(2) === 0 ? { [name]: random.pick(values) } : {};
  const asked = random.pick<object>([
    { capability: segment() },
    { capability: `${segment()}.${segment()}` },
    { capability: `${segment()}.${segment()}.${segment()}` },
    { resource: segment(), action: segment() },
    { resource: `${segment()}.${segment()}`, action: segment() },
  ]);
  return {
    actor: "agent",
    ...asked,
    ...maybe("environment", ["production", "staging", "qa", "prod"]),
    ...maybe("tenant", ["x", "z"]),
    ...maybe("risk", ["low", "high", "odd"]),
    payload: {
      ...maybe("amount", [1, 10, 11, 5000]),
      ...maybe("note", ["yes x", "XY", "none", "1"]),
    },
  };
}

function brief({ effect, warn, rule }: Decision): string {
  return `${effect} ${rule?.id ?? "nothing"}${warn ? " warn" : ""}`;
}

const SECTIONS: readonly Section[] = ["deny", "require_approval", "warn", "allow"];

describe("the engine", () => {
  it("decides as the policy language says, read slowly and literally", () => {
    const random = new Random(555);
    const seen = new Map<string, number>();
    for (let run = 0; run < 500; run += 1) {
      const weights = {
        deny: 3,
        require_approval: 3,
        warn: 2,
        allow: 8,
        ...random.pick([{}, { deny: 15, allow: 25 }]),
      };
      const rules = SECTIONS.flatMap((section) =>
        random.many(0, weights[section as keyof typeof weights], () => randomRule(random, section)),
      );
      const risks = {
        high: random.pick(["deny", "require_approval", "warn", "allow"]),
        low: "allow",
      };
      const sections = SECTIONS.map(
        (section) =>
          `${section}: [${rules
            .filter((rule) => rule.section === section)
            .map(written)
            .join(", ")}]`,
      );
      const text = [...sections, `risk_levels: ${JSON.stringify(risks)}`].join("\n");
      const fast = policy(text);
      const slow = new SlowPolicy(rules, risks);
      for (let call = 0; call < 20; call += 1) {
        const event = ActionEvent.create(randomCall(random));
        const expected = slow.decide(event);
        const found = brief(fast.decide(event));
        expect(found, `${JSON.stringify(event)} under\n${text}`).toBe(expected);
        const [effect = ""] = expected.split(" ");
        seen.set(effect, (seen.get(effect) ?? 0) + 1);
      }
    }
    for (const effect of ["allow", "deny", "require_approval"])
      expect(seen.get(effect) ?? 0).toBeGreaterThan(500);
  });
});
