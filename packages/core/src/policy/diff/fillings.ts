import type { Json } from "../../encoding/json.ts";
import type { Filling } from "./call.ts";
import type { Place } from "./places.ts";

/** How many combinations of values there are. */
export function countFillings(places: readonly Place[]): number {
  let count = 1;
  for (const { values } of places) count *= values.length;
  return count;
}

/** Every combination of values, or of more than `most` a scattered choice that is the same each time. */
export function* fillings(places: readonly Place[], most: number): Generator<Filling> {
  const count = countFillings(places);
  if (count <= most) for (let index = 0; index < count; index += 1) yield fillingAt(places, index);
  else {
    const scatter = scattered();
    for (let index = 0; index < most; index += 1)
      yield fillingOf(places, ({ values }) => scatter(values.length));
  }
}

/** A filling, with each of the other values at each place in turn. */
export function* variants(filling: Filling, places: readonly Place[]): Generator<Filling> {
  for (const { at, values } of places)
    for (const value of values) yield replaced(filling, at, value);
}

/** A filling in which one place has another value, or none. */
export function replaced(filling: Filling, at: string, value: Json | undefined): Filling {
  const changed = new Map(filling);
  if (value === undefined) changed.delete(at);
  else changed.set(at, value);
  return changed;
}

function fillingAt(places: readonly Place[], index: number): Filling {
  let rest = index;
  return fillingOf(places, ({ values }) => {
    const digit = rest % values.length;
    rest = Math.floor(rest / values.length);
    return digit;
  });
}

function fillingOf(places: readonly Place[], choose: (place: Place) => number): Filling {
  const filling = new Map<string, Json>();
  for (const place of places) {
    const value = place.values[choose(place)];
    if (value !== undefined) filling.set(place.at, value);
  }
  return filling;
}

/** Whole numbers below a limit in an order without pattern (a linear congruential generator). */
function scattered(): (limit: number) => number {
  let state = 1;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * limit);
  };
}
