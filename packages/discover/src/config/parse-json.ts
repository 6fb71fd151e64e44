import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { ConfigFault } from "./config-fault.ts";
import type { ConfigEntry, ConfigNode } from "./config-node.ts";
import { Lines } from "./lines.ts";

/** Reads JSON that may have comments and trailing commas, as editors take it. Throws `ConfigFault`. */
export function parseJsonc(text: string): ConfigNode {
  const lines = new Lines(text);
  return new JsonNode(parseJsonTree(text, lines, true), lines);
}

/** Reads JSON text into the tree of its parser. Throws `ConfigFault`. */
export function parseJsonTree(text: string, lines: Lines, isLoose: boolean): Node {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, errors, { disallowComments: !isLoose, allowTrailingComma: isLoose });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigFault("it is nested too deeply");
  }
  const [first] = errors;
  if (first !== undefined)
    throw new ConfigFault(
      `it is not JSON: ${wordsOfCode(printParseErrorCode(first.error))}`,
      lines.at(first.offset),
    );
  if (root === undefined) throw new ConfigFault("it is empty", 1);
  return root;
}

/** `CommaExpected` as words. */
function wordsOfCode(code: string): string {
  return code.replace(/(?<=\p{Ll})\p{Lu}/gu, (letter) => ` ${letter}`).toLowerCase();
}

/** A node that looks only when it is asked: files with a few servers may have a long history besides. */
class JsonNode implements ConfigNode {
  readonly #node: Node;
  readonly #lines: Lines;

  constructor(node: Node, lines: Lines) {
    this.#node = node;
    this.#lines = lines;
  }

  get line(): number {
    return this.#lines.at(this.#node.offset);
  }

  get value(): unknown {
    if (this.#node.type === "object") return {};
    return this.#node.type === "array" ? [] : (this.#node.value as unknown);
  }

  get items(): readonly ConfigNode[] {
    if (this.#node.type !== "array") return [];
    return (this.#node.children ?? []).map((child) => new JsonNode(child, this.#lines));
  }

  get entries(): readonly ConfigEntry[] {
    if (this.#node.type !== "object") return [];
    return (this.#node.children ?? []).flatMap(({ offset, children: [key, value] = [] }) =>
      key === undefined || value === undefined
        ? []
        : [
            {
              name: String(key.value),
              line: this.#lines.at(offset),
              node: new JsonNode(value, this.#lines),
            },
          ],
    );
  }
}
