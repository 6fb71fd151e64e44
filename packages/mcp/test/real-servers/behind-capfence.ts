import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { onTestFinished } from "vitest";
import type { RealServer } from "./real-server.ts";

/** A program and its arguments. */
export type CommandLine = readonly [string, ...string[]];

/** The command `capfence`, from source. */
const CAPFENCE: CommandLine = [
  process.execPath,
  "--conditions=@capfence/source",
  "--no-warnings",
  join(import.meta.dirname, "../../../cli/src/main.ts"),
];

/** A new folder; whoever has asked for it removes it. */
export function newFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "capfence-real-")));
}

/** Removes a folder in which processes that are ending may still write. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, maxRetries: 10, retryDelay: 50 });
}

/** A folder for one test. */
export function workFolder(): string {
  const folder = newFolder();
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** What starts a server itself. */
export function directly(server: RealServer, folder: string): CommandLine {
  return [process.execPath, ...server.start(folder).args];
}

/** What starts a command behind `capfence mcp wrap`. */
export function wrapped(command: CommandLine, policy: string, folder: string): CommandLine {
  const file = join(folder, "policy.yaml");
  writeFileSync(file, policy);
  const storage = join(folder, "log.db");
  return [...CAPFENCE, "mcp", "wrap", "--policy", file, "--storage", storage, "--", ...command];
}

/** Servers as a configuration names them. */
export type Upstreams = Readonly<
  Record<
    string,
    { readonly command: string; readonly args: readonly string[]; readonly env: object }
  >
>;

/** Servers that are started to work in a folder. */
export function upstreamsOf(servers: readonly RealServer[], folder: string): Upstreams {
  const upstreams = servers.map((server) => {
    const { args, env = {} } = server.start(folder);
    return [server.name, { command: process.execPath, args, env }] as const;
  });
  return Object.fromEntries(upstreams);
}

/** A gateway that listens. */
export interface Serving {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts `capfence mcp serve` before servers. */
export async function served(
  upstreams: Upstreams,
  policy: string,
  folder: string,
): Promise<Serving> {
  const config = {
    policy: "policy.yaml",
    listen: "127.0.0.1:0",
    storage: "log.db",
    upstreams,
  };
  writeFileSync(join(folder, "policy.yaml"), policy);
  // YAML reads JSON.
  writeFileSync(join(folder, "capfence.mcp.yaml"), JSON.stringify(config));
  const [node, ...args] = [...CAPFENCE, "mcp", "serve"];
  const gateway = spawn(node, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  return { url: await readyAt(gateway.stderr), stop: () => stop(gateway) };
}

async function readyAt(log: Readable): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface(log)) {
    lines.push(line);
    const { url } = JSON.parse(line) as { readonly url?: string };
    if (url !== undefined) {
      // What it says later has to go somewhere.
      log.resume();
      return url;
    }
  }
  throw new Error(`it did not get ready:\n${lines.join("\n")}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill();
  await once(child, "exit");
}
