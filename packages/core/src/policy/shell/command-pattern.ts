import { basename } from "./basename.ts";

/** A literal such as `rm -rf /` read as a command: a program, its one-letter options and its other words. */
export interface CommandPattern {
  readonly program: string;
  readonly letters: readonly string[];
  readonly words: readonly string[];
}

/** Reads a literal as a command with options; undefined if it is not of that form. */
export function commandPattern(literal: string): CommandPattern | undefined {
  const [program, ...rest] = literal.toLowerCase().trim().split(/\s+/);
  if (program === undefined || rest.length === 0 || !/^[\w./-]*\w$/.test(program)) return undefined;
  const options = rest.filter(isOption);
  if (options.length === 0) return undefined;
  return {
    program: basename(program),
    letters: options.flatMap(optionLetters),
    words: rest.filter((word) => !isOption(word)),
  };
}

/**
 * Whether a simple command is the pattern in another spelling: options in any order, bundled, split or long
 * (`--recursive` counts as `r`, erring to the strict side), in any case, behind any wrapper or inside a quoted word.
 */
export function matchesPattern(pattern: CommandPattern, command: readonly string[]): boolean {
  const words = command
    .flatMap((word) => word.toLowerCase().split(/[^\w./=:@%+,~-]+/))
    .filter(Boolean);
  // What follows the first mention of the program includes what follows any later one.
  const first = words.findIndex((word) => basename(word) === pattern.program);
  if (first === -1) return false;
  const rest = words.slice(first + 1);
  const letters = new Set(rest.filter(isOption).flatMap(optionLetters));
  return (
    pattern.letters.every((letter) => letters.has(letter)) &&
    pattern.words.every((expected) => rest.some((candidate) => candidate.includes(expected)))
  );
}

const isOption = (word: string): boolean => /^--?\w/.test(word);

function optionLetters(option: string): readonly string[] {
  return option.startsWith("--") ? [option[2] ?? ""] : option.slice(1).split("");
}
