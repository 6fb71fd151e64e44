import { parse } from "unbash";
import { foldText } from "../payload/text.ts";
import { isPlainLine } from "../shell/parse-line.ts";
import { splicedWord } from "../shell/spliced-word.ts";
import { isBuiltin, readBuiltin } from "./builtins.ts";
import { type Field, known } from "./fields.ts";
import type { Findings } from "./findings.ts";
import { ScriptReader } from "./script-reader.ts";
import { readRun } from "./unwrap-run.ts";

/** All command lines of a payload, and those inside them, are together read up to this length. */
const MAXIMUM_LENGTH = 8 * 1024;
/** Scripts inside scripts, as in `sh -c "sh -c '...'"`. */
const MAXIMUM_DEPTH = 8;
/** What may make the parser start over on all that follows: so many of them, times so many characters, take 20 ms. */
const OPENERS = /[(`[]|\$\{|<<|\b(?:case|do|then)\b/g;
const MAXIMUM_OPENERS = 96;
const MAXIMUM_REREAD = 128 * 1024;
const KEYWORD =
  /^(?:if|then|elif|else|fi|for|while|until|do|done|case|esac|select|function|time|coproc|in)$/;
const CONTROL = /(?![\t\n])\p{Cc}/u;
/** No line starts with an operator, but the parser lets one pass inside a compound command. */
const STRAY_OPERATOR = /(?<!\\)\n[ \t]*(?:;(?!;)|&|\|)/;
/** Inside `case`, bash takes the "in" of a loop only on the line of the loop's name. */
const LATE_IN = /\n[ \t]*in\b/;
const BEYOND_ASCII = /[^\s\x20-\x7e]/;

/** Reads command lines and argument vectors into one set of findings. */
export class LineReader {
  readonly findings: Findings;
  #length = 0;
  #depth = 0;

  constructor(findings: Findings) {
    this.findings = findings;
  }

  /** Reads a command line as a shell would. */
  line(text: string, receives = false): void {
    if (!this.#afford(text.length)) return;
    if (isPlainLine(text)) {
      const words = text.split(" ");
      const [program = ""] = words;
      if (!program.includes("=") && !KEYWORD.test(program))
        return this.#words(words.map(known), receives);
    }
    const doubt = unreadable(text);
    if (doubt !== undefined) return this.#opaque(doubt);
    this.#depth += 1;
    if (this.#depth > MAXIMUM_DEPTH) this.#opaque("its scripts stand in one another too deep");
    else this.#script().read(parse(text), receives, text);
    this.#depth -= 1;
  }

  /** Reads an argument vector, which no shell takes apart. */
  vector(words: readonly string[]): void {
    if (!this.#afford(words.length > MAXIMUM_LENGTH ? Infinity : lengthOf(words))) return;
    const spliced = splicedWord(words);
    if (spliced !== undefined) this.#opaque(spliced);
    this.#words(words.map(known), false);
  }

  #words(fields: readonly Field[], receives: boolean): void {
    const program = fields[0]?.text ?? "";
    if (isBuiltin(program)) readBuiltin(fields, receives, this.#script());
    else readRun(fields, receives, this.#script());
  }

  #script(): ScriptReader {
    return new ScriptReader(this.findings, (text, receives) => this.line(text, receives));
  }

  #afford(length: number): boolean {
    this.#length += length;
    if (this.#length <= MAXIMUM_LENGTH) return true;
    this.#opaque(`its commands are together longer than ${MAXIMUM_LENGTH} characters`);
    return false;
  }

  #opaque(reason: string): void {
    this.findings.opaque ??= reason;
  }
}

/** Why a line is not given to the parser, or undefined. */
function unreadable(text: string): string | undefined {
  if (CONTROL.test(text)) return "it has control characters";
  if (text.includes("$[")) return "it uses $[, which not every shell reads alike";
  if (endsEscaped(text)) return "it ends in a backslash, so it may go on";
  if (text.includes(")#")) return "it has a # that may begin a comment or not";
  if (LATE_IN.test(text)) return 'an "in" of it stands on a line of its own';
  if (STRAY_OPERATOR.test(text)) return "a line of it starts with an operator";
  const openers = text.match(OPENERS)?.length ?? 0;
  if (openers > MAXIMUM_OPENERS || openers * text.length > MAXIMUM_REREAD)
    return "its substitutions and groups are too many to be read";
  if (!BEYOND_ASCII.test(text)) return undefined;
  // A tool that normalises its input would run another text than the one that is read.
  const folded = foldText(text);
  return folded === text.replace(/\s+/g, " ").trim()
    ? undefined
    : "it has characters that may be read as others";
}

function lengthOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + word.length + 1, 0);
}

/** Whether the last character is a backslash that no other escapes. */
function endsEscaped(text: string): boolean {
  let end = text.length;
  while (text[end - 1] === "\\") end -= 1;
  return (text.length - end) % 2 === 1;
}
