import type { Decimal } from "../../encoding/decimal.ts";
import type { RuleSide } from "../conditions/condition.ts";
import { childOf, entryOf, type SourceNode, suggestion } from "../document/source.ts";
import { describe, isMapping, type Problem } from "../document/source-values.ts";
import { readCountedBy } from "./counted-by.ts";
import { LimitCondition, type Measure } from "./limit-condition.ts";
import { readWindow } from "./window.ts";

/** The conditions that bound what many calls use; a rule has at most one. */
export const LIMIT_KEYS: readonly string[] = ["max_calls", "max_total"];

/** Where limits may stand, for whoever wrote one elsewhere. */
export const LIMIT_PLACES: string =
  "a limit holds calls back, so it stands by itself in a deny or require_approval rule";

/** How one kind of limit is read. */
export interface LimitForm {
  /** Its keys besides `per` and `by`; the first is the bound. */
  readonly keys: readonly [bound: string, ...others: readonly string[]];
  readonly example: string;
  readonly readBound: (node: SourceNode, problem: Problem) => Decimal | undefined;
  readonly readMeasure: (limit: SourceNode, problem: Problem) => Measure | undefined;
}

/** Reads a limit of a rule, or reports what is wrong with it. */
export function readLimit(
  node: SourceNode,
  side: RuleSide,
  problem: Problem,
  rule: SourceNode,
  form: LimitForm,
): LimitCondition | undefined {
  if (side === "permit")
    return problem(node, `${LIMIT_PLACES}; write one beside the rule that lets calls through`);
  const [first, ...others] = LIMIT_KEYS.map((key) => entryOf(rule, key)?.node);
  if (first !== undefined && others.includes(node))
    return problem(
      node,
      "a rule has one limit, for with two it would hold only once both are exceeded; write a rule for each",
    );
  const counted = readCounted(node, form, { needed: ["per"], others: ["by"] }, problem);
  const perNode = childOf(node, "per");
  if (counted === undefined || perNode === undefined) return undefined;
  const window = readWindow(perNode, problem);
  const by = readCountedBy(childOf(node, "by"), problem);
  const { most, measure } = counted;
  if (most === undefined || window === undefined || by === undefined || measure === undefined)
    return undefined;
  return new LimitCondition(measure, most, window, by);
}

/** What a limit counts and the most of it, each undefined where it was reported. */
export interface Counted {
  readonly most: Decimal | undefined;
  readonly measure: Measure | undefined;
}

/** Reads what a limit counts; undefined where its keys are not those of its form, with those `needed` and some `others`. */
export function readCounted(
  node: SourceNode,
  form: LimitForm,
  { needed, others }: { readonly needed: readonly string[]; readonly others: readonly string[] },
  problem: Problem,
): Counted | undefined {
  const [bound] = form.keys;
  const known = [...form.keys, ...needed, ...others];
  const unknown = node.entries.find(({ name }) => !known.includes(name));
  if (unknown !== undefined)
    return problem(
      { ...unknown.node, line: unknown.line, column: unknown.column },
      `unknown key "${unknown.name}"${suggestion(unknown.name, known)}`,
    );
  const all = [bound, ...needed];
  const boundNode = childOf(node, bound);
  if (boundNode === undefined || all.some((key) => childOf(node, key) === undefined))
    return problem(
      node,
      `expected a mapping with ${all.join(" and ")}, such as ${form.example}, got ${isMapping(node) ? "one without" : describe(node)}`,
    );
  return { most: form.readBound(boundNode, problem), measure: form.readMeasure(node, problem) };
}
