import {
  type Assignment,
  type Command,
  forEachChild,
  parse,
  type Redirected,
  type Redirection,
  type SyntaxNode,
  type Word,
} from "unbash";
import { isLiteralPart } from "./literal-part.ts";
import { isSteeringVariable } from "./steering.ts";
import { WrittenFiles } from "./written-files.ts";

/** A simple command as it runs: its words without what its redirections name. */
interface Call {
  readonly words: readonly string[];
  /** Whether it is sent something through a pipe or from a file. */
  readonly receives: boolean;
}

/** A command line as simple commands of literal words, or the reason why its words are not all known. */
export interface CommandLine {
  /** The words of each simple command, and once more with the files it redirects to and from. */
  readonly commands: readonly (readonly string[])[];
  readonly calls: readonly Call[];
  readonly opaque: string | undefined;
  /** Whether substitutions stand in one another deeper than they are read, so that commands are missing. */
  readonly deep: boolean;
}

/** Substitutions are parsed as they are visited, so this also bounds the time that takes. */
const MAXIMUM_DEPTH = 16;

/** The parser needs up to 35 ms for 4 KiB of hostile text, so longer commands are not read. */
const MAXIMUM_LENGTH = 4 * 1024;
const TOO_LONG = `it is longer than ${MAXIMUM_LENGTH} characters`;

// One command of plain words needs no grammar; nearly all commands are of this form.
const PLAIN_LINE = /^[\w./:=@%+,-]+(?: [\w./:=@%+,-]+)*$/;

/** Node types that only arrange literal words into commands. */
const TRANSPARENT: ReadonlySet<string> = new Set(
  "Script Statement AndOr Negation Time CompoundList Subshell BraceGroup".split(" "),
);

/** Whether a line is one command of words that a shell takes as they stand. */
export function isPlainLine(line: string): boolean {
  return PLAIN_LINE.test(line);
}

/** Reads a shell command line with bash's grammar; `files` are those that the lines before it wrote and ran. */
export function parseLine(line: string, files: WrittenFiles = new WrittenFiles()): CommandLine {
  if (line.length > MAXIMUM_LENGTH)
    return { commands: [], calls: [], opaque: TOO_LONG, deep: true };
  if (PLAIN_LINE.test(line)) {
    const words = line.split(" ");
    files.command(words, []);
    return {
      commands: [words],
      calls: [{ words, receives: false }],
      opaque: files.reason,
      deep: false,
    };
  }
  const script = parse(line);
  const reader = new LineReader(files);
  if (script.errors !== undefined && script.errors.length > 0)
    reader.opaque = "it is not a well-formed shell command";
  reader.visit(script, false);
  reader.opaque ??= files.reason;
  return reader;
}

class LineReader implements CommandLine {
  readonly commands: (readonly string[])[] = [];
  readonly calls: Call[] = [];
  readonly #files: WrittenFiles;
  /** Whether `exec < file` has changed what every later command is sent. */
  #redirected = false;
  #depth = 0;
  opaque: string | undefined;
  deep = false;

  constructor(files: WrittenFiles) {
    this.#files = files;
  }

  visit(node: SyntaxNode, receives: boolean): void {
    if (node.type === "Command") this.#command(node, receives);
    else if (node.type === "Redirected") this.#redirectedGroup(node, receives);
    else if (node.type === "Pipeline")
      for (const [index, command] of node.commands.entries())
        this.visit(command, receives || index > 0);
    else if (node.type === "Word") this.#word(node);
    else {
      if (!TRANSPARENT.has(node.type)) this.opaque ??= `it uses ${node.type}`;
      if (node.type === "Statement" && node.background === true) this.#files.unordered = true;
      // What stands in a loop or a substitution is not known to run, but it can be searched.
      this.#inside(node, receives);
    }
  }

  #inside(node: SyntaxNode, receives: boolean): void {
    // What only arranges commands is parsed at once, and the parser bounds its depth itself.
    const deeper = TRANSPARENT.has(node.type) ? 0 : 1;
    if (this.#depth + deeper > MAXIMUM_DEPTH) {
      this.deep = true;
      return;
    }
    this.#depth += deeper;
    forEachChild(node, (child) => this.visit(child, receives));
    this.#depth -= deeper;
  }

  #command(command: Command, receives: boolean): void {
    const words: string[] = [];
    const redirects: Redirection[] = [];
    const name = command.name === undefined ? [] : [command.name];
    for (const part of [...command.prefix, ...name, ...command.suffix]) {
      if (part.type === "Word") words.push(this.#word(part));
      else if (part.type === "Assignment") words.push(this.#assignment(part));
      else redirects.push(part);
    }
    const { reads, targets, written } = this.#redirections(redirects);
    this.#redirected ||= reads && words[0] === "exec";
    this.commands.push(words);
    this.calls.push({ words, receives: receives || reads || this.#redirected });
    this.#files.command(words, written);
    // Where a file goes in makes no difference to a search: `cat < x` reads as `cat x`.
    if (targets.length > 0) this.commands.push([...words, ...targets]);
  }

  #redirectedGroup(node: Redirected, receives: boolean): void {
    const { reads, targets, written } = this.#redirections(node.redirects);
    this.visit(node.command, receives || reads);
    for (const target of targets) this.commands.push([target]);
    this.#files.write(written);
  }

  #redirections(redirects: readonly Redirection[]): Redirections {
    const targets: string[] = [];
    const written: string[] = [];
    let reads = false;
    for (const redirect of redirects) {
      if (redirect.type !== "Redirect") {
        this.opaque ??= `it uses ${redirect.type}`;
        continue;
      }
      const target = this.#word(redirect.target);
      targets.push(target);
      reads ||= redirect.operator.startsWith("<");
      const copies = redirect.operator === ">&" && /^(?:\d+-?|-)$/.test(target);
      if (redirect.operator.includes(">") && !copies) written.push(target);
    }
    return { reads, targets, written };
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
      if (isLiteralPart(part)) continue;
      this.opaque ??= `its words depend on ${part.type}`;
      this.#inside(part, false);
    }
    return word.value;
  }
}

interface Redirections {
  /** Whether something is read from a file. */
  readonly reads: boolean;
  readonly targets: readonly string[];
  readonly written: readonly string[];
}
