import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { IDLE, startSoaked } from "./gateway.ts";
import { legacyClient, type Work } from "./legacy-client.ts";
import type { Sample } from "./memory.ts";
import { modernClient } from "./modern-client.ts";

/** How long, and how many clients. */
export interface SoakOptions {
  readonly seconds: number;
  readonly clients: number;
  /** Hears of every sample, with the calls so far. */
  readonly onSample?: (sample: Sample, calls: number) => void;
}

/** What a gateway held while it was used, and what it has left. */
export interface Soaked {
  readonly calls: number;
  readonly samples: readonly Sample[];
  /** Once everybody has gone, and the gateway was told nothing. */
  readonly left: {
    readonly children: number;
    readonly sessions: number;
    readonly streams: number;
    readonly sockets: number;
  };
  /** What it ends with when it is told to. */
  readonly exitCode: number | null;
}

const SAMPLES = 120;

/** Has clients of both eras call through a gateway, at full speed, all the time. */
export async function runSoak({ seconds, clients, onSample }: SoakOptions): Promise<Soaked> {
  const folder = mkdtempSync(join(tmpdir(), "capfence-soak-"));
  const gateway = await startSoaked(folder);
  const failures: unknown[] = [];
  const samples: Sample[] = [];
  const begun = performance.now();
  const until = begun + 1000 * seconds;
  let calls = 0;
  const work = (number: number): Work => ({
    url: gateway.url,
    upstream: number % 2 === 0 ? "web" : "local",
    number,
    goesOn: () => performance.now() < until && failures.length === 0,
    called: () => (calls += 1),
  });
  const atWork = Array.from({ length: clients }, (_, number) => {
    const client = number % 4 < 2 ? legacyClient : modernClient;
    return client(work(number)).catch((error: unknown) => void failures.push(error));
  });
  while (performance.now() < until && failures.length === 0) {
    await sleep((1000 * seconds) / SAMPLES);
    const { rss, held } = await gateway.probe();
    const sample = { at: performance.now() - begun, rss, held };
    samples.push(sample);
    onSample?.(sample, calls);
  }
  await Promise.all(atWork);
  // Sessions that were forgotten end by themselves.
  await sleep(IDLE + 4000);
  const { resources } = await gateway.probe();
  const left = {
    children: gateway.children(),
    ...(await gateway.openAtServer()),
    sockets: resources.filter((one) => one === "TCPSocketWrap").length,
  };
  const exitCode = await gateway.stop();
  rmSync(folder, { recursive: true });
  if (failures.length > 0) throw failures[0];
  return { calls, samples, left, exitCode };
}
