import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from "yaml";
import { distance } from "fastest-levenshtein";
import { escapeControls } from "../../encoding/escape-controls.ts";
import type { Json } from "../../encoding/json.ts";
import type { PolicyProblem } from "../../errors.ts";
import { describeYamlFault, isExactNumber } from "./yaml-fault.ts";

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

/** A policy file larger than this is refused; so is one that names more nodes through aliases. */
export const POLICY_SIZE_LIMIT: number = 1024 * 1024;
const NODE_LIMIT = 500_000;
const DEPTH_LIMIT = 64;
/** Whoever mends a file mends the first problems first; a hostile one could have millions. */
const PROBLEM_LIMIT = 100;
const SHOWN_KEY = 80;
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
  readonly #lines = new LineCounter();
  readonly #targets = new Map<Alias, Node>();
  readonly #hints: SourceHints;
  #nodes = 0;

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
    const document = parseDocument(text, {
      lineCounter: this.#lines,
      prettyErrors: false,
      stringKeys: true,
      version: "1.2",
      merge: false,
    });
    for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
      const { line, col } = this.#lines.linePos(pos[0]);
      const [name = ""] = text.slice(pos[0], pos[0] + SHOWN_KEY).split(/[:\n]/);
      this.#add(
        line,
        col,
        code === "DUPLICATE_KEY" ? name.trim() : "",
        describeYamlFault(code, message),
      );
    }
    const { version } = document.directives?.yaml ?? {};
    if (version !== undefined && version !== "1.2")
      this.report(START, `YAML ${version} reads "yes" and "no" as booleans; remove the %YAML line`);
    if (this.problems.length > 0) return undefined;
    if (document.contents === null) {
      return this.report(START, `the file is empty; ${this.#hints.empty}`);
    }
    this.#resolveAliases(document);
    return this.#node(document.contents, "", 0);
  }

  /** Reports a problem at a node. */
  report(node: Pick<SourceNode, "line" | "column" | "key">, message: string): undefined {
    this.#add(node.line, node.column, node.key, message);
  }

  /** An alias stands for the nearest node before it with that anchor. One pass, because asking each alias is quadratic. */
  #resolveAliases(document: Document): void {
    const anchors = new Map<string, Node>();
    visit(document, {
      Node: (_key, node) => {
        if (isAlias(node)) {
          const target = anchors.get(node.source);
          if (target !== undefined) this.#targets.set(node, target);
        } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
      },
    });
  }

  #node(node: Node, key: string, depth: number): SourceNode | undefined {
    const { line, col: column } = this.#lines.linePos(node.range?.[0] ?? 0);
    if (this.#nodes > NODE_LIMIT) return undefined;
    this.#nodes += 1;
    if (this.#nodes > NODE_LIMIT || depth > DEPTH_LIMIT)
      return this.report({ line, column, key }, "too large or too deep once aliases are expanded");
    const place = { key, line, column };
    if (isAlias(node)) {
      const target = this.#targets.get(node);
      if (target === undefined) return this.report(place, `unknown alias "*${node.source}"`);
      const copy = this.#node(target, key, depth + 1);
      return copy === undefined ? undefined : { ...copy, ...place };
    }
    if (isScalar(node)) return this.#scalar(node.value, node.source ?? "", place);
    if (isSeq(node)) {
      const items = node.items.map((item, index) =>
        this.#node(item as Node, `${key}[${index}]`, depth + 1),
      );
      const known = items.filter((item) => item !== undefined);
      return {
        ...place,
        text: "",
        value: known.map((item) => item.value),
        items: known,
        entries: [],
      };
    }
    return isMap(node) ? this.#map(node.items, place, depth) : undefined;
  }

  #map(
    pairs: readonly { readonly key: unknown; readonly value: unknown }[],
    place: Pick<SourceNode, "key" | "line" | "column">,
    depth: number,
  ): SourceNode {
    const entries: SourceEntry[] = [];
    for (const pair of pairs) {
      if (!isScalar(pair.key)) continue;
      const name = String(pair.key.value);
      const { line, col: column } = this.#lines.linePos(pair.key.range?.[0] ?? 0);
      const key = place.key === "" ? name : `${place.key}.${name}`;
      const node =
        pair.value === null || pair.value === undefined
          ? { key, line, column, value: null, text: "", items: [], entries: [] }
          : this.#node(pair.value as Node, key, depth + 1);
      if (node !== undefined) entries.push({ name, line, column, node });
    }
    const value = Object.fromEntries(entries.map((entry) => [entry.name, entry.node.value]));
    return { ...place, text: "", value, items: [], entries };
  }

  #scalar(
    value: unknown,
    text: string,
    place: Pick<SourceNode, "key" | "line" | "column">,
  ): SourceNode | undefined {
    const leaf = { ...place, text, items: [], entries: [] };
    if (value === null || typeof value === "string" || typeof value === "boolean")
      return { ...leaf, value };
    if (typeof value === "number" && Number.isFinite(value))
      return isExactNumber(value, text)
        ? { ...leaf, value }
        : this.report(
            place,
            `${text} cannot be held exactly as a number; put it in quotes: "${text}"`,
          );
    return this.report(place, `"${text}" is not a value a policy can hold`);
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
export function keyOf({
  line,
  column,
  node,
}: SourceEntry): Pick<SourceNode, "line" | "column" | "key"> {
  return { line, column, key: node.key };
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
