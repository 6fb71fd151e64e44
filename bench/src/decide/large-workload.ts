import { Random } from "../random.ts";
import { type MakeRequest, mixRequests } from "./requests.ts";
import type { Effect, Request, Rule, Workload } from "./rule.ts";

const ENVIRONMENTS = ["production", "staging"];
const WORDS: readonly string[] =
  "Deploy report --region eu-west --target cluster Batch --dry-run nightly queue".split(" ");

/** The sections of each ten rules; the last two are bounds on the amount, the others look for a text. */
const SECTIONS: readonly Effect[] = [
  ...(["deny", "deny", "deny", "require_approval", "require_approval"] as const),
  ...(["allow", "allow", "allow", "require_approval", "allow"] as const),
];
const TEXT_RULES = 8;
/** The places that also carry an environment. */
const WITH_ENVIRONMENT: readonly number[] = [1, 4, 6, 7];
/** No bound below allows this much, and no bound above asks for approval. */
const LIMIT = 1000;

/**
 * Policies of any size: ten rules to a resource (`spread`), or all of them on one (`concentrated`).
 *
 * Bounds on amounts are written for any action of the resource. Half of the questions hit a rule (a quarter
 * of them a deny, a quarter an approval, half an allow); of those denied by default, half ask for a resource
 * nothing names, and for the other half no condition holds.
 */
export function largeWorkload(
  shape: "spread" | "concentrated",
  size: number,
  count: number,
): Workload {
  const random = new Random(size);
  const resources = shape === "spread" ? size / SECTIONS.length : 1;
  const rules = Array.from({ length: size }, (_, index) => makeRule(random, index, resources));
  const hits = (["deny", "require_approval", "allow", "allow"] as const).map((section) => {
    const own = rules.filter((rule) => rule.section === section);
    return (): Request => hit(random, random.pick(own));
  });
  const unknown: MakeRequest = () => miss(random, `other${random.below(size)}`);
  const known: MakeRequest = () => miss(random, random.pick(rules).resource);
  const kinds = [...hits, unknown, known, unknown, known];
  return { rules, requests: mixRequests(kinds, count, random) };
}

function makeRule(random: Random, index: number, resources: number): Rule {
  const place = index % SECTIONS.length;
  const section = SECTIONS[place] as Effect;
  const resource = `service${Math.floor(index / SECTIONS.length) % resources}`;
  if (place >= TEXT_RULES) {
    const bound = random.below(LIMIT);
    const amount = section === "allow" ? { amountUpTo: bound } : { amountAbove: LIMIT + bound };
    return { section, resource, action: "*", ...amount };
  }
  const rule = { section, resource, action: "run", contains: `task-${index}x` };
  if (!WITH_ENVIRONMENT.includes(place)) return rule;
  return { ...rule, environment: random.pick(ENVIRONMENTS) };
}

function hit(random: Random, rule: Rule): Request {
  const { resource, environment = random.pick(ENVIRONMENTS) } = rule;
  if (rule.contains !== undefined)
    return make(resource, environment, {
      command: `${words(random)} ${rule.contains} ${random.pick(WORDS)}`,
    });
  const amount = rule.amountUpTo ?? (rule.amountAbove ?? 0) + 1 + random.below(LIMIT);
  return make(resource, environment, { amount });
}

function miss(random: Random, resource: string): Request {
  const command = `${words(random)} ${random.pick(WORDS)} ${random.pick(WORDS)}`;
  const others = [{ amount: LIMIT - 0.5 }, { amount: "abc" }, {}];
  const payload = random.next() < 0.75 ? { command } : random.pick(others);
  return make(resource, random.pick(ENVIRONMENTS), payload);
}

function words(random: Random): string {
  return `${random.pick(WORDS)} ${random.pick(WORDS)}-${random.below(100)}`;
}

function make(resource: string, environment: string, payload: Request["payload"]): Request {
  return { actor: "agent", resource, action: "run", environment, payload };
}
