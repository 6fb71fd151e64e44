import { Random } from "../random.ts";
import { type MakeRequest, mixRequests } from "./requests.ts";
import type { Request, Rule, Workload } from "./rule.ts";

/** The policy that the first examples of CapFence print. */
const RULES: readonly Rule[] = [
  { section: "deny", resource: "shell", action: "execute", contains: "rm -rf" },
  { section: "require_approval", resource: "payments", action: "transfer", amountAbove: 1000 },
  { section: "allow", resource: "shell", action: "execute" },
  { section: "allow", resource: "payments", action: "transfer", amountUpTo: 1000 },
];

// Plain commands: for others CapFence reads the shell's grammar, which no peer does.
const PLAIN_COMMANDS = ["git status --short", "ls -la /srv/data", "pnpm test", "cat README.md"];
const OTHER_COMMANDS = ['git commit -m "mend it"', "ls -la | sort -r", "pnpm build && pnpm test"];

/** Arguments in which no rule finds an amount that it takes: mostly there is none. */
const WITHOUT_AMOUNT: readonly Request["payload"][] = [
  {},
  {},
  { reference: "invoice 17" },
  { reference: "invoice 18" },
  { currency: "EUR" },
  { currency: "USD" },
  { amount: -5 },
  { amount: "abc" },
];

const denied: MakeRequest = (random) => shell(random, `rm -rf /srv/cache/${random.below(1000)}`);
const plain: MakeRequest = (random) =>
  shell(random, `${random.pick(PLAIN_COMMANDS)} ${random.below(1000)}`);
const large: MakeRequest = (random) => transfer(random, { amount: 1001 + random.below(9000) });
const small: MakeRequest = (random) => transfer(random, { amount: random.below(1001) });
const none: MakeRequest = (random) => transfer(random, random.pick(WITHOUT_AMOUNT));
const unknown: MakeRequest = (random) =>
  make(random, "mail", "send", { command: random.pick(PLAIN_COMMANDS) });

/**
 * The policy of four rules, or its first three. Half of the questions hit a rule (a quarter of them a deny, a
 * quarter an approval, half an allow); of those denied by default, half ask for a capability nothing names.
 */
export function seedWorkload(size: 3 | 4, count: number): Workload {
  const random = new Random(size);
  const hits = [denied, large, plain, size === 4 ? small : plain];
  const misses = size === 4 ? [unknown, unknown, none, none] : [unknown, unknown, none, small];
  return {
    rules: RULES.slice(0, size),
    requests: mixRequests([...hits, ...misses], count, random),
  };
}

/** The policy of four rules and harmless commands with quotes, pipes and lists. */
export function grammarWorkload(count: number): Workload {
  const random = new Random(5);
  const other: MakeRequest = () => shell(random, random.pick(OTHER_COMMANDS));
  return { rules: RULES, requests: mixRequests([other], count, random) };
}

function shell(random: Random, command: string): Request {
  return make(random, "shell", "execute", { command });
}

function transfer(random: Random, payload: Request["payload"]): Request {
  return make(random, "payments", "transfer", payload);
}

function make(
  random: Random,
  resource: string,
  action: string,
  payload: Request["payload"],
): Request {
  const environment = random.pick(["production", "staging"]);
  return { actor: "agent", resource, action, environment, payload };
}
