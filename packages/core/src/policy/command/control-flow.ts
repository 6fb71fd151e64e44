import type { AndOr, Case, CompoundList, For, If, Select, SyntaxNode, While, Word } from "unbash";
import { assignedNames } from "./assigned-names.ts";
import { maySet } from "./environment.ts";
import type { ScriptReader } from "./script-reader.ts";
import { isNumeric, NUMBER, type Variables } from "./variables.ts";

/** Reads `a && b || c`: what stands behind an operator may run or not. */
export function readAndOr(
  { commands, operators }: AndOr,
  receives: boolean,
  script: ScriptReader,
): void {
  for (const operator of operators) script.findings.operators.add(operator);
  const [first, ...rest] = commands;
  if (first !== undefined) script.visit(first, receives);
  const any = script.variables.copy();
  let certain = true;
  for (const [index, command] of rest.entries()) {
    certain &&= operators[index] === "&&";
    if (!certain) script.variables.join(any);
    script.visit(command, receives);
    any.join(script.variables);
  }
  script.variables.join(any);
}

/** Reads an `if` with all its branches. */
export function readIf(node: If, receives: boolean, script: ScriptReader): void {
  const ends: Variables[] = [];
  const branch = (body: CompoundList): void => {
    const before = script.variables;
    script.variables = before.copy();
    script.list(body, receives);
    ends.push(script.variables);
    script.variables = before;
  };
  script.list(node.clause, receives);
  branch(node.then);
  for (const { clause, then } of node.elif) {
    script.list(clause, receives);
    branch(then);
  }
  if (node.else !== undefined) branch(node.else);
  for (const end of ends) script.variables.join(end);
}

/** Reads a `while` or `until` loop. */
export function readWhile(node: While, receives: boolean, script: ScriptReader): void {
  widen(node, script);
  script.list(node.clause, receives);
  script.maybe(() => script.list(node.body, receives));
}

/** Reads a `for` loop over words, or a `select`. */
export function readFor(node: For | Select, receives: boolean, script: ScriptReader): void {
  const name = node.name.value;
  const fields = node.wordlist?.flatMap((word) => script.words.fields(word));
  for (const { shape, text } of fields ?? []) script.mention(text ?? shape ?? "");
  if (!maySet(name)) script.opaque(`it sets ${name}`);
  widen(node, script);
  const numeric = fields?.every(({ text }) => text !== undefined && isNumeric(text)) === true;
  const [only, ...others] = fields ?? [];
  script.maybe(() => {
    if (node.type === "For" && numeric) script.variables.set(name, NUMBER);
    else if (node.type === "For" && others.length === 0 && only?.one === true)
      script.variables.set(name, only.text);
    else script.variables.set(name, undefined);
    script.list(node.body, receives);
  });
}

/** Reads a `case` with all its branches. */
export function readCase(node: Case, receives: boolean, script: ScriptReader): void {
  script.words.value(node.word);
  const before = script.variables.copy();
  for (const { body, pattern } of node.items) {
    if (!isPatternList(pattern, script.source))
      script.opaque("it is not a well-formed shell command");
    for (const word of pattern) script.words.value(word);
    // One branch may go on into the next, so each sees what any before it left.
    script.variables.join(before);
    script.list(body, receives);
  }
  script.variables.join(before);
}

/** Whether a single `|` stands between each two patterns of a branch. */
function isPatternList(patterns: readonly Word[], source: string): boolean {
  return patterns.every((pattern, index) => {
    const next = patterns[index + 1];
    return next === undefined || /^\s*\|\s*$/.test(source.slice(pattern.end, next.pos));
  });
}

/** Forgets what a loop may have changed by its second turn. */
export function widen(node: SyntaxNode, script: ScriptReader): void {
  const { any, numeric } = assignedNames(node);
  if (any) script.variables.clear();
  for (const [name, onlyNumbers] of numeric)
    script.variables.set(
      name,
      onlyNumbers && isNumeric(script.variables.get(name)) ? NUMBER : undefined,
    );
}
