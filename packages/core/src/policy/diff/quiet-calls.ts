import { restricts } from "../decision.ts";
import { type Candidate, evaluateCandidate } from "../rule.ts";
import type { Side } from "./bearing-rules.ts";
import { eventOf, type Filling, makeCall } from "./call.ts";
import { replaced } from "./fillings.ts";
import type { Place } from "./places.ts";
import { PLAIN_FILES } from "./plain-files.ts";
import type { Asked } from "./spelling.ts";

const PASSES = 2;
const MOST_VALUES = 64;
/** Far more than all other rules of a policy weigh together. */
const FIRST_OF_ALL = 1_000_000;

/**
 * `filling` changed place by place so that a rule stays as true as it is, and the other rules that hold calls
 * back, of either side, are as false as can be: otherwise those would hide what the one rule does.
 */
export function quieted(
  filling: Filling,
  about: Candidate | undefined,
  sides: readonly Side[],
  asked: Asked,
  places: readonly Place[],
): Filling {
  let best = filling;
  let least = loudness(best, about, sides, asked);
  for (let pass = 0; pass < PASSES; pass += 1)
    for (const { at, values } of places)
      for (const value of spread(values)) {
        const changed = replaced(best, at, value);
        const loud = loudness(changed, about, sides, asked);
        if (loud < least) [best, least] = [changed, loud];
      }
  return best;
}

/** At most so many of the values, from all over. */
function spread<Value>(values: readonly Value[]): readonly Value[] {
  const step = Math.ceil(values.length / MOST_VALUES);
  return step <= 1 ? values : values.filter((_value, index) => index % step === 0);
}

function loudness(
  filling: Filling,
  about: Candidate | undefined,
  sides: readonly Side[],
  asked: Asked,
): number {
  const event = eventOf(makeCall(asked, filling));
  if (event === undefined) return Infinity;
  let loud = 0;
  for (const { policy, candidates } of sides) {
    const view = policy.viewOf(event, PLAIN_FILES);
    let permitted = 0;
    for (const candidate of candidates) {
      const truth = evaluateCandidate(candidate, view);
      if (candidate === about) loud -= truth * FIRST_OF_ALL;
      else if (restricts(candidate.rule.section)) loud += truth;
      else permitted = Math.max(permitted, truth);
    }
    loud -= permitted;
  }
  return loud;
}
