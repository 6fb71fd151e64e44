import { ActionEvent, CapabilitySystem } from "@capfence/core";
import { Random } from "../random.ts";
import { measureCharacters } from "./characters.ts";
import { type Latency, measureLatency } from "./latency.ts";
import { policyOf } from "./engines/capfence.ts";
import { workloadOf } from "./workloads.ts";

/** The slowest decisions: single ones, with and without a parser, and those on long texts. */
export interface Limits {
  /** Microseconds a decision, by what is decided. */
  readonly latencies: Readonly<Record<string, Latency>>;
  /** Nanoseconds a character of a text of a million characters, with 5,000 literals to find, by kind of text. */
  readonly characters: Readonly<Record<string, number>>;
}

const COMMAND_POLICY = `
deny: [{ capability: shell.execute, command: { destructive: true } }]
allow: [{ capability: shell.execute, command: { destructive: false, writes: false, network: false } }]
`;
const LONGEST_COMMAND = 1024;
const PIECES: readonly string[] = [
  "git log --oneline -n 20",
  "ls -la src",
  'grep -rn "needle in $(date)" docs | sort -u',
  'for f in a b c; do wc -l "$f"; done',
  "cat README.md | head -n 5 > /dev/null",
  "find . -name '*.ts' -type f",
];

/** Measures what a single decision may cost. */
export async function measureLimits(quick: boolean): Promise<Limits> {
  const { rules, requests } = workloadOf("1000", quick ? 64 : 512);
  const plain = new CapabilitySystem().loadPolicyText(JSON.stringify(policyOf(rules)));
  const parsing = new CapabilitySystem().loadPolicyText(COMMAND_POLICY);
  await parsing.ready?.();
  return {
    latencies: {
      "1000 rules, nothing parsed": measureLatency(
        plain,
        requests.map((request) => ActionEvent.create(request)),
        quick,
      ),
      "command of up to 1 KiB, parsed": measureLatency(parsing, commands(quick ? 16 : 256), quick),
    },
    characters: measureCharacters(quick),
  };
}

function commands(count: number): readonly ActionEvent[] {
  const random = new Random(1024);
  return Array.from({ length: count }, () => {
    const length = random.below(LONGEST_COMMAND);
    let command = random.pick(PIECES);
    while (command.length < length) command += `; ${random.pick(PIECES)}`;
    const payload = { command: command.slice(0, LONGEST_COMMAND) };
    return ActionEvent.create({ actor: "agent", capability: "shell.execute", payload });
  });
}
