import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const MAIN = join(import.meta.dirname, "../../packages/cli/src/main.ts");
const PROBE = join(import.meta.dirname, "probe.ts");
const SERVER = join(import.meta.dirname, "server.ts");

const POLICY = `version: 1
tools:
  "mcp:*": mcp.method
  web__look_up: records.read
  local__look_up: records.read
  web__remove: records.delete
  local__remove: records.delete
deny:
  - id: secrets
    capability: records.*
    args: { /name: { matches: "^secret-" } }
    reason: nobody may
require_approval:
  - id: removals
    capability: records.delete
    reason: somebody has to look
allow: [mcp.*, records.read]
`;

/** What the gateway's process says of itself. */
interface Probed {
  readonly rss: number;
  readonly held: number;
  readonly resources: readonly string[];
}

/** A gateway in a process of its own, in front of a server over HTTP and one that it starts. */
export interface SoakedGateway {
  readonly url: string;
  probe(): Promise<Probed>;
  /** How many processes it has started and not ended. */
  children(): number;
  /** What the server over HTTP has open for it. */
  openAtServer(): Promise<{ readonly sessions: number; readonly streams: number }>;
  /** Tells it to stop; gives its exit code. */
  stop(): Promise<number | null>;
}

/** How long nothing uses a session before the gateway ends it. */
export const IDLE = 5000;

/** Starts it in a folder, where its log is. */
export async function startSoaked(folder: string): Promise<SoakedGateway> {
  const server = spawn(process.execPath, [SERVER, "http"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const web = await line(server, "stdout", (text) => text);
  const policy = join(folder, "policy.yaml");
  writeFileSync(policy, POLICY);
  const config = join(folder, "capfence.mcp.yaml");
  const local = { command: process.execPath, args: [SERVER, "stdio"] };
  writeFileSync(
    config,
    JSON.stringify({
      listen: { host: "127.0.0.1", port: 0 },
      policy,
      upstreams: { web: { url: web }, local },
      approvals: { channel: "queue", wait: "0s" },
      storage: join(folder, "audit.db"),
      limits: {
        calls_per_minute: 1_000_000_000,
        concurrent_per_principal: 256,
        session_idle: `${IDLE / 1000}s`,
      },
    }),
  );
  const node = ["--expose-gc", "--conditions=@capfence/source", "--import", PROBE, MAIN];
  const gateway = spawn(process.execPath, [...node, "mcp", "serve", "--config", config], {
    cwd: folder,
    env: { ...process.env, XDG_STATE_HOME: folder },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const url = await line(gateway, "stderr", urlIn).catch((error: unknown) => {
    server.kill();
    throw error;
  });
  return {
    url,
    probe: async () => {
      gateway.send("probe");
      const [probed] = (await once(gateway, "message")) as [Probed];
      return probed;
    },
    children: () => childrenOf(gateway.pid ?? 0),
    openAtServer: async () => (await fetch(new URL("/open", web))).json() as never,
    stop: async () => {
      const ended = once(gateway, "exit") as Promise<[number | null]>;
      gateway.kill();
      const [code] = await ended;
      server.kill();
      return code;
    },
  };
}

/** What the first line says that says it. */
async function line(
  child: ChildProcess,
  stream: "stdout" | "stderr",
  read: (text: string) => string | undefined,
): Promise<string> {
  const output = child[stream];
  if (output === null) throw new TypeError("it has no such stream");
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    createInterface(output).on("line", (text) => {
      said.push(text);
      const found = read(text);
      if (found !== undefined) resolve(found);
      if (said.length > 20) said.shift();
    });
    child.once("exit", () => reject(new Error(`it has ended: ${said.join("\n")}`)));
  });
}

function urlIn(text: string): string | undefined {
  return /"url":"(http:[^"]*)"/.exec(text)?.[1];
}

function childrenOf(parent: number): number {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => parentOf(pid) === parent).length;
}

function parentOf(pid: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(status.slice(status.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return 0;
  }
}
