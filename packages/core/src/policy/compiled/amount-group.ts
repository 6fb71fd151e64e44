import { AmountCondition, type Comparison } from "../conditions/amount.ts";
import type { EventView } from "../event-view.ts";
import type { Finding, Member, MemberGroup } from "./member.ts";

/** The one amount condition of a member that has no other and a bound that is a double. */
export function amountCondition(member: Member): AmountCondition | undefined {
  const [condition, ...others] = member.candidate.rule.conditions;
  const usable =
    others.length === 0 &&
    condition instanceof AmountCondition &&
    typeof condition.bound === "number";
  return usable ? condition : undefined;
}

/** Rules that are a single bound on the amount; a binary search finds the first one that holds. */
export class AmountGroup implements MemberGroup {
  readonly #members: readonly Member[];
  readonly #bounds: readonly Bounds[];
  readonly #restricts: boolean;

  constructor(members: readonly Member[], restricts: boolean) {
    this.#members = members;
    this.#restricts = restricts;
    const comparisons: readonly Comparison[] = ["gt", "gte", "lt", "lte"];
    this.#bounds = comparisons.map((comparison) => new Bounds(comparison, members));
  }

  consider(view: EventView, finding: Finding): void {
    const { candidates, unreadable } = view.amounts;
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (const amount of candidates) {
      const value = typeof amount === "number" ? amount : Number.NaN;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    // Anything but plain, non-negative doubles is rare enough to ask every member.
    if (unreadable || !(least >= 0 && Number.isFinite(most))) {
      for (const member of this.#members) finding.consider(member, view);
      return;
    }
    for (const bounds of this.#bounds) {
      // Restricting: one amount beyond a bound is enough. Permitting: all must be.
      const decisive = bounds.isUpper === this.#restricts ? most : least;
      const member = bounds.firstHolding(decisive);
      if (member !== undefined) finding.consider(member, view);
    }
  }
}

/** The bounds of one comparison in order, each with the first member among those that hold when it does. */
class Bounds {
  readonly isUpper: boolean;
  readonly #comparison: Comparison;
  readonly #sorted: readonly { readonly bound: number; readonly first: Member }[];

  constructor(comparison: Comparison, members: readonly Member[]) {
    this.#comparison = comparison;
    this.isUpper = comparison === "gt" || comparison === "gte";
    const own = members.flatMap((member) => {
      const condition = amountCondition(member);
      return condition?.comparison === comparison
        ? [{ bound: Number(condition.bound), first: member }]
        : [];
    });
    // A larger amount passes every smaller upper bound, a smaller one every larger lower bound.
    own.sort((left, right) => (this.isUpper ? left.bound - right.bound : right.bound - left.bound));
    for (const [index, entry] of own.entries()) {
      const before = own[index - 1];
      if (before !== undefined && before.first.place < entry.first.place)
        own[index] = { bound: entry.bound, first: before.first };
    }
    this.#sorted = own;
  }

  firstHolding(amount: number): Member | undefined {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#holds(amount, this.#sorted[middle]?.bound ?? Number.NaN)) low = middle + 1;
      else high = middle;
    }
    return this.#sorted[low - 1]?.first;
  }

  #holds(amount: number, bound: number): boolean {
    switch (this.#comparison) {
      case "gt":
        return amount > bound;
      case "gte":
        return amount >= bound;
      case "lt":
        return amount < bound;
      case "lte":
        return amount <= bound;
    }
  }
}
