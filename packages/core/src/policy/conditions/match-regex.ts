import { RE2JS } from "re2js";
import type { EventView } from "../payload/event-view.ts";
import { hasControlCharacter, readTexts } from "../document/source-values.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import type { CompileCondition, Condition, RuleSide } from "./condition.ts";
import { whenNotFound } from "./when-not-found.ts";

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
  return new MatchRegex(regexes, side);
};

class MatchRegex implements Condition {
  readonly key = "match_regex";
  readonly #regexes: readonly LinearRegex[];
  readonly #side: RuleSide;
  readonly #longest: number;

  constructor(regexes: readonly LinearRegex[], side: RuleSide) {
    this.#regexes = regexes;
    this.#side = side;
    this.#longest = Math.min(...regexes.map((regex) => regex.longest));
  }

  evaluate(view: EventView, absent: Truth): Truth {
    return this.#side === "restrict" ? this.#any(view, absent) : this.#every(view, absent);
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
