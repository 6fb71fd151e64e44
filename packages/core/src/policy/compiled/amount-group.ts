import type { Amount } from "../payload/amounts.ts";
import { AmountCondition, type Comparison } from "../conditions/amount.ts";
import type { EventView } from "../payload/event-view.ts";
import { FALSE, TRUE, UNCERTAIN } from "../truth.ts";
import type { Finding, Member, MemberGroup } from "./member.ts";

/** The one amount condition of a member that surely covers the request, has no other condition and a bound that is a double. */
export function amountCondition(member: Member): AmountCondition | undefined {
  const [condition, ...others] = member.candidate.rule.conditions;
  // A member that only might cover the request can never be the certain one, so it must not stand for others.
  const usable =
    member.candidate.covers === TRUE &&
    others.length === 0 &&
    condition instanceof AmountCondition &&
    typeof condition.bound === "number";
  return usable ? condition : undefined;
}

/** Rules that are a single bound on the amount; a binary search finds the first one that holds. */
export class AmountGroup implements MemberGroup {
  readonly #members: readonly Member[];
  readonly #bounds: readonly Bounds[];
  readonly #first: Member | undefined;
  /** The first member that takes it for uncertain that there is no amount. */
  readonly #firstAbsent: Member | undefined;
  readonly #restricts: boolean;

  constructor(members: readonly Member[], restricts: boolean) {
    this.#members = members;
    this.#restricts = restricts;
    const comparisons: readonly Comparison[] = ["gt", "gte", "lt", "lte"];
    this.#bounds = comparisons
      .map((comparison) => new Bounds(comparison, members))
      .filter((bounds) => !bounds.isEmpty);
    this.#first = members[0];
    this.#firstAbsent = members.find((member) => member.candidate.absent !== FALSE);
  }

  consider(view: EventView, finding: Finding): void {
    const { least: smallest, most: largest, unreadable } = view.amounts;
    // Without amounts no rule holds, and the first that might is the same for every event.
    if (smallest === undefined || (unreadable && !this.#restricts)) {
      const first = unreadable ? this.#first : this.#firstAbsent;
      if (first !== undefined) finding.note(first, UNCERTAIN);
      return;
    }
    const least = asDouble(smallest);
    const most = asDouble(largest);
    // A negative amount is never permitted.
    if (!this.#restricts && least < 0) return;
    // Anything but plain doubles from zero is rare enough to ask every member.
    if (unreadable || !(least >= 0 && most >= 0)) {
      for (const member of this.#members) finding.consider(member, view);
      return;
    }
    for (const bounds of this.#bounds) {
      // Restricting: one amount beyond a bound is enough. Permitting: all must be.
      const decisive = bounds.isUpper === this.#restricts ? most : least;
      const member = bounds.firstHolding(decisive);
      if (member !== undefined) finding.note(member, TRUE);
    }
  }
}

/** NaN, which no later comparison loses, for an amount that is no double. */
function asDouble(amount: Amount | undefined): number {
  return typeof amount === "number" ? amount : Number.NaN;
}

/** The bounds of one comparison in order, each with the first member among those that hold when it does. */
class Bounds {
  readonly isUpper: boolean;
  readonly #includesBound: boolean;
  /** Ascending; of bounds from below, the negatives, so that a larger value always passes every smaller bound. */
  readonly #sorted: Float64Array;
  readonly #first: readonly Member[];

  constructor(comparison: Comparison, members: readonly Member[]) {
    this.isUpper = comparison === "gt" || comparison === "gte";
    this.#includesBound = comparison === "gte" || comparison === "lte";
    const own = members.flatMap((member) => {
      const condition = amountCondition(member);
      return condition?.comparison === comparison
        ? [{ bound: this.#directed(Number(condition.bound)), member }]
        : [];
    });
    own.sort((left, right) => left.bound - right.bound);
    const first: Member[] = [];
    for (const { member } of own) {
      const before = first.at(-1);
      first.push(before !== undefined && before.place < member.place ? before : member);
    }
    this.#sorted = Float64Array.from(own, ({ bound }) => bound);
    this.#first = first;
  }

  get isEmpty(): boolean {
    return this.#first.length === 0;
  }

  firstHolding(amount: number): Member | undefined {
    const value = this.#directed(amount);
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const bound = this.#sorted[middle] as number;
      if (value > bound || (this.#includesBound && value === bound)) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? undefined : this.#first[low - 1];
  }

  #directed(amount: number): number {
    return this.isUpper ? amount : -amount;
  }
}
