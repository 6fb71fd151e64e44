import { matchesGlob } from "../../glob.ts";
import type { Word } from "../run.ts";

/** What a name stands for, and how many words it has. */
interface Found<Value> {
  readonly value: Value;
  readonly depth: number;
}

/** Finds what stands for a command, by its words. */
export interface CommandNames<Value> {
  /** The command that the operands begin with. */
  find(operands: readonly Word[], patterns: ReadonlySet<Word>): Found<Value> | undefined;
}

/** The names in a row: `remote/show` is `remote show`. */
export function namesOfCommands(names: string): readonly string[] {
  return names
    .split(/\s+/)
    .filter(Boolean)
    .map((name) => name.replaceAll("/", " "));
}

/** Makes names of commands ready to be found; of several that fit, a larger `weight` is the worse. */
export function commandNames<Value>(
  entries: readonly (readonly [string, Value])[],
  weight: (value: Value) => number,
): CommandNames<Value> {
  const exact = new Map<string, Value>();
  const globs: { readonly name: string; readonly depth: number; readonly value: Value }[] = [];
  let deepest = 0;
  for (const [names, value] of entries)
    for (const name of namesOfCommands(names)) {
      const depth = name.split(" ").length;
      deepest = Math.max(deepest, depth);
      if (name.includes("*")) globs.push({ name, depth, value });
      else exact.set(name, value);
    }
  return {
    find(operands, patterns) {
      let found: Found<Value> | undefined;
      const fitting: Found<Value>[] = [];
      for (let depth = 1; depth <= Math.min(deepest, operands.length); depth += 1) {
        const word = operands[depth - 1];
        if (word === undefined || !COMMAND.test(word) || patterns.has(word)) break;
        const name = operands.slice(0, depth).join(" ");
        const value = exact.get(name);
        if (value !== undefined) found = { value, depth };
        for (const glob of globs)
          if (glob.depth === depth && matchesGlob(glob.name, name))
            fitting.push({ value: glob.value, depth });
      }
      // The longest exact name is the command meant; what fits a pattern may be an operand of another: the worse counts.
      const least = found?.depth ?? 0;
      for (const other of fitting)
        if (
          other.depth > least &&
          (found === undefined || weight(other.value) >= weight(found.value))
        )
          found = other;
      return found;
    },
  };
}

/** What may be a command's name: no path and nothing a shell would expand. */
const COMMAND = /^[\w:.-]{1,64}$/;
