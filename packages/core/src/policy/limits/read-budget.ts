import type { Decimal } from "../../encoding/decimal.ts";
import {
  childOf,
  keyOf,
  type PolicySource,
  type SourceNode,
  suggestion,
} from "../document/source.ts";
import { describe, isMapping, type Problem } from "../document/source-values.ts";
import type { Measure } from "./limit-condition.ts";
import { CALLS_FORM } from "./max-calls.ts";
import { TOTAL_FORM } from "./max-total.ts";
import { LIMIT_KEYS, type LimitForm, readCounted } from "./read-limit.ts";
import { readWindow, type Window } from "./window.ts";

/** One limit of a budget. */
export interface BudgetLimit {
  readonly measure: Measure;
  readonly most: Decimal;
  /** Where there is none, uses count for good. */
  readonly window?: Window;
}

const FORMS: ReadonlyMap<string, LimitForm> = new Map([
  ["max_calls", CALLS_FORM],
  ["max_total", TOTAL_FORM],
]);

/** Reads limits that stand by themselves, as those of a token do; problems go to the source. */
export function readBudget(node: SourceNode, source: PolicySource): readonly BudgetLimit[] {
  const problem: Problem = (at, message) => source.report(at, message);
  if (!isMapping(node) || node.entries.length === 0)
    problem(
      node,
      `expected a mapping with ${LIMIT_KEYS.join(" or ")}, got ${isMapping(node) ? "an empty one" : describe(node)}`,
    );
  const limits: BudgetLimit[] = [];
  for (const entry of node.entries) {
    const form = FORMS.get(entry.name);
    if (form === undefined) {
      source.report(
        keyOf(entry),
        `unknown key "${entry.name}"${suggestion(entry.name, LIMIT_KEYS)}`,
      );
      continue;
    }
    const limit = readBudgetLimit(entry.node, form, problem);
    if (limit !== undefined) limits.push(limit);
  }
  return limits;
}

function readBudgetLimit(
  node: SourceNode,
  form: LimitForm,
  problem: Problem,
): BudgetLimit | undefined {
  const by = childOf(node, "by");
  if (by !== undefined) return problem(by, "a budget is one, whoever uses it; leave by out");
  const counted = readCounted(node, form, { needed: [], others: ["per"] }, problem);
  const per = childOf(node, "per");
  const window = per && readWindow(per, problem);
  if (counted?.most === undefined || counted.measure === undefined) return undefined;
  const { most, measure } = counted;
  if (per === undefined) return { most, measure };
  return window && { most, measure, window };
}
