import { RE2JS } from "re2js";
import type { CapabilityFacts, EventView } from "../payload/event-view.ts";
import { hasControlCharacter, readTexts } from "../document/source-values.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import type { CompileCondition, Condition, RuleSide, Samples } from "./condition.ts";
import { regexExamples } from "./regex-examples.ts";
import { textSamples } from "./text-samples.ts";
import { whenNotFound, doubtWhenNotFound } from "./when-not-found.ts";
import { NO_TEXT } from "./contains.ts";
import { showValues } from "./show-values.ts";

const MAXIMUM_PATTERN = 512;
const MAXIMUM_SUBJECT = 64 * 1024;
/** Characters times instructions of a pattern; at worst each costs about 15 nanoseconds. */
const MAXIMUM_STEPS = 4_000_000;

/** Something that answers whether a text has a match, in time linear in the text. */
export interface LinearRegex {
  /** How many characters it is run over: counted repetitions make large programs, and those are slow. */
  readonly longest: number;
  test(text: string): boolean;
}

/** Compiles an RE2 pattern of at most 512 characters; returns the reason where it is refused. */
export function compileRegex(pattern: string): LinearRegex | string {
  if (pattern.length > MAXIMUM_PATTERN)
    return `the pattern is longer than ${MAXIMUM_PATTERN} characters`;
  if (hasControlCharacter(pattern))
    return String.raw`the pattern has a control character; YAML reads \b in double quotes as one, so use single quotes`;
  try {
    const regex = RE2JS.compile(pattern);
    const longest = Math.min(MAXIMUM_SUBJECT, Math.floor(MAXIMUM_STEPS / regex.programSize()));
    return { longest, test: (text) => regex.test(text) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return `not a regular expression that runs in linear time (RE2): ${reason}`;
  }
}

/** `match_regex`: any of the patterns matches a text of the payload. Case counts unless the pattern says `(?i)`. */
export const compileMatchRegex: CompileCondition = (node, side, problem) => {
  const patterns = readTexts(node, problem);
  if (patterns === undefined) return undefined;
  const regexes: LinearRegex[] = [];
  for (const [index, pattern] of patterns.entries()) {
    const regex = compileRegex(pattern);
    if (typeof regex === "string") return problem(node.items[index] ?? node, regex);
    regexes.push(regex);
  }
  return new MatchRegex(patterns, regexes, side);
};

class MatchRegex implements Condition {
  readonly key = "match_regex";
  readonly #patterns: readonly string[];
  readonly #regexes: readonly LinearRegex[];
  readonly #side: RuleSide;
  readonly #longest: number;

  constructor(patterns: readonly string[], regexes: readonly LinearRegex[], side: RuleSide) {
    this.#patterns = patterns;
    this.#regexes = regexes;
    this.#side = side;
    this.#longest = Math.min(...regexes.map((regex) => regex.longest));
  }

  evaluate(view: EventView, absent: Truth): Truth {
    return this.#side === "restrict" ? this.#any(view, absent) : this.#every(view, absent);
  }

  samples(facts: CapabilityFacts): readonly Samples[] {
    const texts: string[] = [];
    const missing: string[] = [];
    for (const [index, pattern] of this.#patterns.entries()) {
      const examples = regexExamples(pattern, (text) => this.#regexes[index]?.test(text) === true);
      if (examples.length === 0) missing.push(`no text was found that ${pattern} matches`);
      texts.push(...examples);
    }
    const has = (text: string): boolean => this.#matches(text);
    return textSamples(facts, { texts, has, complete: false, missing });
  }

  doubt(view: EventView): string {
    if (isTooLong(this.#side === "restrict" ? view.spellings : view.texts, this.#longest))
      return `the texts are together longer than ${this.#longest} characters`;
    return this.#side === "restrict" ? doubtWhenNotFound(view) : NO_TEXT;
  }

  saw(view: EventView): string | undefined {
    if (isTooLong(view.spellings, this.#longest)) return undefined;
    if (this.#side === "restrict") {
      const found = view.spellings.find((text) => this.#matches(text));
      return found === undefined ? undefined : `found in: ${showValues([found])}`;
    }
    const without = view.texts.filter((text) => !this.#matches(text));
    return without.length === 0 ? undefined : `texts without a match: ${showValues(without)}`;
  }

  #any(view: EventView, absent: Truth): Truth {
    const texts = view.spellings;
    if (isTooLong(texts, this.#longest)) return UNCERTAIN;
    if (texts.some((text) => this.#matches(text))) return TRUE;
    return whenNotFound(view, absent, (command) => this.#matches(command.join(" ")));
  }

  #every(view: EventView, absent: Truth): Truth {
    const { texts } = view;
    if (texts.length === 0) return absent;
    if (isTooLong(texts, this.#longest)) return UNCERTAIN;
    return texts.every((text) => this.#matches(text)) ? TRUE : FALSE;
  }

  #matches(text: string): boolean {
    return this.#regexes.some((regex) => regex.test(text));
  }
}

/** Whether texts are together longer than a regular expression is run over. */
export function isTooLong(texts: readonly string[], longest: number): boolean {
  let length = 0;
  for (const text of texts) {
    length += text.length;
    if (length > longest) return true;
  }
  return false;
}
