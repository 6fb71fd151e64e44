import type { ConfigNode } from "../config/config-node.ts";
import { at, isMapping, textAt } from "../config/config-node.ts";

/** A value of an entry, under its name: that of a variable or a header, or which argument it is. */
export interface Pair {
  readonly name: string;
  readonly value: string;
  readonly line: number | undefined;
}

/** The value of a variable that goes into the environment or the headers of a server. */
export interface Borrowed {
  readonly into: "env" | "headers";
  readonly name: string;
  readonly variable: string;
  /** What stands before it. */
  readonly before?: string;
}

/** A server as its entry declares it, with nothing filled in. */
export interface Declared {
  readonly transport: "stdio" | "http" | "sse";
  readonly command: string;
  readonly args: readonly Pair[];
  readonly env: readonly Pair[];
  readonly cwd: string | undefined;
  /** A file with more of its environment. */
  readonly envFile: string | undefined;
  readonly url: string;
  readonly headers: readonly Pair[];
  readonly borrowed: readonly Borrowed[];
  /** Other values of it that may be secret. */
  readonly others: readonly Pair[];
  readonly isDisabled: boolean;
  /** What is wrong with it, first of all. */
  readonly fault: string | undefined;
}

/** Reads the entry of a server; one of a wrong shape has a fault, and whatever else could be read. */
export type ReadEntry = (node: ConfigNode) => Declared;

const TRANSPORTS: ReadonlyMap<string, Declared["transport"]> = new Map([
  ["http", "http"],
  ["local", "stdio"],
  ["sse", "sse"],
  ["stdio", "stdio"],
  ["streamable-http", "http"],
  ["streamableHttp", "http"],
]);

/**
 * Reads an entry as most clients have it. `disabled` means nothing to them: what a project says there must not keep
 * anybody from looking at a server that is started all the same.
 */
export function readJsonEntry(node: ConfigNode): Declared {
  const faults: string[] = [];
  if (!isMapping(node)) faults.push("it is not a mapping");
  const type = textAt(node, "type");
  const has = { command: at(node, "command") !== undefined, url: at(node, "url") !== undefined };
  const known = type === undefined ? undefined : TRANSPORTS.get(type);
  if (type !== undefined && known === undefined)
    faults.push(
      `its type ${JSON.stringify(type.slice(0, 40))} is none of ${[...TRANSPORTS.keys()].join(", ")}`,
    );
  if (known === undefined && has.command && has.url)
    faults.push("it has both command and url, and clients differ in which counts");
  const transport = known ?? (has.url && !has.command ? "http" : "stdio");
  const needed = transport === "stdio" ? "command" : "url";
  if (!has[needed]) faults.push(`it has no ${needed}`);
  const of = (key: "command" | "url" | "cwd" | "envFile"): string | undefined =>
    readOne(node, key, faults);
  return {
    transport,
    command: of("command") ?? "",
    args: readList(node, "args", faults),
    env: readPairs(node, "env", faults),
    cwd: of("cwd"),
    envFile: of("envFile"),
    url: of("url") ?? "",
    headers: readPairs(node, "headers", faults),
    borrowed: [],
    others: ["auth", "oauth"].flatMap((key) => readPairs(node, key, [])),
    isDisabled: false,
    fault: faults[0],
  };
}

/** The text under a key; anything else there is a fault. */
export function readOne(node: ConfigNode, key: string, faults: string[]): string | undefined {
  const value = at(node, key)?.value;
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" && !value.includes("\0")) return value;
  faults.push(`its ${key} is not text`);
  return undefined;
}

/** The texts of a list under a key; anything else there is a fault. */
export function readList(node: ConfigNode, key: string, faults: string[]): readonly Pair[] {
  const list = at(node, key);
  if (list === undefined || list.value === null) return [];
  if (!Array.isArray(list.value)) faults.push(`its ${key} is not a list`);
  return list.items.flatMap((item, index) =>
    readPair(item, `${key}[${index}]`, `argument ${index + 1}`, faults),
  );
}

/** The texts of a mapping under a key; anything else there is a fault. */
export function readPairs(node: ConfigNode, key: string, faults: string[]): readonly Pair[] {
  const mapping = at(node, key);
  if (mapping === undefined || mapping.value === null) return [];
  if (!isMapping(mapping)) faults.push(`its ${key} is not a mapping`);
  return mapping.entries.flatMap((entry) =>
    readPair(entry.node, `${key}.${entry.name}`, entry.name, faults),
  );
}

function readPair(
  { line, value }: ConfigNode,
  place: string,
  name: string,
  faults: string[],
): readonly Pair[] {
  // Variables are taken away with null.
  if (value === null) return [];
  const isScalar = ["bigint", "boolean", "number", "string"].includes(typeof value);
  const text = isScalar ? `${value as string | number}` : "\0";
  if (!text.includes("\0")) return [{ name, value: text, line }];
  faults.push(`its ${place} is not text`);
  return [];
}
