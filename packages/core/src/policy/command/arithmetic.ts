import type { ArithmeticExpression } from "unbash";
import { maySet } from "./environment.ts";
import { isNumeric, NUMBER, type Variables } from "./variables.ts";

const ASSIGNMENT = /^(?:[-+*/%&|^]|<<|>>)?=$/;
const LITERAL = /^(?:\d{1,18}|0[xX][\da-fA-F]{1,15})$/;
const NAME = /^[A-Za-z_]\w*$/;
const EXPANDED_NAME = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})$/;
const COUNTS = /^\$(?:[#?$!]|\{#\w+\})$/;

/**
 * Whether arithmetic surely does nothing but count. Bash evaluates the text of a variable it meets there, down to
 * the command substitutions in its subscripts, so each variable must be known to hold a number.
 */
export function isHarmlessArithmetic(
  expression: ArithmeticExpression | undefined,
  variables: Variables,
): boolean {
  if (expression === undefined) return false;
  const harmless = (part: ArithmeticExpression): boolean => isHarmlessArithmetic(part, variables);
  switch (expression.type) {
    case "ArithmeticBinary":
      if (ASSIGNMENT.test(expression.operator))
        return assigns(expression.left, expression.operator, variables, harmless(expression.right));
      return harmless(expression.left) && harmless(expression.right);
    case "ArithmeticUnary":
      return (
        harmless(expression.operand) &&
        (!/^(?:\+\+|--)$/.test(expression.operator) ||
          assigns(expression.operand, "=", variables, true))
      );
    case "ArithmeticTernary":
      return (
        harmless(expression.test) &&
        harmless(expression.consequent) &&
        harmless(expression.alternate)
      );
    case "ArithmeticGroup":
      return harmless(expression.expression);
    case "ArithmeticWord":
      return isNumber(expression.value.trim(), variables);
    default:
      return false;
  }
}

function assigns(
  target: ArithmeticExpression,
  operator: string,
  variables: Variables,
  harmless: boolean,
): boolean {
  if (!harmless || target.type !== "ArithmeticWord") return false;
  const name = target.value.trim();
  if (!NAME.test(name) || !maySet(name)) return false;
  if (operator !== "=" && !isNumeric(variables.get(name))) return false;
  variables.set(name, NUMBER);
  return true;
}

function isNumber(word: string, variables: Variables): boolean {
  if (LITERAL.test(word) || COUNTS.test(word)) return true;
  const expanded = EXPANDED_NAME.exec(word);
  const name = expanded?.[1] ?? expanded?.[2] ?? word;
  return NAME.test(name) && isNumeric(variables.get(name));
}
