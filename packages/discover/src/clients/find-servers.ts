import { basename, resolve } from "node:path";
import { ConfigFault } from "../config/config-fault.ts";
import { readText } from "../config/read-text.ts";
import { capfence } from "./capfence.ts";
import { claudeCode } from "./claude-code.ts";
import { claudeDesktop } from "./claude-desktop.ts";
import type { Client, ConfigFile, ServerTable } from "./client.ts";
import { codex } from "./codex.ts";
import { cursor } from "./cursor.ts";
import type { FoundServer } from "./found-server.ts";
import { givenClient } from "./given-file.ts";
import type { Host } from "./host.ts";
import { makeServer } from "./make-server.ts";
import { vscode } from "./vscode.ts";

const CLIENTS: readonly Client[] = [claudeDesktop, claudeCode, cursor, vscode, codex, capfence];

/** The clients whose configurations are known. */
export const CLIENT_NAMES: readonly string[] = CLIENTS.map(({ name }) => name);

/** More servers than any file has. */
const MOST = 1000;

/** Where servers are looked for. */
export interface FindOptions extends Host {
  /** The clients that are looked at, by name; all of them where it is left out. */
  readonly clients?: readonly string[];
  /** Files that are looked at besides, of any client. */
  readonly files?: readonly string[];
}

/**
 * Every server that the configurations of clients name. What cannot be read is in it as a server with a fault, named
 * after the file or its entry: nothing is left out, and nothing ends the search.
 */
export function findServers({
  clients = CLIENT_NAMES,
  files = [],
  ...host
}: FindOptions): readonly FoundServer[] {
  const known = CLIENTS.filter(({ name }) => clients.includes(name)).flatMap((client) =>
    client.files(host).flatMap((file) => serversOf(file, () => client, client.name, host, false)),
  );
  const given = files.flatMap((path) =>
    serversOf(
      { path: resolve(path), folder: "" },
      (text) => givenClient(path, text),
      "given",
      host,
      true,
    ),
  );
  return [...known, ...given];
}

function serversOf(
  file: ConfigFile,
  clientOf: (text: string) => Client,
  name: string,
  host: Host,
  isNeeded: boolean,
): readonly FoundServer[] {
  try {
    const text = readText(file.path);
    if (text === undefined && !isNeeded) return [];
    if (text === undefined) throw new ConfigFault("there is no such file");
    const client = clientOf(text);
    const place = client.name === "given" ? (client.files(host)[0] ?? file) : file;
    const tables = client.tables(client.parse(text), place, host);
    return tables.flatMap((table) => serversIn(table, file, client, host));
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    return [unread(file.path, name, error)];
  }
}

function serversIn(
  { key, node, folder, disabled }: ServerTable,
  { path }: ConfigFile,
  { name: client, entry, fillIn }: Client,
  host: Host,
): readonly FoundServer[] {
  const found = node.entries.slice(0, MOST).map(({ name, line, node: own }) => {
    const place = { client, file: path, key: `${key}.${name}` };
    const origin = { ...place, ...(line === undefined ? {} : { line }) };
    const isDisabled = disabled?.has(name) === true;
    return makeServer(entry(own), { name, origin, folder, host, fillIn, isDisabled });
  });
  if (node.entries.length <= MOST) return found;
  const fault = new ConfigFault(`its ${key} has more than ${MOST} servers; the rest is not read`);
  return [...found, unread(path, client, fault)];
}

function unread(path: string, client: string, { message, line }: ConfigFault): FoundServer {
  return {
    name: basename(path),
    origin: { client, file: path, ...(line === undefined ? {} : { line }) },
    transport: "stdio",
    address: "",
    fault: `the configuration cannot be used: ${message}`,
    isDisabled: false,
    given: [],
    secrets: [],
    hidden: [],
  };
}
