import { LiteralSearch } from "../literals/literal-search.ts";
import type { CapabilityFacts, EventView } from "../payload/event-view.ts";
import { type CommandPattern, commandPattern, matchesPattern } from "../shell/command-pattern.ts";
import { hasControlCharacter, readTexts } from "../document/source-values.ts";
import { foldText } from "../payload/text.ts";
import { FALSE, TRUE, type Truth } from "../truth.ts";
import type { CompileCondition, Condition, Samples } from "./condition.ts";
import { textSamples } from "./text-samples.ts";
import { whenNotFound, doubtWhenNotFound } from "./when-not-found.ts";
import { showValues } from "./show-values.ts";

/** Looking for so many literals one by one is quicker than all at once, and so is any number in a short text. */
const FEW = 8;
const SHORT = 4096;

/** `contains` and `match_keywords`: any of the literals is in a text of the payload, whatever its case. */
export const compileContains: CompileCondition = (node, side, problem) => {
  const literals = readTexts(node, problem);
  if (literals === undefined) return undefined;
  if (literals.some(hasControlCharacter))
    return problem(
      node,
      "a literal has a control character; use single quotes, in which YAML has no escapes",
    );
  const name = node.key.slice(node.key.lastIndexOf(".") + 1);
  return side === "restrict"
    ? new ContainsAny(name, literals)
    : new EveryTextContains(name, literals);
};

/** For deny and approval rules: one text, in any spelling, with one of the literals is enough. */
export class ContainsAny implements Condition {
  readonly key: string;
  /** Each as written and folded as the texts are, in lower case. */
  readonly literals: readonly string[];
  /** Programs of literals that are commands; a command that is none of the literals has to name one of these. */
  readonly programs: readonly string[];
  /** Whether a folded ASCII text has one of the literals wherever the text as written has: no space at an end is cut off. */
  readonly tidy: boolean;
  readonly #patterns: readonly CommandPattern[];
  readonly #written: readonly string[];
  #search: LiteralSearch | undefined;

  constructor(key: string, literals: readonly string[]) {
    this.key = key;
    this.#written = literals;
    this.literals = [...new Set(literals.flatMap(spellings))];
    this.tidy = literals.every((literal) => literal === literal.trim());
    this.#patterns = literals.map(commandPattern).filter((pattern) => pattern !== undefined);
    this.programs = this.#patterns.map((pattern) => pattern.program);
  }

  evaluate(view: EventView, absent: Truth): Truth {
    if (this.#isIn(view.lowerSpellings)) return TRUE;
    return whenNotFound(view, absent, (command) => this.#matches(command));
  }

  /** Many literals are looked for in a long text at once, as it is searched for each of them otherwise. */
  #isIn(texts: readonly string[]): boolean {
    const { literals } = this;
    if (literals.length <= FEW)
      return texts.some((text) => literals.some((literal) => text.includes(literal)));
    this.#search ??= new LiteralSearch(literals);
    const search = this.#search;
    return texts.some((text) =>
      text.length <= SHORT
        ? literals.some((literal) => text.includes(literal))
        : search.finds(text),
    );
  }

  samples(facts: CapabilityFacts): readonly Samples[] {
    const has = (text: string): boolean => this.literals.some((literal) => text.includes(literal));
    return textSamples(facts, { texts: this.#written, has, complete: true });
  }

  doubt(view: EventView): string {
    return doubtWhenNotFound(view);
  }

  saw(view: EventView): string | undefined {
    const found = this.literals.find((literal) =>
      view.lowerSpellings.some((text) => text.includes(literal)),
    );
    if (found !== undefined) return `found: ${showValues([found])}`;
    const command = view.facts.shell
      ? view.shell.commands.find((words) => this.#matches(words))
      : undefined;
    return command && `found in the command: ${showValues([command.join(" ")])}`;
  }

  #matches(command: readonly string[]): boolean {
    const line = command.join(" ").toLowerCase();
    return (
      this.literals.some((literal) => line.includes(literal)) ||
      this.#patterns.some((pattern) => matchesPattern(pattern, command))
    );
  }
}

/** For allow rules: every text must have one of the literals, or a decoy argument would unlock the call. */
export class EveryTextContains implements Condition {
  readonly key: string;
  /** Each as written, in lower case. */
  readonly literals: readonly string[];
  /** Whether a folded ASCII text has one of the literals wherever the text as written has. */
  readonly tidy: boolean;

  constructor(key: string, literals: readonly string[]) {
    this.key = key;
    this.literals = literals.map((literal) => literal.toLowerCase());
    this.tidy = literals.every((literal) => literal === foldText(literal));
  }

  evaluate(view: EventView, absent: Truth): Truth {
    if (view.texts.length === 0) return absent;
    return view.texts.every((text) => this.#matches(text)) ? TRUE : FALSE;
  }

  doubt(): string {
    return NO_TEXT;
  }

  saw(view: EventView): string | undefined {
    const without = view.texts.filter((text) => !this.#matches(text));
    return without.length === 0 ? undefined : `texts without any of them: ${showValues(without)}`;
  }

  #matches(text: string): boolean {
    const lower = text.toLowerCase();
    return this.literals.some((literal) => lower.includes(literal));
  }

  samples(facts: CapabilityFacts): readonly Samples[] {
    const has = (text: string): boolean => this.literals.some((literal) => text.includes(literal));
    return textSamples(facts, { texts: this.literals, has, complete: true });
  }
}

/** Why an allow rule on texts is uncertain of a payload without any. */
export const NO_TEXT = "the payload has no text";

/** A literal as written, and folded like the texts it is searched in but with the one space an author put at an end (`curl `). */
function spellings(literal: string): readonly string[] {
  const start = /^\s/.test(literal) ? " " : "";
  const end = /\s$/.test(literal) ? " " : "";
  const folded = foldText(literal) ?? "";
  const all = folded === "" ? [literal] : [literal, `${start}${folded}${end}`];
  return all.map((spelling) => spelling.toLowerCase());
}
