import { distance } from "fastest-levenshtein";
import { escapeControls } from "../../encoding/escape-controls.ts";
import type { Json } from "../../encoding/json.ts";
import type { PolicyProblem } from "../../errors.ts";
import { type Place, YamlReader } from "./yaml-reader.ts";

/** A node of a policy file: its value, and where it stands. */
export interface SourceNode {
  /** Path inside the document, such as `deny[0].amount_gt`. */
  readonly key: string;
  readonly line: number;
  readonly column: number;
  readonly value: Json;
  /** A scalar as it is written, so that a decimal keeps its digits. */
  readonly text: string;
  readonly items: readonly SourceNode[];
  readonly entries: readonly SourceEntry[];
}

/** One key of a mapping, and the value under it. */
export interface SourceEntry {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly node: SourceNode;
}

/** A policy file larger than this is refused. */
export const POLICY_SIZE_LIMIT: number = 1024 * 1024;
/** Whoever mends a file mends the first problems first; a hostile one could have millions. */
const PROBLEM_LIMIT = 100;
const START = { line: 1, column: 1, key: "" };

/** How to mend a file of one kind: one that is empty, and one that is too large. */
export interface SourceHints {
  readonly empty: string;
  readonly large: string;
}

const POLICY_HINTS: SourceHints = {
  empty: "a policy needs at least one section such as allow",
  large: "split it with extends",
};

/** One file while it is read; it collects every problem instead of stopping at the first. */
export class PolicySource {
  readonly file: string;
  readonly problems: PolicyProblem[] = [];
  readonly #hints: SourceHints;

  constructor(file: string, hints: SourceHints = POLICY_HINTS) {
    this.file = file;
    this.#hints = hints;
  }

  /** Reads YAML 1.2 or JSON text; undefined where it is not well formed. */
  read(text: string): SourceNode | undefined {
    if (text.length > POLICY_SIZE_LIMIT) {
      return this.report(
        START,
        `the file is larger than ${POLICY_SIZE_LIMIT} characters; ${this.#hints.large}`,
      );
    }
    const report = (place: Place, message: string): undefined => this.report(place, message);
    const reader = new YamlReader(text, report, this.#hints.empty);
    const node = reader.read();
    return this.problems.length > 0 ? undefined : node;
  }

  /** Reports a problem at a node. */
  report(node: Place, message: string): undefined {
    this.#add(node.line, node.column, node.key, message);
  }

  #add(line: number, column: number, key: string, message: string): void {
    if (this.problems.length < PROBLEM_LIMIT)
      this.problems.push({
        file: this.file,
        line,
        column,
        key: escapeControls(key),
        message: escapeControls(message),
      });
  }
}

/** The entry of a mapping under a key, if it has that key. */
export function entryOf(node: SourceNode | undefined, name: string): SourceEntry | undefined {
  return node?.entries.find((entry) => entry.name === name);
}

/** The node under a key of a mapping, if it has that key. */
export function childOf(node: SourceNode | undefined, name: string): SourceNode | undefined {
  return entryOf(node, name)?.node;
}

/** The place of an entry's key, for problems with the key and not with its value. */
export function keyOf({ line, column, node }: SourceEntry): Place {
  return { line, column, key: node.key };
}

/** Reports every key of a mapping that is none of these. */
export function reportUnknownKeys(
  { entries }: SourceNode,
  known: readonly string[],
  source: PolicySource,
): void {
  for (const entry of entries)
    if (!known.includes(entry.name))
      source.report(keyOf(entry), `unknown key "${entry.name}"${suggestion(entry.name, known)}`);
}

/** `; did you mean "x"?` where one of `known` is close to `name`, else the empty string. */
export function suggestion(name: string, known: Iterable<string>): string {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const steps = distance(name.toLowerCase(), candidate.toLowerCase());
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best === undefined ? "" : `; did you mean "${best}"?`;
}
