import type {
  ArithmeticExpression,
  CompoundList,
  ParsedScript,
  Redirected,
  Statement,
  SyntaxNode,
  TestCommand,
} from "unbash";
import { readAndOr, readCase, readFor, readIf, readWhile, widen } from "./control-flow.ts";
import type { Findings } from "./findings.ts";
import { readRedirections } from "./redirections.ts";
import { readSimpleCommand } from "./simple-command.ts";
import { hasStrayEnd } from "./stray-end.ts";
import { readTest } from "./test-command.ts";
import { Variables } from "./variables.ts";
import { type LineContext, WordReader } from "./word-reader.ts";

/** What a simple command needs of the script it stands in. */
export interface ScriptContext extends LineContext {
  readonly findings: Findings;
  readonly words: WordReader;
  /** Reads the text of another script, as `sh -c` runs it. */
  script(text: string, receives: boolean): void;
  /** The text that positions are in. */
  readonly source: string;
  /** Whether `exec < file` has changed what every later command is sent. */
  fed: boolean;
}

/** Walks a parsed script through all its branches, with what is known of its variables on the way. */
export class ScriptReader implements ScriptContext {
  readonly findings: Findings;
  readonly words: WordReader = new WordReader(this);
  readonly #parse: (text: string, receives: boolean) => void;
  variables: Variables = new Variables();
  fed = false;
  source = "";

  constructor(findings: Findings, parse: (text: string, receives: boolean) => void) {
    this.findings = findings;
    this.#parse = parse;
  }

  mention(text: string): void {
    this.findings.mention(text);
  }

  opaque(reason: string): void {
    this.findings.opaque ??= reason;
  }

  secret(): void {
    this.findings.environment();
  }

  script(text: string, receives: boolean): void {
    this.#parse(text, receives);
  }

  substitution(script: ParsedScript | undefined, receives: boolean): void {
    this.findings.substitution = true;
    if (script === undefined) this.opaque("a substitution of it cannot be read");
    else this.#apart(() => this.read(script, receives, script.source ?? this.source));
  }

  /** Reads a script whose positions are those of `source`. */
  read(script: ParsedScript, receives: boolean, source: string): void {
    const before = this.source;
    this.source = source;
    if (script.errors !== undefined && script.errors.length > 0)
      this.opaque("it is not a well-formed shell command");
    this.#statements(script.commands, receives);
    this.source = before;
  }

  #statements(statements: readonly Statement[], receives: boolean): void {
    for (const [index, statement] of statements.entries()) {
      const { background, command } = statement;
      if (hasStrayEnd(statement, this.source)) this.opaque("it is not a well-formed shell command");
      if (background === true) this.findings.operators.add("&");
      else if (index < statements.length - 1) this.findings.operators.add(";");
      if (background === true) this.#apart(() => this.visit(command, receives));
      else this.visit(command, receives);
    }
  }

  /** Reads the body of a compound command, whose end is a `;`. */
  list(list: CompoundList, receives: boolean): void {
    this.findings.operators.add(";");
    this.#statements(list.commands, receives);
  }

  /** Reads any command. */
  visit(node: SyntaxNode, receives: boolean): void {
    switch (node.type) {
      case "Command":
        return readSimpleCommand(node, receives || this.fed, this);
      case "Redirected":
        return this.#redirected(node, receives);
      case "Pipeline":
        for (const operator of node.operators) this.findings.operators.add(operator);
        if (node.commands.length === 0) this.opaque("it is not a well-formed shell command");
        if (node.commands.length === 1) return this.visit(node.commands[0] as SyntaxNode, receives);
        for (const [index, command] of node.commands.entries())
          this.maybe(() => this.visit(command, receives || index > 0));
        return;
      case "AndOr":
        return readAndOr(node, receives, this);
      case "Subshell":
        if (this.source.startsWith("((", node.pos))
          this.opaque("it uses ((, which not every shell reads alike");
        return this.#apart(() => this.#statements(node.body.commands, receives));
      case "BraceGroup":
        return this.#statements(node.body.commands, receives);
      case "If":
        return readIf(node, receives, this);
      case "While":
        return readWhile(node, receives, this);
      case "For":
      case "Select":
        return readFor(node, receives, this);
      case "Case":
        return readCase(node, receives, this);
      case "TestCommand":
        return this.#test(node);
      case "ArithmeticFor":
        this.#arithmetic(node.initialize);
        widen(node, this);
        this.#arithmetic(node.test);
        this.#arithmetic(node.update);
        return this.maybe(() => this.list(node.body, receives));
      case "ArithmeticCommand":
        // In a POSIX shell these are two subshells.
        this.#arithmetic(node.expression);
        return this.opaque("it uses ((, which not every shell reads alike");
      case "Function":
        this.opaque("it defines a function");
        return this.#inside(node.body, receives);
      case "Coproc":
        this.opaque("it uses coproc");
        return this.#inside(node.body, true);
      default:
        this.opaque(`it uses ${node.type}`);
    }
  }

  /** Reads commands that run at another time, when nothing is known of the variables. */
  #inside(body: SyntaxNode, receives: boolean): void {
    this.#apart(() => {
      this.variables = new Variables();
      if (body.type === "CompoundList") this.list(body, receives);
      else this.visit(body, receives);
    });
  }

  /** Reads what runs in a shell of its own, so that nothing of its variables stays. */
  #apart(read: () => void): void {
    const { variables } = this;
    this.variables = variables.copy();
    read();
    this.variables = variables;
  }

  /** Reads what may run or not. */
  maybe(read: () => void): void {
    const before = this.variables.copy();
    read();
    this.variables.join(before);
  }

  #redirected({ command, redirects }: Redirected, receives: boolean): void {
    const fed = readRedirections(redirects, this);
    this.visit(command, receives || fed);
  }

  #test(node: TestCommand): void {
    readTest(node.expression, this);
  }

  #arithmetic(expression: ArithmeticExpression | undefined): void {
    if (expression !== undefined) this.words.arithmetic(expression);
  }
}
