import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import type { RealServer } from "./real-server.ts";

function program(url: string, ...args: readonly string[]): { readonly args: readonly string[] } {
  return { args: ["--no-warnings", fileURLToPath(url), ...args] };
}

function has(file: string, words: string): boolean {
  return existsSync(file) && readFileSync(file, "utf8").includes(words);
}

const filesystem: RealServer = {
  name: "filesystem",
  start: (folder) =>
    program(import.meta.resolve("@modelcontextprotocol/server-filesystem/dist/index.js"), folder),
  deny: { "/path": { matches: "env$" } },
  allowed: (folder) => write(join(folder, "notes.md"), "kept"),
  denied: (folder) => write(join(folder, ".env"), "stolen"),
  says: /Successfully wrote/,
  effects: (folder) => [has(join(folder, "notes.md"), "kept"), existsSync(join(folder, ".env"))],
};

function write(path: string, content: string): ReturnType<RealServer["allowed"]> {
  return { name: "write_file", arguments: { path, content } };
}

const everything: RealServer = {
  name: "everything",
  start: () =>
    program(import.meta.resolve("@modelcontextprotocol/server-everything/dist/index.js")),
  deny: { "/message": "forbidden" },
  allowed: () => ({ name: "echo", arguments: { message: "hello" } }),
  denied: () => ({ name: "echo", arguments: { message: "forbidden" } }),
  says: /Echo: hello/,
};

const memory: RealServer = {
  name: "memory",
  start: (folder) => ({
    ...program(import.meta.resolve("@modelcontextprotocol/server-memory/dist/index.js")),
    env: { MEMORY_FILE_PATH: join(folder, "memory.jsonl") },
  }),
  deny: { "/entities/0/name": "Mallory" },
  allowed: () => remember("Ada"),
  denied: () => remember("Mallory"),
  says: /Ada/,
  effects: (folder) => [
    has(join(folder, "memory.jsonl"), "Ada"),
    has(join(folder, "memory.jsonl"), "Mallory"),
  ],
};

function remember(name: string): ReturnType<RealServer["allowed"]> {
  const entity = { name, entityType: "person", observations: [] };
  return { name: "create_entities", arguments: { entities: [entity] } };
}

const thinking: RealServer = {
  name: "thinking",
  start: () =>
    program(import.meta.resolve("@modelcontextprotocol/server-sequential-thinking/dist/index.js")),
  deny: { "/thought": { matches: "forbidden" } },
  allowed: () => think("a thought"),
  denied: () => think("a forbidden thought"),
  // It has heard of one.
  says: /"thoughtHistoryLength":1\b/,
};

function think(thought: string): ReturnType<RealServer["allowed"]> {
  const counts = { thoughtNumber: 1, totalThoughts: 2, nextThoughtNeeded: true };
  return { name: "sequentialthinking", arguments: { thought, ...counts } };
}

/** Made with no SDK of MCP's own. */
const sqlite: RealServer = {
  name: "sqlite",
  start: (folder) => ({
    ...program(import.meta.resolve("mcp-sqlite-tools/dist/index.js")),
    env: { SQLITE_DEFAULT_PATH: folder },
  }),
  deny: { "/query": { starts_with: "DELETE" } },
  first: (folder) => {
    const database = new DatabaseSync(join(folder, "shop.db"));
    database.exec("CREATE TABLE orders (id TEXT); INSERT INTO orders VALUES ('first')");
    database.close();
    return { name: "open_database", arguments: { path: "shop.db" } };
  },
  allowed: () => query("INSERT INTO orders VALUES ('second')"),
  denied: () => query("DELETE FROM orders"),
  says: /"changes": ?1\b/,
  effects: (folder) => {
    const database = new DatabaseSync(join(folder, "shop.db"), { readOnly: true });
    const ids = database
      .prepare("SELECT id FROM orders")
      .all()
      .map(({ id }) => id);
    database.close();
    return [ids.includes("second"), !ids.includes("first")];
  },
};

function query(text: string): ReturnType<RealServer["allowed"]> {
  return { name: "execute_write_query", arguments: { query: text } };
}

const git: RealServer = {
  name: "git",
  start: (folder) => ({
    ...program(import.meta.resolve("@cyanheads/git-mcp-server")),
    env: { GIT_BASE_DIR: folder, LOGS_DIR: join(folder, "logs") },
  }),
  deny: { "/path": { matches: "production$" } },
  allowed: (folder) => ({ name: "git_init", arguments: { path: join(folder, "work") } }),
  denied: (folder) => ({ name: "git_init", arguments: { path: join(folder, "production") } }),
  says: /work/,
  effects: (folder) => [
    existsSync(join(folder, "work/.git")),
    existsSync(join(folder, "production")),
  ],
};

/** Calls of it leave this machine, so the allowed one is one that it refuses itself. */
const github: RealServer = {
  name: "github",
  start: () => program(import.meta.resolve("@modelcontextprotocol/server-github/dist/index.js")),
  deny: { "/repo": "production" },
  allowed: () => ({ name: "merge_pull_request", arguments: { repo: "work" } }),
  denied: () => ({ name: "merge_pull_request", arguments: { repo: "production" } }),
  says: /Invalid input.*pull_number/,
};

/** Servers from npm that start and work offline. */
export const REAL_SERVERS: readonly RealServer[] = [
  filesystem,
  everything,
  memory,
  thinking,
  sqlite,
  git,
  github,
];

/** One of them. */
export function serverNamed(wanted: string): RealServer {
  const found = REAL_SERVERS.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`there is no server "${wanted}" here`);
  return found;
}
