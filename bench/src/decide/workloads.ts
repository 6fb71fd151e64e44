import { largeWorkload } from "./large-workload.ts";
import type { Workload } from "./rule.ts";
import { grammarWorkload, seedWorkload } from "./seed-workload.ts";

/** How many rules, as labels of the results. */
export const SIZES = ["3", "4", "10", "100", "1000", "10000"] as const;
/** Label of the policy with a thousand rules on one capability. */
export const CONCENTRATED = "1000 on one capability";
/** Label of the commands that take a parser. */
export const GRAMMAR = "4, quoted and piped commands";

/** Which rules and questions a label stands for. */
export type WorkloadLabel = (typeof SIZES)[number] | typeof CONCENTRATED | typeof GRAMMAR;

/** Rules, and this many questions. */
export function workloadOf(label: WorkloadLabel, count: number): Workload {
  switch (label) {
    case "3":
      return seedWorkload(3, count);
    case "4":
      return seedWorkload(4, count);
    case GRAMMAR:
      return grammarWorkload(count);
    case CONCENTRATED:
      return largeWorkload("concentrated", 1000, count);
    default:
      return largeWorkload("spread", Number(label), count);
  }
}
