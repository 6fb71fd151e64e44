import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { Collector, Scratch } from "../../test/scratch.ts";

/** Whether a process of this id runs: one that was killed is there until somebody has asked for how it ended. */
function runs(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return /^\s*[^\sZ]/.test(stdout);
}

/** What `capfence discover` says, and how it ends, when it hears signals while a server runs that heeds none. */
async function stoppedBy(
  ...signals: readonly NodeJS.Signals[]
): Promise<{ readonly end: unknown; readonly errors: string; readonly isServerLeft: boolean }> {
  const { folder } = new Scratch();
  const file = join(folder, "pid");
  // It answers nothing, and goes on when nobody listens any more.
  const server = `
process.on("SIGTERM", () => require("node:fs").writeFileSync(${JSON.stringify(`${file}.term`)}, ""));
require("node:fs").writeFileSync(${JSON.stringify(file)}, String(process.pid)); setInterval(() => {}, 1000)`;
  const main = join(import.meta.dirname, "../main.ts");
  const command = ["discover", "--", process.execPath, "-e", server];
  const child = spawn(process.execPath, ["--conditions=@capfence/source", main, ...command], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const errors = new Collector();
  child.stderr.pipe(errors);
  const ended = once(child, "close");
  await vi.waitFor(() => expect(existsSync(file) && readFileSync(file, "utf8")).toMatch(/\d/), {
    timeout: 20_000,
  });
  const pid = Number(readFileSync(file, "utf8"));
  expect(runs(pid)).toBe(true);
  const [first, second] = signals;
  child.kill(first);
  if (second !== undefined) {
    await vi.waitUntil(() => existsSync(`${file}.term`), 10_000);
    child.kill(second);
  }
  const end = await ended;
  const isServerLeft = await vi
    .waitFor(() => expect(runs(pid)).toBe(false))
    .then(
      () => false,
      () => process.kill(pid, "SIGKILL"),
    );
  return { end, errors: errors.text, isServerLeft };
}

describe("capfence discover leaves no server behind", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("when %s stops it", async (signal) => {
    expect(await stoppedBy(signal)).toEqual({
      end: [1, null],
      errors: "capfence: stopped; nothing is reported\n",
      isServerLeft: false,
    });
  });

  it.each([
    [130, ["SIGINT", "SIGINT"]],
    [143, ["SIGTERM", "SIGTERM"]],
    [129, ["SIGHUP"]],
    [131, ["SIGQUIT"]],
  ] as const)("when it ends at once with %i by %j", async (code, signals) => {
    const { end, isServerLeft } = await stoppedBy(...signals);
    expect(end).toEqual([code, null]);
    expect(isServerLeft).toBe(false);
  });
});
