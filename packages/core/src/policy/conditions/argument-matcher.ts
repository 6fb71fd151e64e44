import type { Json } from "../../encoding/json.ts";
import { type SourceNode, suggestion } from "../document/source.ts";
import { isMapping, type Problem, readBoolean } from "../document/source-values.ts";
import { FALSE, not, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import type { RuleSide } from "./condition.ts";
import { equalsOneOf, LONGEST_LOOSE_TEXT } from "./equals-one-of.ts";
import { isTooLong } from "./match-regex.ts";
import { VALUE_OPERATORS } from "./value-operators.ts";

/** Answers whether one argument matches; `absent` is what a missing argument means. */
export type ArgumentMatcher = (value: Json | undefined, absent: Truth) => Truth;

/** Every operator of a matcher. */
export const ARGUMENT_OPERATORS: readonly string[] = [
  ...Object.keys(VALUE_OPERATORS),
  "exists",
  "not",
  "every",
];

/** Compiles a matcher: a literal, or a mapping of operators that must all hold. */
export function compileArgumentMatcher(
  node: SourceNode,
  side: RuleSide,
  problem: Problem,
): ArgumentMatcher | undefined {
  if (!isMapping(node)) return present(equalsOneOf([node.value]));
  if (node.entries.length === 0)
    return problem(node, "the matcher is empty; give a value or an operator such as equals");
  const tests: ArgumentMatcher[] = [];
  for (const { name, node: operand } of node.entries) {
    const test =
      name === "exists"
        ? compileExists(operand, problem)
        : name === "not"
          ? compileNot(operand, side, problem)
          : name === "every"
            ? compileEvery(operand, side, problem)
            : compileOperator(name, operand, side, problem);
    if (test !== undefined) tests.push(test);
  }
  return (value, absent) => Math.min(...tests.map((test) => test(value, absent))) as Truth;
}

function compileOperator(
  name: string,
  operand: SourceNode,
  side: RuleSide,
  problem: Problem,
): ArgumentMatcher | undefined {
  const compile = Object.hasOwn(VALUE_OPERATORS, name) ? VALUE_OPERATORS[name] : undefined;
  if (compile === undefined)
    return problem(operand, `unknown operator "${name}"${suggestion(name, ARGUMENT_OPERATORS)}`);
  const test = compile(operand, side, problem);
  return test && present(test);
}

const present =
  (test: (value: Json) => Truth): ArgumentMatcher =>
  (value, absent) =>
    value === undefined ? absent : test(value);

function compileExists(node: SourceNode, problem: Problem): ArgumentMatcher | undefined {
  const expected = readBoolean(node, problem);
  return expected === undefined
    ? undefined
    : (value) => ((value !== undefined) === expected ? TRUE : FALSE);
}

/** `not`: what is absent stays so. Inside, what must be sure and what is enough change places. */
function compileNot(
  node: SourceNode,
  side: RuleSide,
  problem: Problem,
): ArgumentMatcher | undefined {
  const inner = compileArgumentMatcher(node, side === "restrict" ? "permit" : "restrict", problem);
  return inner && ((value, absent) => (value === undefined ? absent : not(inner(value, absent))));
}

const MOST_ELEMENTS = 1000;

/** `every`: each element of a list matches; a value that is no list is its own only element. */
function compileEvery(
  node: SourceNode,
  side: RuleSide,
  problem: Problem,
): ArgumentMatcher | undefined {
  const inner = compileArgumentMatcher(node, side, problem);
  if (inner === undefined) return undefined;
  return (value, absent) => {
    if (value === undefined) return absent;
    const elements: readonly Json[] = Array.isArray(value) ? value : [value];
    const texts = elements.filter((element) => typeof element === "string");
    if (elements.length > MOST_ELEMENTS || isTooLong(texts, LONGEST_LOOSE_TEXT)) return UNCERTAIN;
    return Math.min(TRUE, ...elements.map((element) => inner(element, absent))) as Truth;
  };
}
