import { parse, TomlError } from "smol-toml";
import { ConfigFault } from "./config-fault.ts";
import type { ConfigEntry, ConfigNode } from "./config-node.ts";

/** By the names that lead to a table, joined by a character that no name is likely to have. */
type TableLines = ReadonlyMap<string, number>;

const JOINT = "\u0000";

/** Deeper than any configuration; what names tables costs their depth for each of them. */
const DEEPEST = 100;

/** Reads TOML; of lines, those of the heads of tables are known. Throws `ConfigFault`. */
export function parseToml(text: string): ConfigNode {
  const table = tableOf(text);
  try {
    return nodeOf(table, [], linesOf(text));
  } catch (error) {
    if (error instanceof RangeError) throw new ConfigFault("it is nested too deeply");
    throw error;
  }
}

function tableOf(text: string): unknown {
  try {
    return parse(text, { integersAsBigInt: "asNeeded" });
  } catch (error) {
    if (error instanceof RangeError) throw new ConfigFault("it is nested too deeply");
    if (!(error instanceof TomlError)) throw error;
    // The lines after the first quote the file, which may have secrets.
    const [message = ""] = error.message.split("\n");
    throw new ConfigFault(`it is not TOML: ${message}`, error.line);
  }
}

function nodeOf(value: unknown, path: readonly string[], lines: TableLines): ConfigNode {
  if (path.length > DEEPEST) throw new ConfigFault("it is nested too deeply");
  const isTable = typeof value === "object" && value !== null && !(value instanceof Date);
  const line = lines.get(path.join(JOINT));
  if (!isTable) return { line, value, items: [], entries: [] };
  if (Array.isArray(value))
    return { line, value, items: value.map((one) => nodeOf(one, [], lines)), entries: [] };
  const entries = Object.entries(value).map(([name, one]): ConfigEntry => {
    const node = nodeOf(one, [...path, name], lines);
    return { name, line: node.line, node };
  });
  return { line, value, items: [], entries };
}

/** More heads than any file has; each is parsed, whether it is one or not. */
const MOST = 1000;

/** The lines of the heads of tables of servers. One in a text of several lines is taken for a head as well: a wrong line at worst. */
function linesOf(text: string): TableLines {
  const lines = new Map<string, number>();
  let left = MOST;
  for (const [index, line] of text.split("\n").entries()) {
    if (!/^\s{0,99}\[\s{0,99}["']?mcp_servers/.test(line) || line.length > 1000) continue;
    const key = headOf(line)?.join(JOINT);
    if (key !== undefined && !lines.has(key)) lines.set(key, index + 1);
    left -= 1;
    if (left === 0) break;
  }
  return lines;
}

function headOf(line: string): readonly string[] | undefined {
  const names: string[] = [];
  try {
    let table: object | undefined = parse(line);
    while (table !== undefined) {
      const [entry]: readonly [string, unknown][] = Object.entries(table);
      if (entry === undefined) return names;
      names.push(entry[0]);
      table = typeof entry[1] === "object" && entry[1] !== null ? entry[1] : undefined;
    }
  } catch {
    // It is no head.
  }
  return undefined;
}
