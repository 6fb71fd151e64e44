import { type Candidate, evaluateCandidate } from "../rule.ts";
import { FALSE, TRUE } from "../truth.ts";
import { isOnAll, type Side } from "./bearing-rules.ts";
import { eventOf, type Filling, makeCall } from "./call.ts";
import { countFillings, fillings, variants } from "./fillings.ts";
import { type Place, placesOf, placesOfConditions } from "./places.ts";
import { quieted } from "./quiet-calls.ts";
import { PLAIN_FILES } from "./plain-files.ts";
import type { Asked } from "./spelling.ts";

/** The calls to try for one capability. */
export interface CellCalls {
  /** Whether they are every combination of the values. */
  readonly exhaustive: boolean;
  readonly fillings: Iterable<Filling>;
}

/** Combinations looked through for those that satisfy one rule, and how many of them are kept. */
const MOST_OF_ONE_RULE = 1000;
const KEPT_TRUE = 4;
const KEPT_UNCERTAIN = 2;

/**
 * The calls that tell the sides apart for a capability: every combination of the values where there are at
 * most `most`; else for each rule calls that satisfy it, each pair of those in one, every change of one place
 * in them, and a scattered choice of the rest.
 */
export function cellCalls(sides: readonly Side[], asked: Asked, most: number): CellCalls {
  const places = placesOf(sides, asked);
  if (countFillings(places) <= most) return { exhaustive: true, fillings: fillings(places, most) };
  return { exhaustive: false, fillings: chosen(sides, asked, places, most) };
}

function* chosen(
  sides: readonly Side[],
  asked: Asked,
  places: readonly Place[],
  most: number,
): Generator<Filling> {
  const bases = sides.flatMap((side) =>
    side.candidates.flatMap((candidate) => {
      const own = satisfying(side, candidate, asked);
      if (isOnAll(candidate.rule, sides)) return own;
      const [first = new Map()] = own;
      return [quieted(first, candidate, sides, asked, places), ...own];
    }),
  );
  bases.unshift(quieted(new Map(), undefined, sides, asked, places));
  yield* fillings(places, Math.ceil(most / 4));
  let left = Math.floor((most * 3) / 4);
  for (const filling of withPairs(bases))
    for (const variant of variants(filling, places)) {
      if (left <= 0) return;
      left -= 1;
      yield variant;
    }
}

function* withPairs(bases: readonly Filling[]): Generator<Filling> {
  yield* bases;
  for (const [index, one] of bases.entries())
    for (const other of bases.slice(index + 1)) {
      yield new Map([...one, ...other]);
      yield new Map([...other, ...one]);
    }
}

/** Calls with nothing but what one rule reads, for which it is true or uncertain. */
function satisfying(side: Side, candidate: Candidate, asked: Asked): readonly Filling[] {
  const own = placesOfConditions(candidate.rule.conditions, side, asked);
  const surely: Filling[] = [];
  const perhaps: Filling[] = [];
  for (const filling of fillings(own, MOST_OF_ONE_RULE)) {
    const event = eventOf(makeCall(asked, filling));
    const truth =
      event === undefined
        ? FALSE
        : evaluateCandidate(candidate, side.policy.viewOf(event, PLAIN_FILES));
    if (truth === TRUE) surely.push(filling);
    else if (truth !== FALSE) perhaps.push(filling);
    if (surely.length >= KEPT_TRUE && perhaps.length >= KEPT_UNCERTAIN) break;
  }
  return [...surely.slice(0, KEPT_TRUE), ...perhaps.slice(0, KEPT_UNCERTAIN)];
}
