import { basename } from "./basename.ts";
import { interpretsWords, isInterpreter } from "./opaque-program.ts";
import { unwrap } from "./unwrap.ts";

const WRITERS: ReadonlySet<string> = new Set(
  "tee cp mv ln install dd wget sponge split csplit xxd uudecode rsync scp sftp patch".split(" "),
);
/** Programs that write a file only if an option says so. */
const WRITING_OPTIONS: ReadonlyMap<string, RegExp> = new Map([
  ["curl", /^-[a-zA-Z#]*[oO]|^--(?:out|remote-n)/],
  ["sort", /^-[a-zA-Z]*o|^--ou/],
  ["openssl", /^-out$/],
]);
const NO_FILE = /^\/dev\/(?:null|stdout|stderr|tty)$/;
const SYSTEM_PROGRAM = /^\/(?:usr\/(?:local\/)?)?s?bin\/[^/]+$/;

/**
 * The files that command lines write and those that they run.
 * A file that is written before something of the same call is run may be what is run, whatever its name then is.
 */
export class WrittenFiles {
  /** Whether commands do not wait for each other, so that their order says nothing. */
  unordered = false;
  #count = 0;
  #firstWrite = Infinity;
  #lastRun = -1;
  readonly #written = new Set<string>();
  readonly #run = new Set<string>();

  /** Takes in a simple command; `targets` are the files its redirections write. */
  command(words: readonly string[], targets: readonly string[]): void {
    this.#count += 1;
    for (const place of unwrap(words).places) {
      const rest = words.slice(place + 1);
      if (writes(words[place] ?? "", rest)) this.write(rest);
      this.#program(words[place] ?? "", rest);
    }
    this.write(targets);
  }

  /** Takes in the files that a redirection, or a program with these words, writes. */
  write(files: readonly string[]): void {
    for (const file of files) {
      if (NO_FILE.test(file)) continue;
      this.#firstWrite = Math.min(this.#firstWrite, this.#count);
      this.#written.add(basename(file));
    }
  }

  /** Why what runs may have been written by these commands, or undefined. */
  get reason(): string | undefined {
    if (this.#firstWrite === Infinity) return undefined;
    const runs =
      this.#firstWrite < this.#lastRun ||
      (this.unordered && this.#lastRun >= 0) ||
      [...this.#run].some((name) => name !== "" && this.#written.has(name));
    return runs ? "it may run a file that it writes" : undefined;
  }

  #program(program: string, rest: readonly string[]): void {
    const name = basename(program);
    this.#run.add(name);
    if (name === "make" || name === "gmake") this.#run.add("makefile").add("gnumakefile");
    if (isInterpreter(name)) {
      if (rest[0]?.startsWith("-") === true || interpretsWords(name, rest)) return;
      for (const script of rest.slice(0, 2)) this.#run.add(basename(script));
    } else if (!/[\\/]/.test(program) || SYSTEM_PROGRAM.test(program)) return;
    this.#lastRun = this.#count;
  }
}

function writes(program: string, rest: readonly string[]): boolean {
  const name = basename(program);
  if (WRITERS.has(name)) return true;
  const option = WRITING_OPTIONS.get(name);
  return option !== undefined && rest.some((word) => option.test(word));
}
