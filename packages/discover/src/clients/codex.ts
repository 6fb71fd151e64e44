import { join } from "node:path";
import { at, type ConfigNode, isMapping, textAt } from "../config/config-node.ts";
import { parseToml } from "../config/parse-toml.ts";
import type { Client } from "./client.ts";
import { fillNothing } from "./fill-in.ts";
import { type Borrowed, type Declared, readList, readOne, readPairs } from "./server-entry.ts";
import { tablesUnder } from "./server-tables.ts";

/** Codex. */
export const codex: Client = {
  name: "codex",
  files: ({ home, project, environment, root = "/" }) => [
    { path: join(root, "etc/codex/config.toml"), folder: home },
    { path: join(environment["CODEX_HOME"] || join(home, ".codex"), "config.toml"), folder: home },
    ...(project === undefined
      ? []
      : [{ path: join(project, ".codex/config.toml"), folder: project }]),
  ],
  parse: parseToml,
  tables: (root, { folder }) => tablesUnder(root, "mcp_servers", folder),
  entry: readCodexEntry,
  fillIn: fillNothing,
};

/** Reads a table `[mcp_servers.NAME]`. */
function readCodexEntry(node: ConfigNode): Declared {
  const faults: string[] = [];
  if (!isMapping(node)) faults.push("it is not a table");
  const command = readOne(node, "command", faults);
  const url = readOne(node, "url", faults);
  if ((command === undefined) === (url === undefined))
    faults.push("it has not one of command and url");
  const token = readOne(node, "bearer_token", faults);
  if (token !== undefined)
    faults.push(
      "it has bearer_token, which Codex refuses; name a variable in bearer_token_env_var",
    );
  return {
    transport: url !== undefined && command === undefined ? "http" : "stdio",
    command: command ?? "",
    args: readList(node, "args", faults),
    env: readPairs(node, "env", faults),
    cwd: readOne(node, "cwd", faults),
    envFile: undefined,
    url: url ?? "",
    headers: readPairs(node, "http_headers", faults),
    borrowed: borrowedOf(node, faults),
    others: token === undefined ? [] : [{ name: "bearer_token", value: token, line: undefined }],
    isDisabled: at(node, "enabled")?.value === false,
    fault: faults[0],
  };
}

function borrowedOf(node: ConfigNode, faults: string[]): readonly Borrowed[] {
  const bearer = readOne(node, "bearer_token_env_var", faults);
  const inherited = (at(node, "env_vars")?.items ?? []).flatMap((item) => {
    const name = typeof item.value === "string" ? item.value : textAt(item, "name");
    return name === undefined ? [] : [{ into: "env" as const, name, variable: name }];
  });
  const headers = readPairs(node, "env_http_headers", faults).map(({ name, value }) => ({
    into: "headers" as const,
    name,
    variable: value,
  }));
  if (bearer === undefined) return [...inherited, ...headers];
  const authorization = { name: "Authorization", variable: bearer, before: "Bearer " };
  return [...inherited, ...headers, { into: "headers", ...authorization }];
}
