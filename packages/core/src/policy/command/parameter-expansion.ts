import type { ParameterExpansionPart, Word } from "unbash";
import { isSecret, maySet } from "./environment.ts";
import { NUMBER, type Value } from "./variables.ts";
import type { LineContext, WordReader } from "./word-reader.ts";

/** What is known of a variable, or of a parameter such as `$?`. */
export function readVariable(name: string, line: LineContext): Value {
  checkSecret(name, line);
  return /^[#?$!]$/.test(name) ? NUMBER : line.variables.get(name);
}

/** Reads `${...}` with whatever is done to it, and what of its value is known. */
export function readParameter(
  part: ParameterExpansionPart,
  words: WordReader,
  line: LineContext,
): Value {
  const { index, operation, parameter, prefix } = part;
  words.value(index);
  checkSecret(parameter, line);
  if (index !== undefined && !/^(?:[@*]|\d+)$/.test(index.text))
    line.opaque("its subscript may be evaluated");
  if (prefix === "!" && operation?.type !== "Names")
    line.opaque("it expands a variable that another one names");
  if (prefix === "#") return index === undefined && operation === undefined ? NUMBER : undefined;
  if (operation === undefined)
    return index === undefined && prefix === undefined ? readVariable(parameter, line) : undefined;
  switch (operation.type) {
    case "Default":
      readAlternative(operation.operand, words, line);
      if (!operation.operator.includes("=")) return undefined;
      if (!maySet(parameter)) line.opaque(`it sets ${parameter}`);
      line.variables.set(parameter, undefined);
      return undefined;
    case "Remove":
      words.value(operation.operand);
      return undefined;
    case "Replace":
      words.value(operation.pattern);
      readAlternative(operation.replacement, words, line);
      return undefined;
    case "CaseModification":
      words.value(operation.operand);
      return undefined;
    case "Slice":
      words.value(operation.offset);
      words.value(operation.length);
      if (!/^[\s\d:-]*$/.test(operation.offset.text + (operation.length?.text ?? "")))
        line.opaque("its slice may evaluate what a variable holds");
      return undefined;
    case "Names":
      return undefined;
    default:
      line.opaque("it may evaluate what a variable holds");
      return undefined;
  }
}

/** Reads a word that an expansion may become. */
function readAlternative(word: Word | undefined, words: WordReader, line: LineContext): void {
  const value = words.value(word);
  if (typeof value === "string") line.mention(value);
}

function checkSecret(name: string, line: LineContext): void {
  if (isSecret(name) && !line.variables.has(name)) line.secret();
}
