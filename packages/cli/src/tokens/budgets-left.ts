import type { StateStore } from "@capfence/core";
import { budgetsOf, type Chain, leftOf } from "@capfence/core/tokens";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";

/** What is left of a limit of a token, as a log has it. */
export interface BudgetLeft {
  /** The id of the block. */
  readonly id: string;
  /** What is counted, such as `calls`. */
  readonly counts: string;
  readonly left: string;
  readonly most: string;
}

/** What is left of each limit of a token. Rejects with `CommandFailure` where the log says no amount. */
export function budgetsLeft(
  chain: Chain,
  storage: StateStore,
  now: number,
): Promise<readonly BudgetLeft[]> {
  return Promise.all(
    budgetsOf(chain).map(async (budget) => {
      const { id, words: counts, most } = budget;
      try {
        return { id, counts, left: await leftOf(budget, storage, now), most };
      } catch (cause) {
        if (!(cause instanceof RangeError)) throw cause;
        throw new CommandFailure(
          EXIT.unusable,
          `the log is damaged, of what was used of ${id}: ${cause.message}; capfence verify says where`,
        );
      }
    }),
  );
}

/** In words, such as `3 of 10 calls of tok_1a2b`; undefined where there is no limit. */
export function budgetWords(budgets: readonly BudgetLeft[] = []): string | undefined {
  const words = budgets.map(
    ({ id, counts, left, most }) => `${left} of ${most} ${counts} of ${id}`,
  );
  return words.length === 0 ? undefined : words.join(", ");
}
