import { dirname, resolve } from "node:path";
import { ConfigFault } from "../config/config-fault.ts";
import { at, type ConfigNode } from "../config/config-node.ts";
import { parseJsonc } from "../config/parse-json.ts";
import { parseToml } from "../config/parse-toml.ts";
import { parseYaml } from "../config/parse-yaml.ts";
import { capfence } from "./capfence.ts";
import { projectTables } from "./claude-code.ts";
import type { Client } from "./client.ts";
import { codex } from "./codex.ts";
import { editorMeaning } from "./editor-references.ts";
import { fillWith, type Meaning, type Place } from "./fill-in.ts";
import { readJsonEntry } from "./server-entry.ts";
import { tablesUnder } from "./server-tables.ts";
import { shellMeaning } from "./shell-references.ts";

/** A configuration that somebody has named, of any client: what it has says whose it could be. */
export function givenClient(file: string, text: string): Client {
  const root = parseAny(file, text);
  const own = { name: "given", files: () => [{ path: file, folder: folderOf(file) }] };
  const parse = (): ConfigNode => root;
  if (at(root, "mcp_servers") !== undefined) return { ...codex, ...own, parse };
  if (at(root, "upstreams") !== undefined) return { ...capfence, ...own, parse };
  const key = ["mcpServers", "servers"].find((name) => at(root, name) !== undefined);
  if (key === undefined && at(root, "projects") === undefined)
    throw new ConfigFault("it has none of mcpServers, servers, mcp_servers and upstreams");
  return {
    ...own,
    parse,
    tables: (_root, { folder }) => [
      ...(key === undefined ? [] : tablesUnder(root, key, folder)),
      ...projectTables(root),
    ],
    entry: readJsonEntry,
    // Nobody knows which client it is for, and what one fills in is no word of another.
    fillIn: fillWith(anyMeaning),
  };
}

function anyMeaning(reference: string, place: Place): Meaning | undefined {
  const host = { ...place.host, project: place.host.project ?? place.folder };
  return editorMeaning(reference, { ...place, host }) ?? shellMeaning(reference, place);
}

/** Reads any of the three by what it is called, and else by what it looks like. */
function parseAny(file: string, text: string): ConfigNode {
  if (/\.toml$/i.test(file)) return parseToml(text);
  if (/\.ya?ml$/i.test(file)) return parseYaml(text);
  if (/\.jsonc?$/i.test(file) || /^\s*(?:[{]|\/[/*])/.test(text)) return parseJsonc(text);
  return /^\s*\[\s*["']?mcp_servers/m.test(text) ? parseToml(text) : parseYaml(text);
}

/** The folder of the project that a file stands in, where it stands in a folder of a client's own. */
function folderOf(file: string): string {
  const folder = dirname(resolve(file));
  return /[/\\]\.(?:codex|cursor|vscode)$/.test(folder) ? dirname(folder) : folder;
}
