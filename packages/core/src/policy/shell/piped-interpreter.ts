import { basename } from "./basename.ts";
import { interpretsWords, isInterpreter } from "./opaque-program.ts";
import { TEXT_FILTERS } from "./programs.ts";
import { unwrap } from "./unwrap.ts";

/**
 * Why a simple command that is sent something may run it, or undefined where it does not: an interpreter
 * that is given no script, anywhere in its words, as in `docker exec -i web sh`.
 */
export function pipedInterpreter(words: readonly string[]): string | undefined {
  if (isTextFilter(words)) return undefined;
  const index = words.findIndex((word, place) => {
    const program = basename(word);
    if (!isInterpreter(program)) return false;
    const rest = words.slice(place + 1);
    return interpretsWords(program, rest[0] === "run" ? rest.slice(1) : rest);
  });
  if (index < 0) return undefined;
  return `"${basename(words[index] ?? "")}" runs what it is sent`;
}

/** Whether a simple command only reads and prints text. */
export function isTextFilter(words: readonly string[]): boolean {
  const program = unwrap(words).places.at(-1);
  return program !== undefined && TEXT_FILTERS.has(basename(words[program] ?? ""));
}
