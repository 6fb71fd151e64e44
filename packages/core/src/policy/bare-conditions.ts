import { canonicalJson } from "../encoding/canonical-json.ts";
import { freezeJsonObject, type JsonObject } from "../encoding/json.ts";
import { ConfigurationError, JsonError, type PolicyProblem } from "../errors.ts";
import type { Condition } from "./conditions/condition.ts";
import { PolicySource } from "./document/source.ts";
import type { EventView } from "./payload/event-view.ts";
import { readBareConditions } from "./rule.ts";
import { TRUE, UNCERTAIN } from "./truth.ts";

/** Conditions that stand outside a policy are short. */
const MOST_CHARACTERS = 64 * 1024;
const MOST_REMEMBERED = 256;
const CALLED = "conditions";

/** What conditions are, read by themselves as those of an allow rule; empty of conditions where there are problems. */
interface Read {
  readonly conditions: readonly Condition[];
  readonly problems: readonly PolicyProblem[];
}

/** What is wrong with conditions that are to stand by themselves, as those of a grant do; empty where nothing is. */
export function conditionProblems(conditions: JsonObject): readonly PolicyProblem[] {
  const text = textOf(conditions);
  return typeof text === "string" ? readText(text).problems : [text];
}

/** Conditions that stand outside a policy, each compiled once. */
export class BareConditions {
  readonly #known = new Map<string, Read>();

  /** Whether all conditions surely hold, as in an allow rule; false for what is no condition or is not loaded yet. */
  hold(conditions: JsonObject, view: EventView): boolean {
    const text = textOf(conditions);
    if (typeof text !== "string") return false;
    const read = this.#read(text);
    if (read.problems.length > 0 || loadingOf(read.conditions).length > 0) return false;
    try {
      return read.conditions.every((condition) => condition.evaluate(view, UNCERTAIN) === TRUE);
    } catch (error) {
      // What the conditions need has failed.
      if (error instanceof ConfigurationError) return false;
      throw error;
    }
  }

  /** What is still being loaded for the conditions asked about so far; undefined where nothing is. */
  load(): Promise<void> | undefined {
    const loading = [...this.#known.values()].flatMap((read) => loadingOf(read.conditions));
    return loading.length === 0 ? undefined : Promise.all(loading).then(() => undefined);
  }

  #read(text: string): Read {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const read = readText(text);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size >= MOST_REMEMBERED) this.#known.delete(oldest);
    this.#known.set(text, read);
    return read;
  }
}

function loadingOf(conditions: readonly Condition[]): readonly Promise<void>[] {
  const loading = conditions.map((one) => one.load?.()).filter((one) => one !== undefined);
  // Whoever awaits it is told of a failure; nobody has to.
  for (const one of loading) one.catch(() => undefined);
  return loading;
}

function readText(text: string): Read {
  const source = new PolicySource(CALLED);
  const node = source.read(text);
  const conditions = node === undefined ? [] : readBareConditions(node, source);
  const { problems } = source;
  return { conditions: problems.length === 0 ? conditions : [], problems };
}

/** JSON is YAML, so the reader of policies reads it; a problem where it is no plain JSON or too long. */
function textOf(conditions: JsonObject): string | PolicyProblem {
  const problem = { file: CALLED, line: 1, column: 1, key: "" };
  try {
    const text = canonicalJson(freezeJsonObject(conditions));
    return text.length <= MOST_CHARACTERS
      ? text
      : { ...problem, message: `longer than ${MOST_CHARACTERS} characters; name fewer values` };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { ...problem, message: error.message };
  }
}
