import { basename } from "./basename.ts";
import {
  destructiveOptions,
  DESTRUCTIVE_PROGRAMS,
  EVALUATING_BUILTINS,
  INTERPRETERS,
  OPAQUE_PROGRAMS,
} from "./programs.ts";
import { steeredBy } from "./steering.ts";
import { unwrap } from "./unwrap.ts";

/** Why a text search cannot clear this simple command even though its words are literal, or undefined where it can. */
export function opaqueProgram(words: readonly string[]): string | undefined {
  const { places, opaque } = unwrap(words);
  if (opaque !== undefined) return opaque;
  for (const place of places) {
    const reason = opaqueCall(basename(words[place] ?? ""), words.slice(place + 1));
    if (reason !== undefined) return reason;
  }
  return steeringWord(words, places.at(-1) ?? words.length) ?? innerCode(words);
}

function opaqueCall(program: string, options: readonly string[]): string | undefined {
  if (OPAQUE_PROGRAMS.has(program)) return `"${program}" runs what its words say`;
  if (DESTRUCTIVE_PROGRAMS.has(stem(program))) return `"${program}" destroys what it names`;
  if (isInterpreter(program) && interpretsWords(program, options))
    return `"${program}" runs code that is not in a file`;
  if (EVALUATING_BUILTINS.has(program)) {
    if (options.some((word) => /\$\(|`|\$\{/.test(word)))
      return `"${program}" may evaluate its words`;
    const steered = options.map(steeredBy).find((name) => name !== undefined);
    if (steered !== undefined) return `it sets ${steered}`;
  }
  const risky = destructiveOptions().get(program);
  const option = risky && options.find((word) => risky.test(word));
  return option === undefined ? undefined : `"${program} ${option}" can run code or delete`;
}

/** Assignments before the program, such as `PATH=/tmp ls`. */
function steeringWord(words: readonly string[], program: number): string | undefined {
  const steered = words
    .slice(0, program)
    .map(steeredBy)
    .find((name) => name !== undefined);
  return steered === undefined ? undefined : `it sets ${steered}`;
}

const CODE_OPTION = /^-(?:[A-Za-z]*[cer]|-(?:eval|command|execute|exec|print)\b.*|enc.*|command)$/i;

/** A word that a shell, or a program that has a shell read it, takes as it stands. */
export const PLAIN_WORD: RegExp = /^[\w./:=@%+,-]*$/;

/** Quoted code for an interpreter anywhere in the words, as in `docker exec x sh -c '...'`, whatever program comes first. */
function innerCode(words: readonly string[]): string | undefined {
  const index = words.findIndex(
    (word, place) => isInterpreter(basename(word)) && CODE_OPTION.test(words[place + 1] ?? ""),
  );
  if (index < 0 || words.slice(index).every((word) => PLAIN_WORD.test(word))) return undefined;
  return `"${basename(words[index] ?? "")}" runs code that is not in a file`;
}

/** Whether a program name is an interpreter, with or without its version: `python3.13`, `lua5.4`. */
export function isInterpreter(program: string): boolean {
  return INTERPRETERS.has(program) || INTERPRETERS.has(program.replace(/[\d.-]+$/, ""));
}

/** An interpreter is as clear as any program when it is given a script file or only asked for its version. */
export function interpretsWords(program: string, options: readonly string[]): boolean {
  const [first] = options;
  if (first === undefined || /(?:^|\/)(?:dev|proc)\//.test(first)) return true;
  // With more words `-v` and `-h` are options of the shell that reads standard input or runs `-c`.
  if (options.length === 1 && /^--(?:version|help)$/.test(first)) return false;
  if (options.length === 1 && first === "-V" && program.startsWith("python")) return false;
  return first.startsWith("-");
}

/** `mkfs.ext4` is `mkfs`. */
function stem(program: string): string {
  return program.replace(/\..*$/, "");
}
