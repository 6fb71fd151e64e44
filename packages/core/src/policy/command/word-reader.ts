import {
  type ArithmeticExpression,
  type AssignmentPrefix,
  forEachChild,
  type ParsedScript,
  type Word,
  type WordPart,
} from "unbash";
import { isHarmlessArithmetic } from "./arithmetic.ts";
import { isIdentifier } from "./environment.ts";
import { type Field, fieldsOf, type Piece } from "./fields.ts";
import { NUMBER, type Value, type Variables } from "./variables.ts";
import { MANY, PartReader, UNKNOWN } from "./word-parts.ts";

/** What reading a word needs of the line it stands in. */
export interface LineContext {
  readonly variables: Variables;
  /** Takes note of a text that may become a word which is not known. */
  mention(text: string): void;
  /** Takes note that more may happen than is seen, and why. */
  opaque(reason: string): void;
  /** Takes note that a variable of the environment is used that holds a secret. */
  secret(): void;
  /** Reads commands that a substitution runs. */
  substitution(script: ParsedScript | undefined, receives: boolean): void;
}

const MAXIMUM_ALTERNATIVES = 64;
const MAXIMUM_WORDS = 1024;
const UNREAD_EXPANSION = /(?:^|[^\\])(?:\$[({]|[<>]\(|`)/;
const OPERATOR = /(?:^|[^\\])[()<>|&;]/;

/** Reads words as bash expands them: braces, tilde, variables, substitutions, splitting and globs. */
export class WordReader {
  readonly #line: LineContext;
  readonly #parts: PartReader;
  #alternatives = 0;

  constructor(line: LineContext) {
    this.#line = line;
    this.#parts = new PartReader(line, this);
  }

  /** The words that one word becomes. */
  fields(word: Word): readonly Field[] {
    const parts = word.parts;
    this.#checkPlain(word);
    if ((parts ?? [word]).some(hasOperator))
      this.#line.opaque("it is not a well-formed shell command");
    if (parts === undefined) return fieldsOf([{ kind: "text", text: word.value }]);
    let alternatives: Piece[][] = [[]];
    for (const part of parts) {
      const choices = this.#parts.choices(
        part,
        alternatives.some((pieces) => pieces.length > 0),
      );
      const [only = []] = choices;
      if (choices.length === 1) for (const pieces of alternatives) pieces.push(...only);
      else if (choices.length * alternatives.length > MAXIMUM_ALTERNATIVES) return fieldsOf([MANY]);
      else
        alternatives = alternatives.flatMap((before) =>
          choices.map((after) => [...before, ...after]),
        );
    }
    this.#alternatives += alternatives.length - 1;
    if (this.#alternatives > MAXIMUM_WORDS) {
      this.#line.opaque("its braces make too many words");
      return fieldsOf([MANY]);
    }
    return alternatives.flatMap((pieces) => {
      // A path with a variable in it is no known word, but an empty one leaves what stands around it.
      if (pieces.length > 1 && pieces.includes(MANY))
        this.#line.mention(pieces.map(shown).join(""));
      return fieldsOf(homeIsWhole(pieces) ? pieces : [MANY]);
    });
  }

  /** What a word is worth where it is not split and not globbed, as in an assignment. */
  value(word: Word | undefined): Value {
    const parts = word?.parts;
    if (word !== undefined) this.#checkPlain(word);
    if (word === undefined || parts === undefined) return word?.value ?? "";
    let text = "";
    for (const part of parts) {
      if (part.type === "BraceExpansion" && part.parts === undefined) text += part.text;
      else {
        const [pieces = [], ...others] = this.#parts.choices(part, true);
        if (others.length > 0) return undefined;
        for (const piece of pieces) {
          if (piece.kind === "number" && parts.length === 1) return NUMBER;
          if (!("text" in piece)) text = "\0";
          else text += piece.text;
        }
      }
    }
    return text.includes("\0") ? undefined : text;
  }

  /** Reads an arithmetic expression, with what is substituted in it. */
  arithmetic(expression: ArithmeticExpression | undefined): void {
    if (expression !== undefined) this.#substituted(expression);
    if (!isHarmlessArithmetic(expression, this.#line.variables))
      this.#line.opaque("its arithmetic may evaluate what a variable holds");
  }

  #substituted(expression: ArithmeticExpression): void {
    if (expression.type === "ArithmeticCommandExpansion")
      this.#line.substitution(expression.script, false);
    else if (expression.type === "ArithmeticWord") this.parts(expression.parts);
    else forEachChild(expression, (child) => this.#substituted(child as ArithmeticExpression));
  }

  /** Reads the parts of a text whose words do not matter, such as a here-document. */
  parts(parts: readonly WordPart[] | undefined): void {
    for (const part of parts ?? []) this.#parts.choices(part, true);
  }

  /** An assignment that stands among the arguments of a program. */
  argument(assignment: AssignmentPrefix): readonly Field[] {
    const { name, value, index, append } = assignment;
    if (!isIdentifier(name)) this.#line.opaque("it is not a well-formed shell command");
    if (value.type !== "Word" || index !== undefined || append === true) {
      this.#line.opaque("it sets an array");
      return fieldsOf([MANY]);
    }
    const known = this.value(value);
    return fieldsOf([
      { kind: "text", text: `${name}=` },
      typeof known === "string" ? { kind: "text", text: known } : UNKNOWN,
    ]);
  }

  /** An expansion that the parser leaves as text is a fault that it has not reported. */
  #checkPlain({ parts, text }: Word): void {
    if (parts === undefined && UNREAD_EXPANSION.test(text))
      this.#line.opaque("it is not a well-formed shell command");
  }
}

/** Whether an operator stands where only text may: it would end the word. */
function hasOperator({ text, type }: Word | WordPart): boolean {
  return (type === "Word" || type === "Literal") && OPERATOR.test(text);
}

const shown = (piece: Piece): string => ("text" in piece ? piece.text : "");

/** Whether a `~` at the start is the whole first part of a path, as in `~/x`, or the word has none. */
function homeIsWhole([first, second]: readonly Piece[]): boolean {
  if (first?.kind !== "text" || first.text !== "~" || second === undefined) return true;
  return "text" in second && second.text.startsWith("/");
}
