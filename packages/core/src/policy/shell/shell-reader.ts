import type { Json } from "../../encoding/json.ts";
import { foldText } from "../payload/text.ts";
import { opaqueProgram, PLAIN_WORD } from "./opaque-program.ts";
import { type CommandLine, isPlainLine, parseLine } from "./parse-line.ts";
import { isTextFilter, pipedInterpreter } from "./piped-interpreter.ts";
import { splicedWord } from "./spliced-word.ts";
import { WordSearch } from "./word-search.ts";
import { WrittenFiles } from "./written-files.ts";

/** A payload may carry many commands; together they are read up to this length. */
const READING_BUDGET = 16 * 1024;
/** What it costs to have the parser read a line, however short, in characters. */
const PARSE_COST = 32;

/** Reads all commands of one payload; mutable while it does. */
export class ShellReader {
  readonly commands: (readonly string[])[] = [];
  opaque: string | undefined;
  readonly #files = new WrittenFiles();
  readonly #search = new WordSearch(this.commands);
  #budget = READING_BUDGET;

  /** Reads what stands where a command is expected. */
  value(value: Json, lines: boolean): void {
    if (typeof value === "string") this.#line(value);
    else if (Array.isArray(value) && isTexts(value)) this.#list(value, lines);
    else this.opaque ??= "it is not text";
  }

  /** Reads a program and its arguments that stand apart. */
  vector(words: readonly string[], certain: boolean): void {
    if (!this.#afford(words)) return;
    this.commands.push(words);
    if (certain) this.opaque ??= opaqueProgram(words) ?? splicedWord(words);
    // A tool that joins them into one line has a shell take them apart again.
    this.#searchText(words.join(" "), !certain);
  }

  /** Searches a text that stands where no command is expected, whatever it would do if it were one. */
  other(text: string): void {
    this.#searchText(text, true);
  }

  #list(items: readonly string[], lines: boolean): void {
    if (!this.#afford(items)) return;
    this.commands.push(items);
    this.opaque ??= opaqueProgram(items);
    // One word with a space in it is a command line in a list, not an argument vector.
    if (lines || items.length === 1 || /\s/.test(items[0] ?? "")) {
      for (const item of items) this.#line(item);
      return;
    }
    this.#files.command(items, []);
    this.opaque ??= splicedWord(items) ?? this.#files.reason;
    this.#searchWords(items);
    this.#searchText(items.join(" "), false);
  }

  #line(line: string): void {
    if (!this.#afford([line], isPlainLine(line) ? 0 : PARSE_COST)) return;
    // A shell would not run the folded text, but a tool that normalises its input would.
    const folded = foldText(line);
    if (folded === undefined) this.opaque ??= "it has too many combining marks";
    else if (folded !== line && /[^\s\x20-\x7e]/.test(line)) this.#searchText(folded, true);
    const parsed = parseLine(line, this.#files);
    this.commands.push(...parsed.commands);
    this.opaque ??= parsed.opaque ?? opaqueCall(parsed);
    for (const { words } of parsed.calls) this.#searchWords(words);
  }

  #searchWords(words: readonly string[]): void {
    const filter = isTextFilter(words);
    for (const word of words) if (!PLAIN_WORD.test(word)) this.#searchText(word, filter);
  }

  #searchText(text: string, inert: boolean): void {
    this.#search.text(text, inert);
    this.opaque ??= this.#search.opaque;
  }

  #afford(words: readonly string[], extra = 0): boolean {
    // Very many words cost too much even to count.
    if (words.length > READING_BUDGET) this.#budget = -1;
    else this.#budget -= extra + words.reduce((sum, word) => sum + word.length + 1, 0);
    if (this.#budget >= 0) return true;
    this.opaque ??= `its commands are together longer than ${READING_BUDGET} characters`;
    return false;
  }
}

function opaqueCall({ calls }: CommandLine): string | undefined {
  for (const { words, receives } of calls) {
    const reason = opaqueProgram(words) ?? (receives ? pipedInterpreter(words) : undefined);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function isTexts(value: readonly Json[]): value is readonly string[] {
  return value.every((item) => typeof item === "string");
}
