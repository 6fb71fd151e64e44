import { forEachChild, type SyntaxNode } from "unbash";
import { isLiteralPart } from "../shell/literal-part.ts";

/** The variables that a loop may set on the way, and whether each is only ever set to a number. */
export interface AssignedNames {
  readonly numeric: Map<string, boolean>;
  /** Whether it may set variables whose names are not seen. */
  any: boolean;
}

const SETS_ITS_WORDS = /^(?:read|unset|getopts|wait)$/;
const SETS_ANYTHING =
  /^(?:mapfile|readarray|printf|let|eval|source|\.|export|readonly|local|declare|typeset|command|builtin|noglob|nocorrect)$/;
const INCREMENTS = /^(?:\+\+|--)$/;

/** Finds what the commands under a node assign in their own shell. */
export function assignedNames(node: SyntaxNode): AssignedNames {
  const found: AssignedNames = { numeric: new Map(), any: false };
  collect(node, found);
  return found;
}

function collect(node: SyntaxNode, found: AssignedNames): void {
  if (node.type === "CommandExpansion" || node.type === "ProcessSubstitution") return;
  if (node.type === "Assignment") {
    const value = node.value.type === "Word" ? node.value : undefined;
    const [first, ...others] = value?.parts ?? [];
    const counted = first?.type === "ArithmeticExpansion" && others.length === 0;
    const number = counted || (first === undefined && /^(?:0|[1-9]\d*)$/.test(value?.value ?? ""));
    add(found, node.name, number && node.append !== true && node.index === undefined);
  } else if (node.type === "For" || node.type === "Select") add(found, node.name.value, false);
  else if (node.type === "ArithmeticBinary" && /(?:^|[^=!<>])=$/.test(node.operator))
    addArithmetic(found, node.left);
  else if (node.type === "ArithmeticUnary" && INCREMENTS.test(node.operator))
    addArithmetic(found, node.operand);
  else if (node.type === "ParameterExpansion" && node.operation?.type === "Default")
    add(found, node.parameter, false);
  else if (node.type === "Command") {
    const name = node.name?.value ?? "";
    // A name that is put together may become a builtin and its words.
    if (SETS_ANYTHING.test(name) || node.name?.parts?.every(isLiteralPart) === false)
      found.any = true;
    if (SETS_ITS_WORDS.test(name))
      for (const word of node.suffix)
        if (word.type === "Word") {
          if (word.parts?.every(isLiteralPart) === false) found.any = true;
          add(found, word.value, false);
        }
  }
  forEachChild(node, (child) => collect(child, found));
}

function addArithmetic(found: AssignedNames, target: SyntaxNode): void {
  if (target.type === "ArithmeticWord") add(found, target.value.trim(), true);
  else found.any = true;
}

function add(found: AssignedNames, name: string, numeric: boolean): void {
  found.numeric.set(name, numeric && found.numeric.get(name) !== false);
}
