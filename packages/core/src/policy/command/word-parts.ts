import type { DoubleQuotedChild, WordPart } from "unbash";
import { expandBraces } from "./braces.ts";
import type { Piece } from "./fields.ts";
import { readParameter, readVariable } from "./parameter-expansion.ts";
import { NUMBER, type Value } from "./variables.ts";
import type { LineContext, WordReader } from "./word-reader.ts";

/** Any words, or none. */
export const MANY: Piece = { kind: "many" };
/** Some text that stays in its word. */
export const UNKNOWN: Piece = { kind: "unknown" };

/** A spelling that few shells know: bash reads `\x{2f}` as `/`. */
const BRACED = /\\x\{/i;
/** A spelling of NUL between `$'` and `'`. */
const NUL = /\\(?:0{3}|0{1,2}(?![0-7])|x0{2}|x0(?![\da-f])|u0{4}|u0{1,3}(?![\da-f])|c@)/i;

/** Reads one part of a word: the pieces that a quote, an expansion, a glob or braces leave there. */
export class PartReader {
  readonly #line: LineContext;
  readonly #words: WordReader;

  constructor(line: LineContext, words: WordReader) {
    this.#line = line;
    this.#words = words;
  }

  /** The choices of pieces that a part leaves; only braces leave several. */
  choices(part: WordPart, inside: boolean): readonly (readonly Piece[])[] {
    if (part.type !== "BraceExpansion") return [this.#pieces(part, inside)];
    const words = part.parts === undefined ? expandBraces(part.text) : undefined;
    if (words === undefined) {
      this.#words.parts(part.parts);
      return [[MANY]];
    }
    return words.map((text) => (text === "" ? [] : [{ kind: "text", text }]));
  }

  #pieces(part: WordPart, inside: boolean): readonly Piece[] {
    switch (part.type) {
      case "Literal":
      case "SingleQuoted":
        return [{ kind: "text", text: part.value }];
      case "AnsiCQuoted":
        // A POSIX shell ends the quote at `\'`; bash ends the text at a NUL.
        if (part.text.includes("\\'") || BRACED.test(part.text) || NUL.test(part.text))
          this.#line.opaque("its quotes mean different things to different shells");
        return [{ kind: "text", text: part.value }];
      case "DoubleQuoted":
        if (part.parts.length === 0) return [{ kind: "text", text: "" }];
        return part.parts.flatMap((child, index) => this.#quoted(child, inside || index > 0));
      case "LocaleString":
        for (const child of part.parts) this.#quoted(child, true);
        return [UNKNOWN];
      case "Glob":
        if (part.kind !== "bracket" || part.parts.every(({ type }) => type === "Literal"))
          return [{ kind: "glob", text: part.text }];
        this.#words.parts(part.parts);
        return [MANY];
      case "ExtendedGlob":
        this.#words.parts(part.parts);
        this.#line.opaque("it uses an extended glob");
        return [MANY];
      case "ProcessSubstitution":
        this.#line.substitution(part.script, part.operator === ">");
        return [{ kind: "text", text: "/dev/fd/63" }];
      case "BraceExpansion":
        return [MANY];
      default: {
        const value = this.#expansion(part);
        if (value === NUMBER) return [{ kind: "number" }];
        if (value !== undefined) return [{ kind: "split", text: value }];
        return [!inside && isHome(part.text) ? { kind: "text", text: "~" } : MANY];
      }
    }
  }

  #quoted(part: DoubleQuotedChild, inside: boolean): readonly Piece[] {
    if (part.type === "Literal") return [{ kind: "text", text: part.value }];
    if (part.type === "ParameterExpansion" && /['"`\\]/.test(part.text))
      this.#line.opaque("its quotes mean different things to different shells");
    const value = this.#expansion(part);
    if (value === NUMBER) return [{ kind: "number" }];
    if (value !== undefined) return [{ kind: "text", text: value }];
    if (!inside && isHome(part.text)) return [{ kind: "text", text: "~" }];
    return [/@/.test(part.text) && part.type !== "CommandExpansion" ? MANY : UNKNOWN];
  }

  #expansion(part: Exclude<DoubleQuotedChild, { type: "Literal" }>): Value {
    switch (part.type) {
      case "SimpleExpansion":
        return readVariable(part.text.slice(1), this.#line);
      case "ParameterExpansion":
        return readParameter(part, this.#words, this.#line);
      case "CommandExpansion":
        if (part.text.startsWith("${"))
          this.#line.opaque("it uses ${ }, which few shells read alike");
        this.#line.substitution(part.script, false);
        return undefined;
      default:
        this.#words.arithmetic(part.expression);
        return NUMBER;
    }
  }
}

const isHome = (text: string): boolean => text === "$HOME" || text === "${HOME}";
