import { type Document, isMap, isScalar, isSeq, Pair, Scalar, visit, YAMLMap, YAMLSeq } from "yaml";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { settleHeader } from "../format/comments.ts";
import { byOrder, POLICY_ORDER } from "../format/key-order.ts";

const SECTION = "approvals";
const KEYS = "approvers";

/** The `approvals:` of a policy's document, to be changed in place: comments and all else stay. */
export class ApproversSection {
  readonly #document: Document;
  readonly #root: YAMLMap;

  constructor(document: Document) {
    const root = document.contents;
    if (!isMap(root)) throw byHand("it is no mapping");
    visit(document, {
      Alias: () => {
        throw byHand("it has aliases, and a change here could be one elsewhere");
      },
    });
    this.#document = document;
    this.#root = root;
  }

  /** The entries; for each, the capabilities that it is for. */
  entries(): readonly YAMLMap[] {
    const node: unknown = this.#root.get(SECTION, true);
    return (isSeq(node) ? node.items : [node]).filter((one) => isMap(one));
  }

  /** The entry for exactly these capabilities. */
  entryFor(patterns: readonly string[]): YAMLMap | undefined {
    const wanted = meaningOf(patterns);
    return this.entries().find((entry) => meaningOf(patternsOf(entry)) === wanted);
  }

  /** Adds a public key to the entry for these capabilities, which is made where there is none. */
  add(key: string, patterns: readonly string[]): void {
    const entry = this.entryFor(patterns) ?? this.#newEntry(patterns);
    const listed: unknown = entry.get(KEYS, true);
    if (isSeq(listed)) listed.add(new Scalar(key));
    else entry.set(KEYS, listOf([...(isScalar(listed) ? [listed] : []), new Scalar(key)]));
  }

  /** Takes a public key out of an entry. */
  remove(key: string, entry: YAMLMap): void {
    const listed: unknown = entry.get(KEYS, true);
    if (isSeq(listed))
      listed.items = listed.items.filter((one) => !isScalar(one) || one.value !== key);
  }

  #newEntry(patterns: readonly string[]): YAMLMap {
    const entry = new YAMLMap();
    const [only] = patterns;
    if (patterns.length === 1) entry.set("for", new Scalar(only));
    else if (patterns.length > 1)
      entry.set("for", listOf(patterns.map((pattern) => new Scalar(pattern))));
    const node: unknown = this.#root.get(SECTION, true);
    if (isSeq(node)) node.add(entry);
    else if (isMap(node)) this.#root.set(SECTION, listOf([node, entry]));
    else this.#insert(entry);
    return entry;
  }

  /** Where the canonical form of policies has it. */
  #insert(entry: YAMLMap): void {
    settleHeader(this.#document, this.#root);
    const compare = byOrder(POLICY_ORDER);
    const { items } = this.#root;
    const later = items.findIndex(({ key }) => compare(nameOf(key), SECTION) > 0);
    const at = later === -1 ? items.length : later;
    const name = new Scalar(SECTION);
    name.spaceBefore = at > 0;
    const next = items[at]?.key;
    if (isScalar(next)) next.spaceBefore = true;
    items.splice(at, 0, new Pair(name, entry));
  }
}

/** The capabilities that an entry is for, as they are written. */
function patternsOf(entry: YAMLMap): readonly string[] {
  return textsIn(entry.get("for", true));
}

/** The public keys of an entry. */
export function keysOf(entry: YAMLMap): readonly string[] {
  return textsIn(entry.get(KEYS, true));
}

function textsIn(node: unknown): readonly string[] {
  const nodes = isSeq(node) ? node.items : [node];
  return nodes.filter((one) => isScalar(one)).map(({ value }) => String(value));
}

function listOf(nodes: readonly unknown[]): YAMLSeq {
  const list = new YAMLSeq();
  list.items = [...nodes];
  return list;
}

function meaningOf(patterns: readonly string[]): string {
  return [...new Set(patterns.map((one) => one.trim().toLowerCase()))].toSorted().join(" ");
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : "";
}

function byHand(why: string): CommandFailure {
  return new CommandFailure(EXIT.unusable, `the policy is not changed: ${why}; edit it by hand`);
}
