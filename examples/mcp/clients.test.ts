import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { DEFAULT_HTTP } from "@capfence/mcp/gateway";
import { parse } from "smol-toml";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";

const CAPFENCE = [
  "--conditions=@capfence/source",
  "--no-warnings",
  join(import.meta.dirname, "../../packages/cli/src/main.ts"),
];
const SERVER = fileURLToPath(
  import.meta.resolve("@modelcontextprotocol/server-filesystem/dist/index.js"),
);

const URL_WRITTEN = "http://127.0.0.1:8080/mcp";

/** How a client is told of its servers. */
interface Format {
  readonly key: string;
  /** What it wants of a server that it starts, besides a command and arguments. */
  readonly stdio: object;
  /** What it wants of a server that it reaches over HTTP. */
  readonly http?: object;
}

const FORMATS: Readonly<Record<string, Format>> = {
  "claude-code.json": {
    key: "mcpServers",
    stdio: { type: "stdio" },
    http: { type: "http", url: URL_WRITTEN },
  },
  "claude-desktop.json": { key: "mcpServers", stdio: {} },
  "cline.json": { key: "mcpServers", stdio: {} },
  "codex.toml": { key: "mcp_servers", stdio: {}, http: { url: URL_WRITTEN } },
  "cursor.json": { key: "mcpServers", stdio: {}, http: { url: URL_WRITTEN } },
  "gemini-cli.json": { key: "mcpServers", stdio: {}, http: { httpUrl: URL_WRITTEN } },
  "vscode.json": {
    key: "servers",
    stdio: { type: "stdio" },
    http: { type: "http", url: URL_WRITTEN },
  },
  "windsurf.json": { key: "mcpServers", stdio: {}, http: { serverUrl: URL_WRITTEN } },
  "zed.json": { key: "context_servers", stdio: { source: "custom" } },
};
const OVER_HTTP = Object.keys(FORMATS).filter((name) => FORMATS[name]?.http !== undefined);

/** Every file has the same command line, so that one of them has to be started. */
const COMMAND = "npx -y capfence mcp wrap --policy /path/to/policy.yaml";
const SERVER_COMMAND = "npx -y @modelcontextprotocol/server-filesystem /path/to/files";
/** Clients start servers in folders of their own, which are no place for a log. */
const ENV = { CAPFENCE_HOME: "/path/to/capfence" };
const [command = "", ...args] = `${COMMAND} -- ${SERVER_COMMAND}`.split(" ");

let folder: string;
let policy: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "capfence-clients-")));
  policy = join(folder, "policy.yaml");
  cpSync(join(import.meta.dirname, "clients/policy.yaml"), policy);
  writeFileSync(join(folder, "notes.md"), "a note");
  writeFileSync(join(folder, ".env"), "a secret");
});
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 10, retryDelay: 50 }));

/** What a file says, read as its client reads it. */
function read(file: string): unknown {
  const text = readFileSync(join(import.meta.dirname, "clients", file), "utf8");
  return file.endsWith(".toml") ? parse(text) : (JSON.parse(text) as unknown);
}

/** What a client finds that reads two files, one of which the policy denies. */
async function tried(transport: Parameters<Client["connect"]>[0]): Promise<readonly unknown[]> {
  const client = new Client({ name: "agent", version: "1.0.0" });
  onTestFinished(() => client.close());
  await client.connect(transport);
  const { tools } = await client.listTools();
  const contents = ["notes.md", ".env"].map(async (name) => {
    const input = { path: join(folder, name) };
    const { content } = await client.callTool({ name: "read_text_file", arguments: input });
    return (content as readonly { readonly text: string }[])[0]?.text;
  });
  return [tools.length, ...(await Promise.all(contents))];
}

const EXPECTED = [
  14,
  "a note",
  "Denied by policy (policy_deny): holds secrets, or runs by itself. Nothing was run. Do not retry it unchanged.",
];

it("has every file tested", () => {
  const files = globSync("**/*.{json,toml}", { cwd: join(import.meta.dirname, "clients") });
  const tested = [...Object.keys(FORMATS), ...OVER_HTTP.map((name) => join("http", name))];
  expect(files.toSorted()).toEqual(tested.toSorted());
});

it.each(Object.entries(FORMATS))("%s has the form of its client", (file, { key, stdio }) => {
  expect(read(file)).toEqual({ [key]: { files: { ...stdio, command, args, env: ENV } } });
});

it.each(OVER_HTTP)("http/%s has the form of its client", (file) => {
  const { key = "", http } = FORMATS[file] ?? {};
  expect(read(`http/${file}`)).toEqual({ [key]: { capfence: http } });
});

it("the command that clients are given starts a server behind the gateway", async () => {
  // This CapFence, this server and these files stand in for those that are named.
  const own = COMMAND.replace("npx -y capfence ", "").replace("/path/to/policy.yaml", policy);
  const gateway = [...CAPFENCE, ...own.split(" ")];
  const home = join(folder, "home");
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...gateway, "--", process.execPath, SERVER, folder],
    env: { CAPFENCE_HOME: home },
    cwd: "/",
    stderr: "ignore",
  });
  await expect(tried(transport)).resolves.toEqual(EXPECTED);
  expect(readdirSync(home)).toContain("audit.db");
});

it("the URL that clients are given is that of a gateway that is told nothing else", async () => {
  const upstream = `files=stdio:"${process.execPath}" "${SERVER}" "${folder}"`;
  const storage = join(folder, "served.db");
  const flags = ["--policy", policy, "--upstream", upstream, "--storage", storage];
  const gateway = spawn(process.execPath, [...CAPFENCE, "mcp", "serve", ...flags, "--port", "0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(async () => {
    gateway.kill();
    await once(gateway, "exit");
  });
  const [line] = await once(createInterface(gateway.stderr), "line");
  const { url = "" } = JSON.parse(String(line)) as { readonly url?: string };
  const there = new URL(URL_WRITTEN);
  expect(there.href).toBe(`http://${DEFAULT_HTTP.host}:${DEFAULT_HTTP.port}${DEFAULT_HTTP.path}`);
  there.port = new URL(url).port;
  expect(url).toBe(there.href);
  await expect(tried(new StreamableHTTPClientTransport(there))).resolves.toEqual(EXPECTED);
});
