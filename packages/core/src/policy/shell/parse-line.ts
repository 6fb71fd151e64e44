import { type Command, forEachChild, parse, type SyntaxNode, type Word } from "unbash";

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

/** Assignments that change which program or code runs. */
const STEERING_VARIABLE =
  /^(?:PATH|IFS|ENV|BASH_ENV|PS4|PROMPT_COMMAND|SHELLOPTS|LD_|DYLD_|GIT_|PYTHON|NODE_|PERL|RUBY)/;

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
  return reader;
}

class LineReader implements CommandLine {
  readonly commands: string[][] = [];
  opaque: string | undefined;

  visit(node: SyntaxNode): void {
    if (node.type === "Command") this.#command(node);
    else if (TRANSPARENT.has(node.type)) forEachChild(node, (child) => this.visit(child));
    else if (node.type === "Redirect") this.commands.push([this.#word(node.target)]);
    else this.opaque ??= `it uses ${node.type}`;
  }

  #command(command: Command): void {
    const words: string[] = [];
    if (command.name !== undefined) words.push(this.#word(command.name));
    for (const part of [...command.prefix, ...command.suffix]) {
      if (part.type === "Word") words.push(this.#word(part));
      else if (part.type === "Redirect") words.push(this.#word(part.target));
      else if (part.type === "Assignment") words.push(this.#assignment(part));
      else this.opaque ??= `it uses ${part.type}`;
    }
    this.commands.push(words);
  }

  #assignment(assignment: Extract<Command["prefix"][number], { type: "Assignment" }>): string {
    if (STEERING_VARIABLE.test(assignment.name)) this.opaque ??= `it sets ${assignment.name}`;
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
