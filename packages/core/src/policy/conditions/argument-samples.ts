import type { Json } from "../../encoding/json.ts";
import type { Amount } from "../payload/amounts.ts";
import type { SourceNode } from "../document/source.ts";
import { isMapping, scalarText } from "../document/source-values.ts";
import { readBound } from "./amount.ts";
import type { Samples } from "./condition.ts";
import { compileRegex } from "./match-regex.ts";
import { regexExamples } from "./regex-examples.ts";

const LONGEST_SAMPLE = 4096;
const ONE_OF_EACH_TYPE: readonly Json[] = ["unlisted", "", 0, 0.5, true, null, [], {}];

/** What the samples of one argument are made of; filled operator by operator. */
interface Draft {
  readonly values: Json[];
  readonly bounds: Amount[];
  readonly missing: string[];
  complete: boolean;
}

/** Samples for a matcher, as the policy writes it, of the argument at a JSON Pointer. */
export function sampleArgument(pointer: string, node: SourceNode): Samples {
  const draft: Draft = { values: [], bounds: [], missing: [], complete: true };
  sampleInto(node, draft);
  const { values, bounds, missing, complete } = draft;
  return { at: pointer, values: [...values, ...ONE_OF_EACH_TYPE], bounds, missing, complete };
}

function sampleInto(node: SourceNode, draft: Draft): void {
  if (isMapping(node))
    for (const { name, node: operand } of node.entries) sampleOperator(name, operand, draft);
  else sampleEqual([node.value], draft);
}

function sampleOperator(name: string, operand: SourceNode, draft: Draft): void {
  const texts = (operand.items.length === 0 ? [operand] : operand.items).map((item) => item.value);
  if (name === "equals") sampleEqual([operand.value], draft);
  else if (name === "in" || name === "not_in") sampleEqual(texts, draft);
  else if (["gt", "gte", "lt", "lte"].includes(name)) {
    const bound = readBound(operand);
    if (bound !== undefined) draft.bounds.push(bound);
  } else if (name === "starts_with") {
    for (const text of texts)
      if (typeof text === "string") draft.values.push(text, `${text}x`, `x${text}`);
  } else if (name === "length_lte") sampleLength(Number(operand.value), draft);
  else if (name === "not") sampleInto(operand, draft);
  else if (name === "every") {
    sampleInto(operand, draft);
    draft.values.push([], ...draft.values.map((value) => [value]));
  } else if (name === "matches") sampleMatches(scalarText(operand), draft);
}

function sampleEqual(values: readonly Json[], draft: Draft): void {
  for (const value of values) {
    draft.values.push(value);
    // Equal but for what readers disagree on: uncertain.
    if (typeof value === "string" && value !== "") draft.values.push(` ${value}`);
  }
}

function sampleLength(length: number, draft: Draft): void {
  if (length > LONGEST_SAMPLE) draft.missing.push(`no text of length ${length} was made`);
  else draft.values.push("x".repeat(length), "x".repeat(length + 1));
}

function sampleMatches(pattern: string, draft: Draft): void {
  draft.complete = false;
  const regex = compileRegex(pattern);
  if (typeof regex === "string") return;
  const examples = regexExamples(pattern, (text) => regex.test(text));
  if (examples.length === 0) draft.missing.push(`no text was found that ${pattern} matches`);
  draft.values.push(...examples);
}
