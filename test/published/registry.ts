import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A registry of our own on this machine, which has our packages and nothing else. */
export interface Registry {
  readonly url: string;
  /** What an `.npmrc` must say for npm and pnpm to find our packages there, and all others where they always do. */
  readonly settings: string;
  close(): void;
}

const root = join(import.meta.dirname, "../..");

/** Starts an empty registry. */
export async function startRegistry(): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), "capfence-registry-"));
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const anybody = { access: "$all", publish: "$anonymous" };
  const configuration = {
    storage: join(folder, "storage"),
    uplinks: {},
    packages: { "@capfence/*": anybody, capfence: anybody },
    log: { type: "stdout", format: "pretty", level: "warn" },
  };
  const file = join(folder, "config.yaml");
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(configuration));
  const server = spawn(
    process.execPath,
    [join(root, "node_modules/verdaccio/bin/verdaccio"), "--config", file, "--listen", host],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const url = `http://${host}/`;
  await answering(url, server);
  return {
    url,
    settings: `@capfence:registry=${url}\n//${host}/:_authToken=anybody\n`,
    close() {
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answering(url: string, server: ReturnType<typeof spawn>): Promise<void> {
  const ended = once(server, "exit").then(([code]) => {
    throw new Error(`the registry did not start (exit code ${String(code)})`);
  });
  for (;;) {
    const isUp = await Promise.race([
      ended,
      fetch(`${url}-/ping`).then(
        () => true,
        () => false,
      ),
    ]);
    if (isUp) {
      ended.catch(() => "it is told to end");
      return;
    }
    await pause(100);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
