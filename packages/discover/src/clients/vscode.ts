import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseJsonc } from "../config/parse-json.ts";
import type { Client } from "./client.ts";
import { editorMeaning } from "./editor-references.ts";
import { fillWith } from "./fill-in.ts";
import { type Host, userFolder } from "./host.ts";
import { readJsonEntry } from "./server-entry.ts";
import { tablesUnder } from "./server-tables.ts";

const EDITIONS: readonly string[] = ["Code", "Code - Insiders"];

/** VS Code: each profile of both editions, the project, and what its agents share with Copilot's command line. */
export const vscode: Client = {
  name: "vscode",
  files: (host) => [
    ...EDITIONS.flatMap((edition) => profilesOf(edition, host))
      .map((folder) => join(folder, "mcp.json"))
      .concat(join(host.environment["COPILOT_HOME"] || join(host.home, ".copilot"), COPILOT))
      .map((path) => ({ path, folder: host.home })),
    ...(host.project === undefined
      ? []
      : [{ path: join(host.project, ".vscode/mcp.json"), folder: host.project }]),
  ],
  parse: parseJsonc,
  tables: (root, { folder, path }) =>
    tablesUnder(root, path.endsWith(COPILOT) ? "mcpServers" : "servers", folder),
  entry: readJsonEntry,
  fillIn: fillWith(editorMeaning),
};

const COPILOT = "mcp-config.json";

function profilesOf(edition: string, host: Host): readonly string[] {
  const folder = join(userFolder(host), edition, "User");
  const profiles = join(folder, "profiles");
  let names: readonly string[] = [];
  try {
    names = readdirSync(profiles).toSorted();
  } catch {
    // Most have no more than one.
  }
  return [folder, ...names.map((name) => join(profiles, name))];
}
