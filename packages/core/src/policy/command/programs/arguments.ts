import type { Run, Word } from "../run.ts";
import { isHarmless, type Option, type OptionTable } from "./option-table.ts";

/** An option that was given, with its value where it takes one. */
interface GivenOption {
  readonly name: string;
  readonly option: Option;
  readonly value: Word;
}

/** The words of a run told apart. */
export interface Arguments {
  readonly given: readonly GivenOption[];
  /** An undefined operand is one or several words, none of which can be an option, or none at all. */
  readonly operands: readonly Word[];
  /** Options that the table does not list. */
  readonly strange: readonly string[];
  /** How many of the strange ones stand before the first operand. */
  readonly early: number;
  /** Where the first operand stands. */
  readonly end: number;
  /** Whether words not known before it runs may be options, or the value of one. */
  readonly unclear: boolean;
  /** The values and operands of which only a pattern is known, for what the shell puts there. */
  readonly patterns: ReadonlySet<Word>;
}

/** Tells options, their values and operands apart, from the word at `start`; `untilOperand`, only options before the first operand are. */
export function readArguments(
  run: Run,
  start: number,
  table: OptionTable,
  style: "word" | undefined,
  untilOperand = false,
): Arguments {
  return new Reader(run, start, table, style).read(untilOperand);
}

class Reader {
  readonly #given: GivenOption[] = [];
  readonly #operands: Word[] = [];
  readonly #strange: string[] = [];
  readonly #patterns = new Set<Word>();
  readonly #ambiguous = new Set<string>();
  readonly #run: Run;
  readonly #table: OptionTable;
  readonly #style: "word" | undefined;
  #next: number;
  #unclear = false;

  constructor(run: Run, start: number, table: OptionTable, style: "word" | undefined) {
    this.#run = run;
    this.#next = start;
    this.#table = table;
    this.#style = style;
  }

  read(untilOperand: boolean): Arguments {
    const { words, shapes } = this.#run;
    let ended = false;
    let early = 0;
    let end: number | undefined;
    while (this.#next < words.length) {
      const index = this.#next;
      if (this.#operands.length === 0) {
        early = this.#strange.length;
        end = index;
      } else if (untilOperand) ended = true;
      const word = words[index];
      this.#next += 1;
      if (word === undefined) {
        const shape = shapes?.get(index);
        // A shape that starts with a letter or a slash is no option, whatever becomes of it.
        if (!ended && (shape === undefined || /^[-*+?[]/.test(shape))) this.#unclear = true;
        this.#operands.push(shape);
        this.#patterns.add(shape);
      } else if (ended || word === "-" || !word.startsWith("-")) this.#operands.push(word);
      else if (word === "--") ended = true;
      else if (this.#style === "word") this.#whole(word);
      else if (word.startsWith("--")) this.#long(word);
      else this.#bundle(word);
    }
    return {
      given: this.#given,
      operands: this.#operands,
      strange: this.#strange,
      early: this.#operands.length === 0 ? this.#strange.length : early,
      end: this.#operands.length === 0 ? words.length : (end ?? words.length),
      unclear: this.#unclear,
      patterns: this.#patterns,
    };
  }

  #whole(word: string): void {
    const equals = word.indexOf("=");
    const name = equals === -1 ? word : word.slice(0, equals);
    // Where `-x` is a word, `--x` means the same in most programs.
    const option =
      this.#find(name) ?? this.#find(name.replace(/^--/, "-")) ?? this.#find(`-${name}`);
    if (option === undefined) this.#strange.push(word);
    else this.#give(name, option, equals === -1 ? undefined : word.slice(equals + 1));
  }

  #long(word: string): void {
    const equals = word.indexOf("=");
    const name = equals === -1 ? word : word.slice(0, equals);
    const attached = equals === -1 ? undefined : word.slice(equals + 1);
    const exact = this.#find(name);
    if (exact !== undefined) {
      this.#give(name, exact, attached);
      return;
    }
    if (this.#ambiguous.has(name)) return;
    // getopt_long takes any beginning; where it is ambiguous here, each one it may be counts.
    const possible = [...this.#table.options].filter(([full]) => full.startsWith(name));
    // The program may also have an option of that very name, which is not known to be harmless.
    if (possible.every(([, option]) => isHarmless(option))) this.#strange.push(word);
    if (possible.length === 0) return;
    if (possible.length === 1 && possible[0] !== undefined) this.#give(...possible[0], attached);
    else {
      this.#ambiguous.add(name);
      for (const [full, option] of possible)
        this.#given.push({ name: full, option, value: undefined });
    }
  }

  /** `-xvf file`, or `-name` where a program has such options beside bundles. */
  #bundle(word: string): void {
    const whole = word.length > 2 ? this.#find(word.split("=", 1)[0] ?? "") : undefined;
    if (whole !== undefined) {
      this.#whole(word);
      return;
    }
    for (let index = 1; index < word.length; index += 1) {
      const name = `-${word[index] ?? ""}`;
      const option = this.#find(name);
      const rest = word.slice(index + 1);
      if (option === undefined) {
        if (!/[\d]/.test(name)) this.#strange.push(name);
      } else {
        this.#give(name, option, option.value !== "none" && rest !== "" ? rest : undefined);
        if (option.value !== "none") return;
      }
    }
  }

  #give(name: string, option: Option, attached: string | undefined): void {
    let value: Word = attached;
    if (option.value === "next" && attached === undefined && this.#next < this.#run.words.length) {
      value = this.#run.words[this.#next];
      if (value === undefined) {
        // Several words may stand there: the value, and whatever follows.
        const shape = this.#run.shapes?.get(this.#next);
        if (shape === undefined || /^[-*+?[]/.test(shape)) this.#unclear = true;
        value = shape;
        this.#operands.push(shape);
        this.#patterns.add(shape);
      }
      this.#next += 1;
    }
    this.#given.push({ name, option, value });
  }

  #find(name: string): Option | undefined {
    return this.#table.options.get(name);
  }
}
