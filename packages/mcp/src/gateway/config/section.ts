import {
  childOf,
  describe,
  isList,
  isMapping,
  keyOf,
  readText,
  type SourceEntry,
  type SourceNode,
  suggestion,
} from "@capfence/core/source";
import { fillIn } from "./fill-in.ts";
import { parseDuration, parseSize } from "./quantities.ts";
import type { SettingsSource } from "./settings-source.ts";

/** A mapping with known keys. Whatever is wrong is reported, and then read as if it were not there. */
export class Section {
  readonly node: SourceNode | undefined;
  readonly #source: SettingsSource;

  constructor(node: SourceNode | undefined, keys: readonly string[], source: SettingsSource) {
    this.#source = source;
    const entries = mappingOf(node, source);
    this.node = entries === undefined ? undefined : node;
    for (const entry of entries ?? [])
      if (!keys.includes(entry.name))
        source.report(
          keyOf(entry),
          `unknown key "${entry.name}"${suggestion(entry.name, keys) || `; known are ${keys.join(", ")}`}`,
        );
  }

  /** The node under a key. */
  at(name: string): SourceNode | undefined {
    return childOf(this.node, name);
  }

  /** A text that is not empty. */
  text(name: string): string | undefined {
    const node = this.at(name);
    return node && readText(node, (at, message) => this.#source.report(at, message));
  }

  /** A path, made absolute. */
  path(name: string): string | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : this.#source.resolve(text);
  }

  /** One of several words. */
  oneOf<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const node = this.at(name);
    if (node === undefined) return undefined;
    const word = words.find((one) => one === node.value);
    if (word !== undefined) return word;
    const hint = typeof node.value === "string" ? suggestion(node.value, words) : "";
    return this.#source.report(
      node,
      `expected ${words.join(" or ")}, got ${describe(node)}${hint}`,
    );
  }

  /** A list of texts, or one text in place of it. */
  texts(name: string): readonly string[] | undefined {
    const node = this.at(name);
    if (node === undefined) return undefined;
    const texts = (isList(node) ? node.items : [node]).map((item) =>
      readText(item, (at, message) => this.#source.report(at, message)),
    );
    return texts.every((text) => text !== undefined) ? texts : undefined;
  }

  /** A text that may refer to the environment; neither it nor what was filled in becomes part of a message. */
  secret(name: string): string | undefined {
    const node = this.at(name);
    return node && readSecret(node, this.#source);
  }

  /** Milliseconds, from `least` on. */
  duration(name: string, least = 1): number | undefined {
    const time = this.#parsed(name, parseDuration, "a time such as 20s, 5m or 1h, up to 24d");
    if (time === undefined || time >= least) return time;
    return this.#source.report(
      this.at(name) as SourceNode,
      `expected a time of at least ${least}ms`,
    );
  }

  /** Bytes. */
  size(name: string): number | undefined {
    const size = this.#parsed(name, parseSize, "a size such as 512KiB or 4MiB, up to 256MiB");
    if (size === undefined || size >= 1024) return size;
    return this.#source.report(this.at(name) as SourceNode, "expected a size of at least 1KiB");
  }

  /** A whole number. */
  count(name: string, most: number, least = 1): number | undefined {
    const node = this.at(name);
    if (node === undefined) return undefined;
    const { value } = node;
    if (Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most)
      return Number(value);
    return this.#source.report(
      node,
      `expected a whole number from ${least} to ${most}, got ${describe(node)}`,
    );
  }

  #parsed(
    name: string,
    parse: (text: string) => number | undefined,
    expected: string,
  ): number | undefined {
    const node = this.at(name);
    if (node === undefined) return undefined;
    const amount = typeof node.value === "string" ? parse(node.value) : undefined;
    return amount ?? this.#source.report(node, `expected ${expected}, got ${describe(node)}`);
  }
}

/** The entries of a mapping; undefined where there is none, and reported where there is something else. */
export function mappingOf(
  node: SourceNode | undefined,
  source: SettingsSource,
): readonly SourceEntry[] | undefined {
  if (node === undefined) return undefined;
  if (isMapping(node)) return node.entries;
  // A text here might be a secret that is indented wrongly.
  const got = typeof node.value === "string" ? "text" : describe(node);
  return source.report(node, `expected a mapping, got ${got}`);
}

/** The text of a node that may be secret, filled in from the environment. */
export function readSecret(node: SourceNode, source: SettingsSource): string | undefined {
  if (typeof node.value === "string" && node.value !== "") {
    const text = fillIn(node.value, node, source);
    return text === "" ? undefined : text;
  }
  const isScalar = typeof node.value === "number" || typeof node.value === "boolean";
  return source.report(
    node,
    isScalar ? "expected text; put it in quotes" : `expected text, got ${describe(node)}`,
  );
}
