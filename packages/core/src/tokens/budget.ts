import type { ActionEvent } from "../action/event.ts";
import type { LimitReservation } from "../approvals/usage.ts";
import type { JsonObject } from "../encoding/json.ts";
import { boundsOf, type BudgetBound, type BudgetUse } from "../policy/budget.ts";
import type { Block } from "./block.ts";
import { blocksOf, type Chain } from "./chain.ts";

/** What a call uses of each limit of a budget; undefined where that cannot be told. */
export type UsesOf = (budget: JsonObject, event: ActionEvent) => readonly BudgetUse[] | undefined;

/** What a call uses of a budget of its token, for whoever counts. */
export type BudgetReservation = LimitReservation & {
  readonly most: string;
  readonly until: number;
};

/** A limit of a block of a token. */
export interface TokenBudget extends BudgetReservation {
  /** The id of the block. */
  readonly id: string;
  /** What is counted, such as `calls` or `amounts in USD`. */
  readonly words: string;
}

/** Longer ago than any time: what counts for good. */
const FOREVER = Number.MAX_SAFE_INTEGER;

/**
 * What a call uses of the budgets of all blocks; undefined where that cannot be told. Each block counts for itself, by
 * its id: whatever is made of it uses it up together.
 */
export function reservationsOf(
  chain: Chain,
  event: ActionEvent,
  usesOf: UsesOf,
): readonly BudgetReservation[] | undefined {
  const reservations: BudgetReservation[] = [];
  for (const { block, budget, until } of budgetedOf(chain)) {
    const uses = usesOf(budget, event);
    if (uses === undefined) return undefined;
    for (const one of uses)
      reservations.push({ ...reservationOf(block, one, until), uses: one.uses });
  }
  return reservations;
}

/** The limits of all blocks, with what every call uses of them at least; those that cannot be read let no call through. */
export function budgetsOf(chain: Chain): readonly TokenBudget[] {
  return budgetedOf(chain).flatMap(({ block, budget, until }) =>
    (boundsOf(budget) ?? []).map((one) => ({
      ...reservationOf(block, one, until),
      uses: one.key === "max_calls" ? "1" : "0",
      id: block.id,
      words: one.words,
    })),
  );
}

interface Budgeted {
  readonly block: Block;
  readonly budget: JsonObject;
  readonly until: number;
}

/** The blocks that have a budget, each with the end of all that can be made of it. */
function budgetedOf(chain: Chain): readonly Budgeted[] {
  let until = Infinity;
  const found: Budgeted[] = [];
  for (const block of blocksOf(chain)) {
    until = Math.min(until, block.expires ?? Infinity);
    const { budget } = block;
    if (budget !== undefined) found.push({ block, budget, until });
  }
  return found;
}

function reservationOf(
  { id }: Block,
  { key, most, window = FOREVER }: BudgetBound,
  until: number,
): Omit<BudgetReservation, "uses"> {
  return { bucket: `${id} ${key}`, window, most, until };
}
