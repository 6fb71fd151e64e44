import { join } from "node:path";
import { parseJsonc } from "../config/parse-json.ts";
import type { Client } from "./client.ts";
import { fillNothing } from "./fill-in.ts";
import { type Host, userFolder } from "./host.ts";
import { readJsonEntry } from "./server-entry.ts";
import { tablesUnder } from "./server-tables.ts";

const FILE = "claude_desktop_config.json";
/** Where Windows puts what the app from its store writes to the user's folder. */
const FROM_STORE = "AppData/Local/Packages/Claude_pzs8sxrjxfjjc/LocalCache/Roaming/Claude";

/** Claude Desktop. */
export const claudeDesktop: Client = {
  name: "claude-desktop",
  files: (host) => folders(host).map((one) => ({ path: join(one, FILE), folder: host.home })),
  parse: parseJsonc,
  tables: (root, { folder }) => tablesUnder(root, "mcpServers", folder),
  entry: readJsonEntry,
  fillIn: fillNothing,
};

function folders(host: Host): readonly string[] {
  const own = join(userFolder(host), "Claude");
  return host.platform === "win32" ? [own, join(host.home, FROM_STORE)] : [own];
}
