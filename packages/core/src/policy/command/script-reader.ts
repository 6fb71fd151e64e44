import type {
  AndOr,
  ArithmeticExpression,
  Case,
  CompoundList,
  For,
  If,
  ParsedScript,
  Redirected,
  Select,
  Statement,
  SyntaxNode,
  TestCommand,
  While,
} from "unbash";
import { assignedNames } from "./assigned-names.ts";
import { arePlainlyJoined } from "./case-patterns.ts";
import { maySet } from "./environment.ts";
import type { Findings } from "./findings.ts";
import { readRedirections } from "./redirections.ts";
import { readSimpleCommand } from "./simple-command.ts";
import { hasStrayEnd } from "./stray-end.ts";
import { readTest } from "./test-command.ts";
import { isNumeric, NUMBER, Variables } from "./variables.ts";
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
      if (background === true) this.#apart(() => this.#visit(command, receives));
      else this.#visit(command, receives);
    }
  }

  #list(list: CompoundList, receives: boolean): void {
    this.findings.operators.add(";");
    this.#statements(list.commands, receives);
  }

  #visit(node: SyntaxNode, receives: boolean): void {
    switch (node.type) {
      case "Command":
        return readSimpleCommand(node, receives || this.fed, this);
      case "Redirected":
        return this.#redirected(node, receives);
      case "Pipeline":
        for (const operator of node.operators) this.findings.operators.add(operator);
        if (node.commands.length === 0) this.opaque("it is not a well-formed shell command");
        if (node.commands.length === 1)
          return this.#visit(node.commands[0] as SyntaxNode, receives);
        for (const [index, command] of node.commands.entries())
          this.#maybe(() => this.#visit(command, receives || index > 0));
        return;
      case "AndOr":
        return this.#andOr(node, receives);
      case "Subshell":
        if (this.source.startsWith("((", node.pos))
          this.opaque("it uses ((, which not every shell reads alike");
        return this.#apart(() => this.#statements(node.body.commands, receives));
      case "BraceGroup":
        return this.#statements(node.body.commands, receives);
      case "If":
        return this.#if(node, receives);
      case "While":
        return this.#while(node, receives);
      case "For":
      case "Select":
        return this.#for(node, receives);
      case "Case":
        return this.#case(node, receives);
      case "TestCommand":
        return this.#test(node);
      case "ArithmeticFor":
        this.#arithmetic(node.initialize);
        this.#widen(node);
        this.#arithmetic(node.test);
        this.#arithmetic(node.update);
        return this.#maybe(() => this.#list(node.body, receives));
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
      if (body.type === "CompoundList") this.#list(body, receives);
      else this.#visit(body, receives);
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
  #maybe(read: () => void): void {
    const before = this.variables.copy();
    read();
    this.variables.join(before);
  }

  #redirected({ command, redirects }: Redirected, receives: boolean): void {
    const fed = readRedirections(redirects, this);
    this.#visit(command, receives || fed);
  }

  #andOr({ commands, operators }: AndOr, receives: boolean): void {
    for (const operator of operators) this.findings.operators.add(operator);
    const [first, ...rest] = commands;
    if (first !== undefined) this.#visit(first, receives);
    const any = this.variables.copy();
    let certain = true;
    for (const [index, command] of rest.entries()) {
      certain &&= operators[index] === "&&";
      if (!certain) this.variables.join(any);
      this.#visit(command, receives);
      any.join(this.variables);
    }
    this.variables.join(any);
  }

  #if(node: If, receives: boolean): void {
    const ends: Variables[] = [];
    const branch = (body: CompoundList): void => {
      const before = this.variables;
      this.variables = before.copy();
      this.#list(body, receives);
      ends.push(this.variables);
      this.variables = before;
    };
    this.#list(node.clause, receives);
    branch(node.then);
    for (const { clause, then } of node.elif) {
      this.#list(clause, receives);
      branch(then);
    }
    if (node.else !== undefined) branch(node.else);
    for (const end of ends) this.variables.join(end);
  }

  #while(node: While, receives: boolean): void {
    this.#widen(node);
    this.#list(node.clause, receives);
    this.#maybe(() => this.#list(node.body, receives));
  }

  #for(node: For | Select, receives: boolean): void {
    const name = node.name.value;
    const fields = node.wordlist?.flatMap((word) => this.words.fields(word));
    for (const { shape, text } of fields ?? []) this.mention(text ?? shape ?? "");
    if (!maySet(name)) this.opaque(`it sets ${name}`);
    this.#widen(node);
    const numeric = fields?.every(({ text }) => text !== undefined && isNumeric(text)) === true;
    const [only, ...others] = fields ?? [];
    this.#maybe(() => {
      if (node.type === "For" && numeric) this.variables.set(name, NUMBER);
      else if (node.type === "For" && others.length === 0 && only?.one === true)
        this.variables.set(name, only.text);
      else this.variables.set(name, undefined);
      this.#list(node.body, receives);
    });
  }

  #case(node: Case, receives: boolean): void {
    this.words.value(node.word);
    const before = this.variables.copy();
    for (const { body, pattern } of node.items) {
      for (const word of pattern) this.words.value(word);
      if (!arePlainlyJoined(pattern, this.source))
        this.opaque("it is not a well-formed shell command");
      // One branch may go on into the next, so each sees what any before it left.
      this.variables.join(before);
      this.#list(body, receives);
    }
    this.variables.join(before);
  }

  #test(node: TestCommand): void {
    readTest(node.expression, this);
  }

  #arithmetic(expression: ArithmeticExpression | undefined): void {
    if (expression !== undefined) this.words.arithmetic(expression);
  }

  /** Forgets what a loop may have changed by its second turn. */
  #widen(node: SyntaxNode): void {
    const { any, numeric } = assignedNames(node);
    if (any) this.variables.clear();
    for (const [name, onlyNumbers] of numeric)
      this.variables.set(
        name,
        onlyNumbers && isNumeric(this.variables.get(name)) ? NUMBER : undefined,
      );
  }
}
