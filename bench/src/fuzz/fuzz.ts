import type { Benchmark } from "../benchmark.ts";
import { Random } from "../random.ts";
import { everyCondition } from "./every-condition.ts";
import { COMMANDS } from "./hostile-commands.ts";
import type { HostileCall, HostileKind } from "./hostile-input.ts";
import { PLACES } from "./hostile-places.ts";
import { STATEMENTS } from "./hostile-statements.ts";
import { STRUCTURES } from "./hostile-structures.ts";
import { TEXTS } from "./hostile-texts.ts";
import { type KindResult, reportFuzz } from "./report.ts";
import { timeDecision } from "./timing.ts";

/** Every kind of hostile input. */
export const KINDS: readonly HostileKind[] = [
  ...STRUCTURES,
  ...TEXTS,
  ...COMMANDS,
  ...STATEMENTS,
  ...PLACES,
];

const QUICK_SECONDS = 2;
const SECONDS = 60;
const SEED = 1;

/** Looks for inputs that make a decision slow. */
export const fuzzBenchmark: Benchmark = {
  name: "fuzz",
  summary: "the slowest decisions on hostile input, by its kind",
  run: async ({ quick, seconds = quick ? QUICK_SECONDS : SECONDS, seed = SEED }) => {
    const { engine, missing } = everyCondition();
    await engine.ready();
    const random = new Random(seed);
    const results = new Map<string, KindResult>();
    const until = performance.now() + seconds * 1000;
    // The first round compiles what the others run, so it is not counted.
    for (const kind of KINDS) timeDecision(engine, kind.make(new Random(seed)));
    let tried = 0;
    do {
      for (const kind of KINDS) {
        const call = kind.make(random);
        const { milliseconds, answer } = timeDecision(engine, call);
        tried += 1;
        if (milliseconds > (results.get(nameOf(call, kind))?.milliseconds ?? -1))
          results.set(nameOf(call, kind), {
            kind: nameOf(call, kind),
            milliseconds,
            answer,
            size: JSON.stringify(call.payload).length,
          });
      }
    } while (performance.now() < until);
    return reportFuzz([...results.values()], { tried, seed, missing });
  },
};

const nameOf = ({ capability }: HostileCall, { name }: HostileKind): string =>
  `${capability}: ${name}`;
