import { formatDecimal } from "../encoding/decimal.ts";
import type { JsonObject } from "../encoding/json.ts";
import type { PolicyProblem } from "../errors.ts";
import { type BareForm, readBare, RememberedBare } from "./bare-text.ts";
import { type BudgetLimit, readBudget } from "./limits/read-budget.ts";
import type { EventView } from "./payload/event-view.ts";
import { UNCERTAIN } from "./truth.ts";

/** A limit of a budget, as whoever counts needs it. */
export interface BudgetBound {
  readonly key: "max_calls" | "max_total";
  /** The most that may be used, an exact decimal. */
  readonly most: string;
  /** How long a use counts, in milliseconds; where it is left out, for good. */
  readonly window?: number;
  /** What is counted, such as `calls` or `amounts in USD`. */
  readonly words: string;
}

/** What a call uses of a limit of a budget. */
export interface BudgetUse extends BudgetBound {
  /** An exact decimal from 0. */
  readonly uses: string;
}

const FORM: BareForm<readonly BudgetLimit[]> = { called: "budget", read: readBudget };

/** What is wrong with a budget: limits by their keys, as rules have them but without `by`; empty where nothing is. */
export function budgetProblems(budget: JsonObject): readonly PolicyProblem[] {
  return readBare(budget, FORM).problems;
}

/** The limits of a budget; undefined where it is not good. */
export function boundsOf(budget: JsonObject): readonly BudgetBound[] | undefined {
  return readBare(budget, FORM).value?.map(boundOf);
}

/** Budgets, each read once. */
export class Budgets {
  readonly #known = new RememberedBare(FORM);

  /** What a call uses of each limit; undefined where that cannot be told, or a limit is not about the call. */
  usesOf(budget: JsonObject, view: EventView): readonly BudgetUse[] | undefined {
    const limits = this.#known.read(budget);
    if (limits === undefined) return undefined;
    const uses: BudgetUse[] = [];
    for (const limit of limits) {
      // As conditions of an allow rule: what has no amount, or one in another currency, is not within it.
      const use = limit.measure.use(view, UNCERTAIN);
      if (use === undefined || "doubt" in use) return undefined;
      uses.push({ ...boundOf(limit), uses: use.uses });
    }
    return uses;
  }
}

function boundOf({ measure: { key, words }, most, window }: BudgetLimit): BudgetBound {
  return { key, most: formatDecimal(most), words, ...(window && { window: window.milliseconds }) };
}
