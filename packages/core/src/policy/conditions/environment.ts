import type { CapabilityFacts, EventView } from "../payload/event-view.ts";
import { globInstance, isGlob, matchesGlob } from "../glob.ts";
import { readTexts } from "../document/source-values.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import type { CompileCondition, Condition, Samples } from "./condition.ts";
import { showValues } from "./show-values.ts";

/** Environments every policy knows without naming them. */
export const STANDARD_ENVIRONMENTS: readonly string[] = [
  "development",
  "test",
  "staging",
  "production",
];

/**
 * `environment`: where the action takes effect is one of these names or globs, whatever its case.
 *
 * An environment that no part of the policy names, such as `prod` beside `production`, is uncertain:
 * a host's spelling nobody foresaw must not slip past a deny rule.
 */
export const compileEnvironment: CompileCondition = (node, _side, problem) => {
  const patterns = readTexts(node, problem);
  return patterns === undefined ? undefined : new EnvironmentCondition(patterns);
};

/** A condition on the event's environment. */
export class EnvironmentCondition implements Condition {
  readonly key = "environment";
  readonly patterns: readonly string[];
  readonly #globs: readonly string[];

  constructor(patterns: readonly string[]) {
    this.patterns = patterns.map((pattern) => pattern.toLowerCase());
    this.#globs = this.patterns.filter(isGlob);
  }

  evaluate(view: EventView): Truth {
    const { environment } = view.event;
    if (environment === undefined) return UNCERTAIN;
    if (this.patterns.includes(environment)) return TRUE;
    if (this.#globs.some((glob) => matchesGlob(glob, environment))) return TRUE;
    return view.facts.environments.has(environment) ? FALSE : UNCERTAIN;
  }

  samples({ environments }: CapabilityFacts): readonly Samples[] {
    const named = [...environments].filter((name) => !isGlob(name));
    const values = [...new Set([...this.patterns.map(globInstance), ...named, "unlisted"])].filter(
      (name) => /^[\w-]+$/.test(name),
    );
    return [{ at: "environment", values, complete: this.#globs.length === 0 }];
  }

  doubt({ event: { environment } }: EventView): string {
    return environment === undefined
      ? "the host did not say the environment"
      : `no part of the policy names the environment "${environment}"; list it under environments`;
  }

  saw({ event: { environment } }: EventView): string | undefined {
    return environment === undefined ? undefined : showValues([environment]);
  }
}
