import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from "yaml";
import { distance } from "fastest-levenshtein";
import type { Json } from "../encoding/json.ts";
import type { PolicyProblem } from "../errors.ts";

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

type ResolveAlias = (alias: Alias) => Node | undefined;

/** One policy file while it is read; it collects every problem instead of stopping at the first. */
export class PolicySource {
  readonly file: string;
  readonly problems: PolicyProblem[] = [];
  readonly #lines = new LineCounter();
  #nodes = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** Reads YAML 1.2 or JSON text; undefined where it is not well formed. */
  read(text: string): SourceNode | undefined {
    if (text.length > POLICY_SIZE_LIMIT) {
      this.#add(
        1,
        1,
        "",
        `policy is larger than ${POLICY_SIZE_LIMIT} characters; split it with extends`,
      );
      return undefined;
    }
    const document = parseDocument(text, {
      lineCounter: this.#lines,
      prettyErrors: false,
      stringKeys: true,
      version: "1.2",
      merge: false,
    });
    for (const fault of [...document.errors, ...document.warnings]) {
      const { line, col } = this.#lines.linePos(fault.pos[0]);
      this.#add(line, col, "", describeYamlFault(fault.code, fault.message));
    }
    if (this.problems.length > 0) return undefined;
    if (document.contents === null) {
      this.#add(1, 1, "", "the file is empty; a policy needs at least one section such as allow");
      return undefined;
    }
    return this.#node(document.contents, "", (alias) => alias.resolve(document), 0);
  }

  /** Reports a problem at a node. */
  report(node: Pick<SourceNode, "line" | "column" | "key">, message: string): undefined {
    this.#add(node.line, node.column, node.key, message);
  }

  #node(node: Node, key: string, resolve: ResolveAlias, depth: number): SourceNode | undefined {
    const { line, col: column } = this.#lines.linePos(node.range?.[0] ?? 0);
    this.#nodes += 1;
    if (this.#nodes > NODE_LIMIT || depth > DEPTH_LIMIT)
      return this.report({ line, column, key }, "too large or too deep once aliases are expanded");
    const place = { key, line, column };
    if (isAlias(node)) {
      const target = resolve(node);
      if (target === undefined) return this.report(place, `unknown alias "*${node.source}"`);
      const copy = this.#node(target, key, resolve, depth + 1);
      return copy === undefined ? undefined : { ...copy, ...place };
    }
    if (isScalar(node)) return this.#scalar(node.value, node.source ?? "", place);
    if (isSeq(node)) {
      const items = node.items.map((item, index) =>
        this.#node(item as Node, `${key}[${index}]`, resolve, depth + 1),
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
    return isMap(node) ? this.#map(node.items, place, resolve, depth) : undefined;
  }

  #map(
    pairs: readonly { readonly key: unknown; readonly value: unknown }[],
    place: Pick<SourceNode, "key" | "line" | "column">,
    resolve: ResolveAlias,
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
          : this.#node(pair.value as Node, key, resolve, depth + 1);
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
    if (typeof value === "number" && Number.isFinite(value)) return { ...leaf, value };
    return this.report(place, `"${text}" is not a value a policy can hold`);
  }

  #add(line: number, column: number, key: string, message: string): void {
    this.problems.push({ file: this.file, line, column, key, message });
  }
}

function describeYamlFault(code: string, message: string): string {
  if (code === "DUPLICATE_KEY") return "duplicate key; the second would silently replace the first";
  if (code === "TAB_AS_INDENT") return "tabs cannot indent YAML; use spaces";
  const [first = ""] = message.split("\n");
  return `${first.charAt(0).toLowerCase()}${first.slice(1)}`;
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
