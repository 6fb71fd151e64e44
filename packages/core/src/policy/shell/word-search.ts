import { foldText } from "../payload/text.ts";
import { PLAIN_WORD } from "./opaque-program.ts";
import { isPlainLine, parseLine } from "./parse-line.ts";
import { isTextFilter, pipedInterpreter } from "./piped-interpreter.ts";

/** Words that may be command lines are together read up to this length. */
const SEARCH_BUDGET = 8 * 1024;
/** What it costs to have the parser read a word, however short, in characters. */
const PARSE_COST = 32;

/**
 * Reads texts as command lines that some program may run, as `git grep -O'...'` does, for what a search finds
 * in them. Nearly none of them is one, so a text that is no clear command line does not matter, unless it
 * has an interpreter run what a pipe sends it.
 */
export class WordSearch {
  opaque: string | undefined;
  readonly #commands: (readonly string[])[];
  #budget = SEARCH_BUDGET;

  /** `commands` is where the words of what is found are added. */
  constructor(commands: (readonly string[])[]) {
    this.#commands = commands;
  }

  /** Reads a text, and what follows an option's name in it; an `inert` text is surely only read. */
  text(text: string, inert: boolean): void {
    if (isPlainLine(text)) {
      if (!text.includes(" ")) return;
      for (const line of [text, ...valuesOf(text)])
        if (this.#afford(line.length)) this.#commands.push(line.trim().split(" "));
      return;
    }
    if (text.trim() === "" || !this.#afford(text.length + PARSE_COST)) return;
    const folded = foldText(text);
    if (folded === undefined) this.opaque ??= "a word of it has too many combining marks";
    else if (folded !== text && /[^\s\x20-\x7e]/.test(text)) this.text(folded, inert);
    for (const value of valuesOf(text)) this.text(value, inert);
    const { commands, calls, deep } = parseLine(text);
    if (deep) this.opaque ??= "a word of it is too long or too deep to be read";
    this.#commands.push(...commands);
    for (const { words, receives } of calls) {
      if (receives && !inert) this.opaque ??= pipedInterpreter(words);
      for (const word of words)
        if (word !== text && !PLAIN_WORD.test(word)) this.text(word, inert || isTextFilter(words));
    }
  }

  #afford(length: number): boolean {
    this.#budget -= length;
    if (this.#budget >= 0) return true;
    this.opaque ??= `its words are together longer than ${SEARCH_BUDGET} characters`;
    return false;
  }
}

/** What is attached to a name, a sign or some letters of options: `r` in `--pager=r`, `exec:r`, `!r`, `-Or` and `-abr`. */
function valuesOf(word: string): readonly string[] {
  if (/^-\w/.test(word) && !/^-\w*=/.test(word))
    return [2, 3, 4].filter((start) => start < word.length).map((start) => word.slice(start));
  const value = /^(?:[\w.-]+[:=]|[|:@!+&;]+)([^]+)$/.exec(word)?.[1];
  return value === undefined ? [] : [value];
}
