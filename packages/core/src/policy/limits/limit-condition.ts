import { digestJson } from "../../encoding/sha256.ts";
import { type Decimal, formatDecimal } from "../../encoding/decimal.ts";
import type { JsonObject } from "../../encoding/json.ts";
import type { Condition, Samples } from "../conditions/condition.ts";
import type { CapabilityFacts, EventView } from "../payload/event-view.ts";
import { FALSE, type Truth, UNCERTAIN } from "../truth.ts";
import { factsOf, lacking, optionalInputs } from "./counted-by.ts";
import type { Window } from "./window.ts";

/**
 * What a call uses of a limit, why that cannot be told, or undefined where the limit is not about the call. Words are
 * made for people alone: of a large payload they take longer than the decision.
 */
export type Use = { readonly uses: string } | { readonly doubt: () => string } | undefined;

/** What a limit counts. */
export interface Measure {
  readonly key: "max_calls" | "max_total";
  /** In words that follow "counts". */
  readonly words: string;
  /** What tells it apart from other measures of its kind, for what is counted together. */
  readonly scope: JsonObject;
  use(view: EventView, absent: Truth): Use;
  samples(facts: CapabilityFacts): readonly Samples[];
}

/**
 * A bound on what calls use within a time. Nobody below the runtime knows what was used, so it is false, as if
 * nothing was, but uncertain where what this call uses, or whose use it is, cannot be told.
 */
export class LimitCondition implements Condition {
  readonly key: string;
  readonly most: Decimal;
  readonly window: Window;
  readonly by: readonly string[];
  readonly #measure: Measure;

  constructor(measure: Measure, most: Decimal, window: Window, by: readonly string[]) {
    this.key = measure.key;
    this.#measure = measure;
    this.most = most;
    this.window = window;
    this.by = by;
  }

  evaluate(view: EventView, absent: Truth): Truth {
    const use = this.#use(view, absent);
    return use !== undefined && "doubt" in use ? UNCERTAIN : FALSE;
  }

  doubt(view: EventView, absent: Truth): string | undefined {
    const use = this.#use(view, absent);
    return use !== undefined && "doubt" in use ? use.doubt() : undefined;
  }

  /** What this call uses, an exact decimal; undefined where the limit is not about the call or that cannot be told. */
  usesOf(view: EventView, absent: Truth): string | undefined {
    const use = this.#use(view, absent);
    return use === undefined || "doubt" in use ? undefined : use.uses;
  }

  /** What is counted together with this call, of a rule whose other conditions mean `scope`. */
  bucketOf(scope: string, view: EventView): string {
    return digestJson({ scope, by: factsOf(this.by, view) ?? {} });
  }

  /** What the limit counts and for how long, without its bound: raising that must not forget what was used. */
  get scope(): JsonObject {
    const { milliseconds } = this.window;
    return { ...this.#measure.scope, kind: this.key, window: milliseconds, by: this.by };
  }

  /** In words for a person, such as `counts calls by actor; at most 20 per 1h`. */
  get words(): string {
    const whose = this.by.length === 0 ? "of everybody together" : `by ${this.by.join(", ")}`;
    const bound = `at most ${formatDecimal(this.most)} per ${this.window.text}`;
    return `counts ${this.#measure.words} ${whose}; ${bound}`;
  }

  saw(): string {
    return this.words;
  }

  samples(facts: CapabilityFacts): readonly Samples[] {
    const whose = optionalInputs(this.by).map((at) => ({ at, values: ["any"], complete: true }));
    return [...this.#measure.samples(facts), ...whose];
  }

  #use(view: EventView, absent: Truth): Use {
    const use = this.#measure.use(view, absent);
    if (use === undefined || "doubt" in use) return use;
    const missing = lacking(this.by, view);
    return missing === undefined
      ? use
      : { doubt: () => `the host did not say the ${missing}, so nobody knows whose use it is` };
  }
}
