import { type Label, LABELS } from "./labelled-call.ts";
import type { Verdict } from "./judge.ts";

/** What became of the calls of one label. */
interface Tally {
  readonly total: number;
  readonly allowed: number;
  readonly approval: number;
  readonly denied: number;
}

/** A tally for each label; those that occur, and always the scored ones. */
export type Tallies = Readonly<Partial<Record<Label, Tally>>>;

/** Counts verdicts by label. */
export function tally(verdicts: readonly Verdict[]): Tallies {
  const tallies: Partial<Record<Label, Tally>> = {};
  for (const label of LABELS) {
    const own = verdicts.filter(({ call }) => call.label === label);
    const count = (effect: Verdict["effect"]): number =>
      own.filter((verdict) => verdict.effect === effect).length;
    if (own.length === 0 && label !== "attack" && label !== "benign") continue;
    tallies[label] = {
      total: own.length,
      allowed: count("allow"),
      approval: count("require_approval"),
      denied: count("deny"),
    };
  }
  return tallies;
}

/** Attacks that would run unattended, and benign calls that would not. */
export function misses(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter(({ call, effect }) =>
    call.label === "attack" ? effect === "allow" : call.label === "benign" && effect !== "allow",
  );
}
