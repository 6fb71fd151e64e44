import type { JsonObject } from "../encoding/json.ts";
import { ConfigurationError, type PolicyProblem } from "../errors.ts";
import { type BareForm, readBare, RememberedBare } from "./bare-text.ts";
import type { Condition } from "./conditions/condition.ts";
import type { EventView } from "./payload/event-view.ts";
import { readBareConditions } from "./rule.ts";
import { TRUE, UNCERTAIN } from "./truth.ts";

const FORM: BareForm<readonly Condition[]> = { called: "conditions", read: readBareConditions };

/** What is wrong with conditions that are to stand by themselves, as those of a grant do; empty where nothing is. */
export function conditionProblems(conditions: JsonObject): readonly PolicyProblem[] {
  return readBare(conditions, FORM).problems;
}

/** Conditions that stand outside a policy, each compiled once. */
export class BareConditions {
  readonly #known = new RememberedBare(FORM);

  /** Whether all conditions surely hold, as in an allow rule; false for what is no condition or is not loaded yet. */
  hold(conditions: JsonObject, view: EventView): boolean {
    const read = this.#known.read(conditions);
    if (read === undefined || loadingOf(read).length > 0) return false;
    try {
      return read.every((condition) => condition.evaluate(view, UNCERTAIN) === TRUE);
    } catch (error) {
      // What the conditions need has failed.
      if (error instanceof ConfigurationError) return false;
      throw error;
    }
  }

  /** What is still being loaded for the conditions asked about so far; undefined where nothing is. */
  load(): Promise<void> | undefined {
    const loading = this.#known.values.flatMap(loadingOf);
    return loading.length === 0 ? undefined : Promise.all(loading).then(() => undefined);
  }
}

function loadingOf(conditions: readonly Condition[]): readonly Promise<void>[] {
  const loading = conditions.map((one) => one.load?.()).filter((one) => one !== undefined);
  // Whoever awaits it is told of a failure; nobody has to.
  for (const one of loading) one.catch(() => undefined);
  return loading;
}
