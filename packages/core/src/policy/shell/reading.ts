import type { Json, JsonObject } from "../../encoding/json.ts";
import { pointedAt } from "../json-pointer.ts";
import { foldText } from "../text.ts";
import { declaredCommands, findCommands } from "./find-commands.ts";
import { opaqueProgram } from "./opaque-program.ts";
import { type CommandLine, parseLine } from "./parse-line.ts";

/**
 * How far a text search can be trusted with the shell commands of a call.
 *
 * A search finds what stands there; a shell runs what the words become. Not finding a text clears a command
 * only if all its words are literal and its programs do nothing but what their words say.
 */
export interface ShellReading {
  /** Whether the payload carries a command where one is expected. */
  readonly found: boolean;
  /** Why a text search cannot clear the command, or undefined where it can. */
  readonly opaque: string | undefined;
  /** The words of each simple command, unquoted. */
  readonly commands: readonly (readonly string[])[];
}

const SHELL_SEGMENTS: ReadonlySet<string> = new Set(
  "shell bash sh zsh terminal powershell cmd command console".split(" "),
);

/** Whether a capability's first two segments say that its calls run shell commands. */
export function isShellCapability(segments: readonly string[]): boolean {
  return segments.slice(0, 2).some((segment) => SHELL_SEGMENTS.has(segment));
}

/** Reads the shell commands of a payload: at the declared pointers, else under the usual argument names. */
export function readShell(payload: JsonObject, pointers?: readonly string[]): ShellReading {
  const { values, vectors, crowded } =
    pointers === undefined ? findCommands(payload) : declaredCommands(pointedAt(payload, pointers));
  const reader = new ShellReader();
  if (crowded) reader.opaque = "its arguments can be put together in too many ways";
  for (const { value, lines } of values) reader.value(value, lines);
  for (const { words, certain } of vectors) reader.vector(words, certain);
  return { found: values.length > 0, opaque: reader.opaque, commands: reader.commands };
}

/** A payload may carry many commands; together they are read up to this length. */
const READING_BUDGET = 16 * 1024;

/** A word with one of these may be a command line of its own. */
const SHELL_SYNTAX = /[\s'"\\$`;|&<>(){}*?]/;

class ShellReader {
  readonly commands: (readonly string[])[] = [];
  opaque: string | undefined;
  #budget = READING_BUDGET;

  value(value: Json, lines: boolean): void {
    if (typeof value === "string") this.#line(value);
    else if (Array.isArray(value) && value.every((item) => typeof item === "string"))
      this.#list(value, lines);
    else this.opaque ??= "it is not text";
  }

  vector(words: readonly string[], certain: boolean): void {
    if (!this.#afford(lengthOf(words))) return;
    this.commands.push(words);
    if (certain) this.opaque ??= opaqueProgram(words);
    // A tool that joins them into one line has a shell take them apart again.
    this.#parse(words.join(" "));
  }

  #list(items: readonly string[], lines: boolean): void {
    if (!this.#afford(lengthOf(items))) return;
    this.commands.push(items);
    this.opaque ??= opaqueProgram(items);
    // One word with a space in it is a command line in a list, not an argument vector.
    const areLines = lines || items.length === 1 || /\s/.test(items[0] ?? "");
    for (const item of items)
      if (areLines) this.#line(item);
      else if (SHELL_SYNTAX.test(item)) this.#parse(item);
  }

  #line(line: string): void {
    const parsed = this.#parse(line);
    this.opaque ??=
      parsed.opaque ?? parsed.commands.map(opaqueProgram).find((reason) => reason !== undefined);
  }

  #parse(line: string): CommandLine {
    if (!this.#afford(line.length)) return { commands: [], opaque: this.opaque };
    // A shell would not run the folded text, but a tool that normalises its input would.
    const folded = foldText(line);
    if (folded !== line && /[^\s\x20-\x7e]/.test(line))
      this.commands.push(...parseLine(folded).commands);
    const parsed = parseLine(line);
    this.commands.push(...parsed.commands);
    return parsed;
  }

  #afford(length: number): boolean {
    this.#budget -= length;
    if (this.#budget >= 0) return true;
    this.opaque ??= `its commands are together longer than ${READING_BUDGET} characters`;
    return false;
  }
}

/** The characters of some words, and one more for each word. */
function lengthOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + word.length + 1, 0);
}
