import type { EventView } from "../payload/event-view.ts";
import { globInstance, isGlob, matchesGlob } from "../glob.ts";
import { readTexts } from "../document/source-values.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import type { CompileCondition, Condition, Samples } from "./condition.ts";
import { showValues } from "./show-values.ts";

/** The keys of `ActionEventInput` whose name is not the condition's. */
const FACTS: Readonly<Record<string, string>> = {
  user_role: "userRole",
  session: "sessionId",
  tool_name: "toolName",
  risk_level: "risk",
  token_issuer: "tokenIssuer",
};

type ReadFact = (view: EventView) => string | undefined;

/**
 * A condition on a text its host asserts: equal to, or a glob over, any of the listed values. Missing is uncertain.
 * `normalise` is applied to both sides; without it, case counts.
 */
export function compileContextText(
  key: string,
  read: ReadFact,
  normalise: (text: string) => string = (text) => text,
): CompileCondition {
  return (node, _side, problem) => {
    const patterns = readTexts(node, problem);
    return patterns === undefined
      ? undefined
      : new ContextText(key, read, patterns.map(normalise), normalise);
  };
}

class ContextText implements Condition {
  readonly key: string;
  readonly #read: ReadFact;
  readonly #patterns: readonly string[];
  readonly #normalise: (text: string) => string;

  constructor(
    key: string,
    read: ReadFact,
    patterns: readonly string[],
    normalise: (text: string) => string,
  ) {
    this.#normalise = normalise;
    this.key = key;
    this.#read = read;
    this.#patterns = patterns;
  }

  evaluate(view: EventView): Truth {
    const value = this.#read(view);
    if (value === undefined) return UNCERTAIN;
    const text = this.#normalise(value);
    return this.#patterns.some((pattern) => matchesGlob(pattern, text)) ? TRUE : FALSE;
  }

  samples(): readonly Samples[] {
    const values = [...this.#patterns.map(globInstance), "unlisted"];
    const complete = !this.#patterns.some(isGlob);
    return [{ at: FACTS[this.key] ?? this.key, values, complete }];
  }

  doubt(): string {
    return `the host did not say the ${this.key}`;
  }

  saw(view: EventView): string | undefined {
    const value = this.#read(view);
    return value === undefined ? undefined : showValues([value]);
  }
}
