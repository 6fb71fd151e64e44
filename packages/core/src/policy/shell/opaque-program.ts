import {
  DESTRUCTIVE_OPTIONS,
  DESTRUCTIVE_PROGRAMS,
  INTERPRETERS,
  OPAQUE_PROGRAMS,
  WRAPPERS,
} from "./programs.ts";

/** Why a text search cannot clear this simple command even though its words are literal, or undefined where it can. */
export function opaqueProgram(words: readonly string[]): string | undefined {
  const [program, options] = unwrap(words);
  if (program === undefined) return undefined;
  if (OPAQUE_PROGRAMS.has(program)) return `"${program}" runs what its words say`;
  if (DESTRUCTIVE_PROGRAMS.has(stem(program))) return `"${program}" destroys what it names`;
  if (INTERPRETERS.has(program.replace(/[\d.]+$/, "")) || INTERPRETERS.has(program))
    return interpretsWords(options) ? `"${program}" runs code that is not in a file` : undefined;
  const risky = DESTRUCTIVE_OPTIONS.get(program);
  const option = risky && options.find((word) => risky.test(word));
  return option === undefined ? undefined : `"${program} ${option}" can run code or delete`;
}

/** The program a simple command runs and its words, past assignments, wrappers and their options. */
function unwrap(words: readonly string[]): readonly [string | undefined, readonly string[]] {
  let index = 0;
  for (;;) {
    const word = words[index];
    if (word === undefined) return [undefined, []];
    const program = basename(word);
    if (WRAPPERS.has(program)) {
      index += 1;
      while (/^(?:-|\d+(?:\.\d+)?[smhd]?$)/.test(words[index] ?? "")) index += 1;
    } else if (/^\w+=/.test(word)) index += 1;
    else return [program, words.slice(index + 1)];
  }
}

/** An interpreter is as clear as any program when it is given a script file or asked for its version. */
function interpretsWords(options: readonly string[]): boolean {
  const [first] = options;
  if (first === undefined || first === "-" || first.startsWith("/dev/")) return true;
  return first.startsWith("-") && !/^(?:-V|-v|--version|--help|-h)$/.test(first);
}

/** The name of a program without its folder, in lower case: some file systems ignore case. */
export function basename(word: string): string {
  return word.slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1).toLowerCase();
}

/** `mkfs.ext4` is `mkfs`. */
function stem(program: string): string {
  return program.replace(/\..*$/, "");
}
