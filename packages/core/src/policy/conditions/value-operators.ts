import type { Json } from "../../encoding/json.ts";
import { readAmount } from "../payload/amounts.ts";
import type { SourceNode } from "../document/source.ts";
import {
  describe,
  isList,
  type Problem,
  readText,
  readTexts,
  readWholeNumber,
} from "../document/source-values.ts";
import { foldText } from "../payload/text.ts";
import { FALSE, not, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { compareAmount, type Comparison, readBound } from "./amount.ts";
import type { RuleSide } from "./condition.ts";
import { equalsOneOf, kindOf, looseForm } from "./equals-one-of.ts";
import { compileRegex, isTooLong } from "./match-regex.ts";

/** Compiles the operand of an operator into a test of one value. */
export type CompileTest = (
  node: SourceNode,
  side: RuleSide,
  problem: Problem,
) => ((value: Json) => Truth) | undefined;

/** Compiles the operators that look at one value which is there. */
export const VALUE_OPERATORS: Readonly<Record<string, CompileTest>> = {
  equals: (node) => equalsOneOf([node.value]),
  in: (node, _side, problem) => compileList(node, problem),
  not_in: (node, _side, problem) => {
    const test = compileList(node, problem);
    return test && ((value) => not(test(value)));
  },
  gt: compileBound("gt"),
  gte: compileBound("gte"),
  lt: compileBound("lt"),
  lte: compileBound("lte"),
  matches: compileMatches,
  starts_with: compileStartsWith,
  length_lte: compileLength,
  type: compileType,
};

function compileList(node: SourceNode, problem: Problem): ((value: Json) => Truth) | undefined {
  const listed = node.items.map((item) => item.value);
  if (!isList(node) || listed.length === 0)
    return problem(node, `expected a list of values, got ${describe(node)}`);
  return equalsOneOf(listed);
}

function compileBound(comparison: Comparison): CompileTest {
  return (node, _side, problem) => {
    const bound = readBound(node);
    if (bound === undefined)
      return problem(node, `expected a plain decimal, got ${describe(node)}`);
    return (value) => {
      const amount = readAmount(value);
      if (amount === undefined) return UNCERTAIN;
      return compareAmount(amount, comparison, bound) ? TRUE : FALSE;
    };
  };
}

function compileMatches(
  node: SourceNode,
  side: RuleSide,
  problem: Problem,
): ((value: Json) => Truth) | undefined {
  const pattern = readText(node, problem);
  if (pattern === undefined) return undefined;
  const regex = compileRegex(pattern);
  if (typeof regex === "string") return problem(node, regex);
  const matches = onText(side, (text) => regex.test(text));
  return (value) =>
    typeof value === "string" && isTooLong([value], regex.longest) ? UNCERTAIN : matches(value);
}

function compileStartsWith(
  node: SourceNode,
  side: RuleSide,
  problem: Problem,
): ((value: Json) => Truth) | undefined {
  const prefixes = readTexts(node, problem);
  if (prefixes === undefined) return undefined;
  const starts = onText(side, (text) => prefixes.some((prefix) => text.startsWith(prefix)));
  const loose = prefixes.map((prefix) => looseForm(prefix) ?? prefix);
  const startsLoosely = onText(side, (text) => {
    const lower = text.toLowerCase();
    return loose.some((prefix) => lower.startsWith(prefix));
  });
  return (value) => {
    const truth = starts(value);
    if (side !== "restrict" || truth !== FALSE) return truth;
    // As with `equals`, a tool may not tell cases apart.
    return startsLoosely(value) === TRUE ? UNCERTAIN : FALSE;
  };
}

/** A restricting rule also looks at the text as a careful reader would see it. */
function onText(side: RuleSide, test: (text: string) => boolean): (value: Json) => Truth {
  return (value) => {
    if (typeof value !== "string") return UNCERTAIN;
    if (test(value)) return TRUE;
    if (side !== "restrict") return FALSE;
    const folded = foldText(value);
    if (folded === undefined) return UNCERTAIN;
    return test(folded) ? TRUE : FALSE;
  };
}

function compileLength(
  node: SourceNode,
  _side: RuleSide,
  problem: Problem,
): ((value: Json) => Truth) | undefined {
  const limit = readWholeNumber(node, 0, problem);
  if (limit === undefined) return undefined;
  return (value) => {
    if (typeof value !== "string" && !Array.isArray(value)) return UNCERTAIN;
    return value.length <= limit ? TRUE : FALSE;
  };
}

const KINDS = ["string", "number", "integer", "boolean", "array", "object", "null"];

function compileType(
  node: SourceNode,
  _side: RuleSide,
  problem: Problem,
): ((value: Json) => Truth) | undefined {
  const kinds = readTexts(node, problem);
  const unknown = kinds?.find((kind) => !KINDS.includes(kind));
  if (unknown !== undefined)
    return problem(node, `unknown type "${unknown}"; use one of ${KINDS.join(", ")}`);
  return kinds && ((value) => (kinds.some((kind) => isKind(value, kind)) ? TRUE : FALSE));
}

const isKind = (value: Json, kind: string): boolean =>
  kind === "integer" ? Number.isInteger(value) : kindOf(value) === kind;
