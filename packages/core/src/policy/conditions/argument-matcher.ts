import { canonicalJson } from "../../encoding/canonical-json.ts";
import type { Json } from "../../encoding/json.ts";
import { readAmount } from "../payload/amounts.ts";
import { type SourceNode, suggestion } from "../document/source.ts";
import {
  describe,
  isList,
  isMapping,
  readBoolean,
  readText,
  readTexts,
  readWholeNumber,
} from "../document/source-values.ts";
import { foldText } from "../payload/text.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { compareAmount, type Comparison, readBound } from "./amount.ts";
import type { RuleSide } from "./condition.ts";
import { compileRegex, isTooLong } from "./match-regex.ts";

/** Answers whether one argument matches; `absent` is what a missing argument means. */
export type ArgumentMatcher = (value: Json | undefined, absent: Truth) => Truth;

type Problem = (node: SourceNode, message: string) => undefined;
type CompileTest = (
  node: SourceNode,
  side: RuleSide,
  problem: Problem,
) => ((value: Json) => Truth) | undefined;

const OPERATORS: Readonly<Record<string, CompileTest>> = {
  equals: (node) => compileEquals([node.value]),
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

/** Every operator of a matcher. */
export const ARGUMENT_OPERATORS: readonly string[] = [
  ...Object.keys(OPERATORS),
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
  if (!isMapping(node)) return present(compileEquals([node.value]));
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
  const compile = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
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

/** One value to compare with; its forms are made once. */
class Operand {
  readonly #kind: string;
  readonly #canonical: string;
  readonly #folded: string | undefined;

  constructor(value: Json) {
    this.#kind = kindOf(value);
    this.#canonical = canonicalJson(value);
    this.#folded = typeof value === "string" ? looseForm(value) : undefined;
  }

  /**
   * Whether a value is equal as JSON. What a tool may take for the same is uncertain: values of different
   * types (`"5"` and `5`), and texts that differ in case, invisible characters or white space.
   */
  compare(value: Json, canonical: () => string): Truth {
    if (kindOf(value) !== this.#kind) return UNCERTAIN;
    if (canonical() === this.#canonical) return TRUE;
    return typeof value === "string" && looseForm(value) === this.#folded ? UNCERTAIN : FALSE;
  }
}

const LONGEST_LOOSE_TEXT = 4096;

/** A text without what readers disagree on; undefined where it is too long to be a name or a value of a list. */
function looseForm(text: string): string | undefined {
  return text.length > LONGEST_LOOSE_TEXT ? undefined : foldText(text)?.toLowerCase();
}

function compileEquals(values: readonly Json[]): (value: Json) => Truth {
  const operands = values.map((value) => new Operand(value));
  return (value) => {
    let text: string | undefined;
    const canonical = (): string => (text ??= canonicalJson(value));
    return Math.max(...operands.map((operand) => operand.compare(value, canonical))) as Truth;
  };
}

const not = (truth: Truth): Truth => (2 - truth) as Truth;

function compileList(node: SourceNode, problem: Problem): ((value: Json) => Truth) | undefined {
  const listed = node.items.map((item) => item.value);
  if (!isList(node) || listed.length === 0)
    return problem(node, `expected a list of values, got ${describe(node)}`);
  return compileEquals(listed);
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

function kindOf(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
