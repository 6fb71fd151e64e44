import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const VERSION = "v1.10.0";
const cache = join(import.meta.dirname, "../../../node_modules/.cache/opa", VERSION);

/** A real Open Policy Agent server with one policy. */
export interface OpaServer {
  readonly url: string;
  stop(): void;
}

/** The path of an `opa` program: `CAPFENCE_TEST_OPA`, or one built with Go into a cache; else why there is none. */
export function findOpa(): { readonly program: string } | { readonly missing: string } {
  const given = process.env["CAPFENCE_TEST_OPA"];
  if (given !== undefined) return { program: given };
  const program = join(cache, "opa");
  if (existsSync(program)) return { program };
  if (spawnSync("go", ["version"]).status !== 0)
    return { missing: "there is no Go to build Open Policy Agent with" };
  const module = `github.com/open-policy-agent/opa@${VERSION}`;
  const built = spawnSync("go", ["install", module], {
    env: { ...process.env, GOBIN: cache, GOFLAGS: "-mod=mod" },
    encoding: "utf8",
  });
  if (built.status === 0) return { program };
  return {
    missing: `Go cannot build Open Policy Agent: ${built.stderr.trim().split("\n").at(-1)}`,
  };
}

/** Starts a server with a Rego policy on a free port of this machine. */
export async function startOpa(program: string, rego: string): Promise<OpaServer> {
  const folder = mkdtempSync(join(tmpdir(), "capfence-opa-"));
  writeFileSync(join(folder, "policy.rego"), rego);
  const port = await freePort();
  const server = spawn(program, ["run", "--server", "--addr", `127.0.0.1:${port}`, folder], {
    stdio: "ignore",
  });
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(url, server);
  return {
    url,
    stop() {
      server.kill();
      rmSync(folder, { recursive: true });
    },
  };
}

async function untilHealthy(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`opa ended with ${server.exitCode}`);
    const health = await fetch(`${url}/health`).catch(() => undefined);
    if (health?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  server.kill();
  throw new Error("opa did not become healthy");
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
