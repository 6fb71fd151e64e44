import type { SourceNode } from "./source.ts";

/** Reports what is wrong with a value and how to mend it. */
export type Problem = (node: SourceNode, message: string) => undefined;

/** The node's text, which must not be empty. */
export function readText(node: SourceNode, problem: Problem): string | undefined {
  if (typeof node.value === "string" && node.value !== "") return node.value;
  return problem(node, `expected text, got ${describe(node)}${quoteHint(node)}`);
}

/** The node's texts: one text, or a list of at least one. */
export function readTexts(node: SourceNode, problem: Problem): readonly string[] | undefined {
  if (!isList(node)) {
    const text = readText(node, problem);
    return text === undefined ? undefined : [text];
  }
  if (node.items.length === 0)
    return problem(node, "the list is empty; a rule with nothing to match is a mistake");
  const texts = node.items.map((item) => readText(item, problem));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** The node's boolean. */
export function readBoolean(node: SourceNode, problem: Problem): boolean | undefined {
  if (typeof node.value === "boolean") return node.value;
  return problem(node, `expected true or false, got ${describe(node)}`);
}

/** The node's whole number, from `least` on. */
export function readWholeNumber(
  node: SourceNode,
  least: number,
  problem: Problem,
): number | undefined {
  const { value } = node;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
  return problem(node, `expected a whole number from ${least}, got ${describe(node)}`);
}

/** Whether the node is a list. */
export function isList(node: SourceNode): boolean {
  return Array.isArray(node.value);
}

/** Whether the node is a mapping. */
export function isMapping(node: SourceNode): boolean {
  return typeof node.value === "object" && node.value !== null && !Array.isArray(node.value);
}

/** Whether a text has a control character other than tab and line breaks, which no author means to write. */
export function hasControlCharacter(text: string): boolean {
  return /(?![\t\n\r])\p{Cc}/u.test(text);
}

/** A scalar as text, whatever its type; empty for a list or a mapping. */
export function scalarText(node: SourceNode): string {
  const { value } = node;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}

/** What a node is, for an error message. */
export function describe(node: SourceNode): string {
  if (isList(node)) return "a list";
  if (isMapping(node)) return "a mapping";
  if (node.value === null) return "nothing";
  if (node.value === "") return "an empty text";
  return JSON.stringify(node.value);
}

function quoteHint(node: SourceNode): string {
  return typeof node.value === "number" || typeof node.value === "boolean"
    ? `; put it in quotes: "${node.text}"`
    : "";
}
