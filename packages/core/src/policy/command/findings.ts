import type { Run, Word } from "./run.ts";
import type { Field } from "./fields.ts";

const MAXIMUM_WORDS = 4096;
const MAXIMUM_RUNS = 256;
const ENVIRONMENT = "/proc/self/environ";
const MAXIMUM_MENTIONS = 128;
const LONGEST_MENTION = 4096;
const MAXIMUM_PLACES = 8;

/** Everything that is found in the commands of one payload; mutable while they are read. */
export class Findings {
  readonly runs: Run[] = [];
  /** Programs that only start the ones they name. */
  readonly starters: Set<string> = new Set();
  readonly builtins: Set<string> = new Set();
  /** Whether one of them gives what it starts another user's rights. */
  escalates: boolean = false;
  /** Files that redirections read and write. */
  readonly reads: Word[] = [];
  readonly writes: Word[] = [];
  /** Whether a command changes the folder, so that relative paths are other files than at the start. */
  moved: boolean = false;
  /** The folders that it may be then, as far as they start at the root or a home. */
  readonly places: string[] = [];
  /** Whether a redirection opens a connection. */
  connects: boolean = false;
  substitution: boolean = false;
  /** Texts that a word which is not known may become: what variables, loops and here-strings hold. */
  readonly mentions: Set<string> = new Set();
  readonly operators: Set<string> = new Set();
  /** Why more may happen than what is found, or undefined where it cannot. */
  opaque: string | undefined;
  #words = 0;

  /** Takes in a text that a word which is not known may become. */
  mention(text: string): void {
    for (const word of text.slice(0, LONGEST_MENTION).split(/\s+/))
      if (this.mentions.size < MAXIMUM_MENTIONS) this.mentions.add(word);
      else this.opaque ??= "it sets more than is followed";
  }

  /** Takes in that the folder changes, to this one where it is known. */
  moveTo(folder: string | undefined): void {
    this.moved = true;
    if (folder === undefined) return;
    const starts = /^[/~]/.test(folder) ? [""] : this.places.map((place) => `${place}/`);
    for (const start of starts)
      if (this.places.length < MAXIMUM_PLACES) this.places.push(start + folder);
      else this.opaque ??= "it changes the folder more often than is followed";
  }

  /** Takes in a builtin of the shell, which touches nothing but the shell. */
  builtin(name: string): void {
    this.builtins.add(name);
  }

  /** Takes in that variables of the environment are shown, which count as the file that the system keeps them in. */
  environment(): void {
    if (!this.reads.includes(ENVIRONMENT)) this.reads.push(ENVIRONMENT);
  }

  /** Takes in a program run. */
  run(fields: readonly Field[], receives: boolean): void {
    this.#words += fields.length;
    if (this.#words > MAXIMUM_WORDS || this.runs.length >= MAXIMUM_RUNS) {
      this.opaque ??= "it runs more than is read";
      return;
    }
    const shapes = new Map<number, string>();
    for (const [index, { shape }] of fields.entries())
      if (shape !== undefined) shapes.set(index, shape);
    const words = fields.map(({ text }) => text);
    this.runs.push(shapes.size === 0 ? { words, receives } : { words, receives, shapes });
  }
}
