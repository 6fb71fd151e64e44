import { join } from "node:path";
import { parseJsonc } from "../config/parse-json.ts";
import type { Client } from "./client.ts";
import { editorMeaning } from "./editor-references.ts";
import { fillWith } from "./fill-in.ts";
import { readJsonEntry } from "./server-entry.ts";
import { tablesUnder } from "./server-tables.ts";

/** Cursor. It keeps what its user has switched off where others cannot read it, so that all count as used. */
export const cursor: Client = {
  name: "cursor",
  files: ({ home, project }) =>
    [home, ...(project === undefined ? [] : [project])].map((folder) => ({
      path: join(folder, ".cursor/mcp.json"),
      folder,
    })),
  parse: parseJsonc,
  tables: (root, { folder }) => tablesUnder(root, "mcpServers", folder),
  entry: readJsonEntry,
  fillIn: fillWith(editorMeaning),
};
