import type { LimitReservation } from "../approvals/usage.ts";
import { isExceeded } from "../approvals/usage.ts";
import { eachWhenReady, type MaybePromise, whenReady } from "../maybe-promise.ts";
import type { Decision } from "../policy/decision.ts";
import type { StateStore } from "../state/store.ts";

/** A decision once its limits are known, and what its call uses of them if it goes ahead. */
export interface LimitedDecision {
  readonly decision: Decision;
  readonly reservations: readonly LimitReservation[];
  /** The buckets of limits that the call exceeds, in order: a human's yes is for these and no others. */
  readonly exceeded: readonly string[];
}

const NONE: readonly never[] = [];

/** The decision on a call with what has been used by now. Throws or rejects where that cannot be read. */
export function withLimits(
  decision: Decision,
  store: StateStore,
  now: number,
): MaybePromise<LimitedDecision> {
  const { limits } = decision;
  if (limits === undefined || limits.length === 0)
    return { decision, reservations: NONE, exceeded: NONE };
  return whenReady(
    eachWhenReady(limits, (limit) => isExceeded(limit, store, now)),
    (exceeded) => {
      const hit = limits.filter((_limit, index) => exceeded[index]);
      const denied = hit.find((limit) => limit.exceeded.effect === "deny");
      const reservations = limits.map((limit): LimitReservation => {
        const { bucket, window, uses, most } = limit;
        // What a human lets be exceeded still counts.
        return hit.includes(limit) ? { bucket, window, uses } : { bucket, window, uses, most };
      });
      // Whoever is asked is told of the limit, whatever else the policy asks for.
      const [asked] = hit;
      return {
        decision: (denied ?? asked)?.exceeded ?? decision,
        reservations,
        exceeded: [...new Set(hit.map(({ bucket }) => bucket))].toSorted(),
      };
    },
  );
}
