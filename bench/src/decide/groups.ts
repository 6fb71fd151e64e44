import { type Effort, measureInterleaved } from "../interleave.ts";
import { largeWorkload } from "./large-workload.ts";
import { type EngineName, type Match, prepareMatch } from "./match.ts";
import type { Workload } from "./rule.ts";
import { grammarWorkload, seedWorkload } from "./seed-workload.ts";

/** How many rules, as labels of the results. */
export const SIZES = ["3", "4", "10", "100", "1000", "10000"] as const;
/** Label of the policy with a thousand rules on one capability. */
export const CONCENTRATED = "1000 on one capability";
/** Label of the commands that take a parser. */
export const GRAMMAR = "4, quoted and piped commands";
/** Name of the group that measures the smallest and the largest spread policy against each other. */
export const GROWTH = "growth";

/** All groups: contenders that take turns with each other. */
export const GROUPS: readonly string[] = [...SIZES, CONCENTRATED, GRAMMAR, GROWTH];

const FULL: Effort = { rounds: 21, warmUpMilliseconds: 400, sampleMilliseconds: 40 };
const QUICK: Effort = { rounds: 3, warmUpMilliseconds: 20, sampleMilliseconds: 10 };
const QUESTIONS = 2048;
const QUICK_QUESTIONS = 256;
/** casbin evaluates every rule, so it gets fewer questions the more rules there are, and none at 10,000. */
const CASBIN_QUESTIONS: Readonly<Record<string, number>> = {
  "3": 512,
  "4": 512,
  "10": 512,
  "100": 128,
  "1000": 32,
};

/** Decisions per second by `matchName` in one group. Throws `DisagreementError` where an answer is wrong. */
export async function measureGroup(
  group: string,
  quick: boolean,
): Promise<ReadonlyMap<string, number>> {
  const contenders = [];
  for (const match of matchesOf(group, quick ? QUICK_QUESTIONS : QUESTIONS))
    contenders.push(await prepareMatch(match));
  return measureInterleaved(contenders, quick ? QUICK : FULL);
}

function matchesOf(group: string, count: number): readonly Match[] {
  switch (group) {
    case GROWTH:
      return ["10", "10000"].flatMap((size) =>
        against(size, workloadOf(size, count), ["capfence"]),
      );
    case GRAMMAR:
      return against(GRAMMAR, grammarWorkload(count), ["capfence"]);
    case CONCENTRATED:
      return against(CONCENTRATED, largeWorkload("concentrated", 1000, count), [
        "capfence",
        "casl",
      ]);
    default:
      return against(group, workloadOf(group, count), [
        ...(["capfence", "capfenceWithEvent", "casl"] as const),
        ...(group in CASBIN_QUESTIONS ? (["casbin"] as const) : []),
      ]);
  }
}

function against(
  label: string,
  workload: Workload,
  engines: readonly EngineName[],
): readonly Match[] {
  const all = workload.requests.length;
  return engines.map((engine) => {
    const questions = engine === "casbin" ? Math.min(all, CASBIN_QUESTIONS[label] ?? all) : all;
    return { label, engine, workload, questions };
  });
}

function workloadOf(size: string, count: number): Workload {
  if (size === "3" || size === "4") return seedWorkload(size === "3" ? 3 : 4, count);
  return largeWorkload("spread", Number(size), count);
}
