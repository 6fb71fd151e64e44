import type { TestExpression } from "unbash";
import { isNumeric, type Value } from "./variables.ts";
import type { LineContext, WordReader } from "./word-reader.ts";

const ARITHMETIC = /^-(?:eq|ne|lt|le|gt|ge)$/;
const SHELL_CHARACTER = /[|&;<>()]/;

/** Reads a `[[ ... ]]`: what it evaluates, and what a POSIX shell, which does not know it, would run of it. */
export function readTest(
  expression: TestExpression,
  line: LineContext & { readonly words: WordReader },
  first = true,
): void {
  switch (expression.type) {
    case "TestUnary":
      line.words.value(expression.operand);
      if (/^-[vR]$/.test(expression.operator) && !/^\w+$/.test(expression.operand.text))
        line.opaque("its test may evaluate a subscript");
      return;
    case "TestBinary": {
      const values: readonly Value[] = [
        line.words.value(expression.left),
        line.words.value(expression.right),
      ];
      if (ARITHMETIC.test(expression.operator) && !values.every(isNumeric))
        line.opaque("its test may evaluate what a variable holds");
      const other = !first || /^[<>]$/.test(expression.operator);
      if (other || SHELL_CHARACTER.test(plain(expression.right.text)))
        line.opaque("its test is a command to a POSIX shell");
      return;
    }
    case "TestLogical":
      for (const [index, operand] of expression.operands.entries())
        readTest(operand, line, first && index === 0);
      return;
    case "TestNot":
      if (!first) line.opaque("its test is a command to a POSIX shell");
      return readTest(expression.operand, line, first);
    case "TestGroup":
      return readTest(expression.expression, line, first);
  }
}

/** A word without what is quoted in it or stands in a substitution. */
function plain(text: string): string {
  return text.replace(/'[^']*'|"[^"]*"|\\./g, "");
}
