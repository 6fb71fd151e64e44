import {
  type Assignment,
  type Command,
  forEachChild,
  parse,
  type Redirect,
  type SyntaxNode,
  type Word,
} from "unbash";
import { basename } from "./basename.ts";
import { isInterpreter } from "./opaque-program.ts";
import { isSteeringVariable } from "./steering.ts";
import { unwrap } from "./unwrap.ts";

/** A command line as simple commands of literal words, or the reason why its words are not all known. */
export interface CommandLine {
  readonly commands: readonly (readonly string[])[];
  readonly opaque: string | undefined;
}

/** The parser needs up to 35 ms for 4 KiB of hostile text, so longer commands are not read. */
const MAXIMUM_LENGTH = 4 * 1024;

// One command of plain words needs no grammar; nearly all commands are of this form.
const PLAIN_LINE = /^[\w./:=@%+,-]+(?: [\w./:=@%+,-]+)*$/;

/** Node types that only arrange literal words into commands. */
const TRANSPARENT: ReadonlySet<string> = new Set(
  `Script Statement AndOr Pipeline Negation Time CompoundList
   Subshell BraceGroup Redirected`.split(/\s+/),
);

/** Reads a shell command line with bash's grammar, keeping only what is literally there. */
export function parseLine(line: string): CommandLine {
  if (line.length > MAXIMUM_LENGTH)
    return { commands: [], opaque: `it is longer than ${MAXIMUM_LENGTH} characters` };
  if (PLAIN_LINE.test(line)) return { commands: [line.split(" ")], opaque: undefined };
  const script = parse(line);
  if (script.errors !== undefined && script.errors.length > 0)
    return { commands: [], opaque: "it is not a well-formed shell command" };
  const reader = new LineReader();
  reader.visit(script);
  reader.finish();
  return reader;
}

class LineReader implements CommandLine {
  readonly commands: (readonly string[])[] = [];
  readonly #calls: (readonly string[])[] = [];
  readonly #written = new Set<string>();
  opaque: string | undefined;

  visit(node: SyntaxNode): void {
    if (node.type === "Command") this.#command(node);
    else if (TRANSPARENT.has(node.type)) forEachChild(node, (child) => this.visit(child));
    else if (node.type === "Redirect") this.commands.push([this.#target(node)]);
    else this.opaque ??= `it uses ${node.type}`;
  }

  /** A file that this line writes and runs is code in whatever spelling the line writes it. */
  finish(): void {
    if (this.#written.size > 0 && this.#calls.some((words) => runsFile(words, this.#written)))
      this.opaque ??= "it runs a file that it writes";
  }

  #command(command: Command): void {
    const words: string[] = [];
    const targets: string[] = [];
    const name = command.name === undefined ? [] : [command.name];
    for (const part of [...command.prefix, ...name, ...command.suffix]) {
      if (part.type === "Word") words.push(this.#word(part));
      else if (part.type === "Assignment") words.push(this.#assignment(part));
      else if (part.type === "Redirect") targets.push(this.#target(part));
      else this.opaque ??= `it uses ${part.type}`;
    }
    this.commands.push(words);
    this.#calls.push(words);
    // Where a file goes in makes no difference to a search: `cat < x` reads as `cat x`.
    if (targets.length > 0) this.commands.push([...words, ...targets]);
  }

  #target(redirect: Redirect): string {
    const target = this.#word(redirect.target);
    if (redirect.operator.includes(">")) this.#written.add(target);
    return target;
  }

  #assignment(assignment: Assignment): string {
    if (isSteeringVariable(assignment.name)) this.opaque ??= `it sets ${assignment.name}`;
    if (assignment.value.type !== "Word" || assignment.index !== undefined) {
      this.opaque ??= "it sets an array";
      return assignment.text;
    }
    return `${assignment.name}=${this.#word(assignment.value)}`;
  }

  #word(word: Word | undefined): string {
    if (word === undefined) return "";
    for (const part of word.parts ?? []) {
      const literal =
        part.type === "Literal" ||
        part.type === "SingleQuoted" ||
        part.type === "AnsiCQuoted" ||
        (part.type === "DoubleQuoted" && part.parts.every((child) => child.type === "Literal"));
      if (!literal) this.opaque ??= `its words depend on ${part.type}`;
    }
    return word.value;
  }
}

/** Whether a command runs one of these files, as a program or as an interpreter's script. */
function runsFile(words: readonly string[], files: ReadonlySet<string>): boolean {
  return unwrap(words).places.some((place) => {
    const program = words[place] ?? "";
    const script = isInterpreter(basename(program)) ? words[place + 1] : undefined;
    return files.has(program) || (script !== undefined && files.has(script));
  });
}
