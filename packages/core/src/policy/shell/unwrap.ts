import { basename } from "./basename.ts";
import { destructiveOptions, OPERAND_WRAPPERS, SHELL_STARTERS, WRAPPERS } from "./programs.ts";

/** What a simple command may run, once assignments, wrappers and their options are taken off. */
export interface Unwrapped {
  /** Each place where a program may stand; more than one where a word may be an option's value or a program. */
  readonly places: readonly number[];
  /** Why a wrapper itself hides what runs, or undefined where none does. */
  readonly opaque: string | undefined;
}

const ASSIGNMENT = /^\w+\+?=/;
const DURATION = /^\d+(?:\.\d+)?[smhd]?$/;

/** Finds the programs of a simple command behind `sudo`, `env`, `timeout` and the like. */
export function unwrap(words: readonly string[]): Unwrapped {
  const places: number[] = [];
  let index = 0;
  for (;;) {
    while (ASSIGNMENT.test(words[index] ?? "")) index += 1;
    const word = words[index];
    if (word === undefined) return { places, opaque: undefined };
    const wrapper = basename(word);
    if (!WRAPPERS.has(wrapper)) return { places: [...places, index], opaque: undefined };
    const risky = destructiveOptions().get(wrapper);
    index += 1;
    let operands = OPERAND_WRAPPERS.has(wrapper) ? 1 : 0;
    let afterOption = false;
    for (; index < words.length; index += 1) {
      const option = words[index] ?? "";
      if (option.startsWith("-")) {
        if (risky?.test(option) === true)
          return { places, opaque: `"${wrapper} ${option}" runs what its words say` };
        afterOption = option !== "--" && !option.includes("=");
      } else if (DURATION.test(option) || ASSIGNMENT.test(option)) afterOption = false;
      else if (afterOption || operands > 0) {
        // The value of the option or operand before the program, or the program itself.
        places.push(index);
        if (!afterOption) operands -= 1;
        afterOption = false;
      } else break;
    }
    if (index >= words.length && SHELL_STARTERS.has(wrapper))
      return { places, opaque: `"${wrapper}" starts a shell` };
  }
}
