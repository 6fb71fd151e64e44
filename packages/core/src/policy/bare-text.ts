import { canonicalJson } from "../encoding/canonical-json.ts";
import { freezeJsonObject, type JsonObject } from "../encoding/json.ts";
import { JsonError, type PolicyProblem } from "../errors.ts";
import { PolicySource, type SourceNode } from "./document/source.ts";

/** What stands outside a policy is short. */
const MOST_CHARACTERS = 64 * 1024;
const MOST_REMEMBERED = 256;

/** How one kind of JSON that stands outside a policy is read. */
export interface BareForm<Value> {
  /** What it is called in problems. */
  readonly called: string;
  readonly read: (node: SourceNode, source: PolicySource) => Value;
}

/** What was read; without a value where there are problems. */
export interface BareRead<Value> {
  readonly value?: Value;
  readonly problems: readonly PolicyProblem[];
}

/** Reads JSON that stands outside a policy as policies are read. */
export function readBare<Value>(json: JsonObject, form: BareForm<Value>): BareRead<Value> {
  const text = textOf(json, form.called);
  return typeof text === "string" ? readText(text, form) : { problems: [text] };
}

/** JSON that stands outside a policy, each read once. */
export class RememberedBare<Value> {
  readonly #form: BareForm<Value>;
  readonly #known = new Map<string, BareRead<Value>>();

  constructor(form: BareForm<Value>) {
    this.#form = form;
  }

  /** What it says; undefined where it is not good. */
  read(json: JsonObject): Value | undefined {
    const text = textOf(json, this.#form.called);
    if (typeof text !== "string") return undefined;
    const known = this.#known.get(text);
    if (known !== undefined) return known.value;
    const read = readText(text, this.#form);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size >= MOST_REMEMBERED) this.#known.delete(oldest);
    this.#known.set(text, read);
    return read.value;
  }

  /** All that was read and is remembered. */
  get values(): readonly Value[] {
    return [...this.#known.values()].flatMap(({ value }) => (value === undefined ? [] : [value]));
  }
}

function readText<Value>(text: string, { called, read }: BareForm<Value>): BareRead<Value> {
  const source = new PolicySource(called);
  const node = source.read(text);
  const value = node && read(node, source);
  const { problems } = source;
  return problems.length > 0 || value === undefined ? { problems } : { value, problems };
}

/** JSON is YAML, so the reader of policies reads it; a problem where it is no plain JSON or too long. */
function textOf(json: JsonObject, called: string): string | PolicyProblem {
  const problem = { file: called, line: 1, column: 1, key: "" };
  try {
    const text = canonicalJson(freezeJsonObject(json));
    return text.length <= MOST_CHARACTERS
      ? text
      : { ...problem, message: `longer than ${MOST_CHARACTERS} characters; name fewer values` };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { ...problem, message: error.message };
  }
}
