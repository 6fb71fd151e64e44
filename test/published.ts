// Publishes the packages to a registry on this machine, and uses each adapter as its users do: installed into an empty
// project beside its framework, the newest and the oldest it supports. Names of folders in `packages/` choose some.
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Worker } from "node:worker_threads";
import {
  type FrameworkSet,
  forgottenAdapters,
  frameworkSets,
  wrongRanges,
} from "./published/frameworks.ts";
import { publishAll } from "./published/publish.ts";
import { startRegistry } from "./published/registry.ts";

const mistakes = [...forgottenAdapters(), ...wrongRanges()];
if (mistakes.length > 0)
  throw new Error(
    `say in test/published/frameworks.ts which framework is the oldest, as peerDependencies does: ${mistakes.join(", ")}`,
  );

async function use(set: FrameworkSet, settings: string): Promise<void> {
  const started = performance.now();
  const versions = Object.entries(set.packages).map(([name, version]) => `${name} ${version}`);
  const what = `${set.adapter} with ${versions.join(", ")}`;
  try {
    const script = new URL("published/use.ts", import.meta.url);
    await once(new Worker(script, { workerData: { set, settings } }), "exit");
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`published: ${what}: installs, type-checks and runs (${seconds} s)`);
  } catch (error) {
    process.exitCode = 1;
    console.error(`published: ${what}:`, error);
  }
}

const wanted = process.argv.slice(2);
const sets = frameworkSets().filter(
  ({ adapter }) => wanted.length === 0 || wanted.includes(basename(adapter)),
);
const folder = mkdtempSync(join(tmpdir(), "capfence-published-"));
const registry = await startRegistry();
try {
  const settings = join(folder, ".npmrc");
  writeFileSync(settings, registry.settings);
  publishAll(registry, settings);
  const waiting = [...sets];
  const lane = async (): Promise<void> => {
    for (let set = waiting.shift(); set !== undefined; set = waiting.shift())
      await use(set, registry.settings);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
} finally {
  registry.close();
  rmSync(folder, { recursive: true });
}
