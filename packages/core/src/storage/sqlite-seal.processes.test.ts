import { spawn, spawnSync } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NOW, requestOf, SealingScratch } from "../../test/sealing.ts";
import { allRequests } from "../approvals/stored.ts";
import { SqliteStorage } from "./sqlite.ts";

const appendToLog = new URL("../../test/append-to-log.ts", import.meta.url);
const killedSeal = new URL("../../test/seal-log.ts", import.meta.url);

/** What runs a program. */
function argumentsOf(program: URL, ...rest: readonly string[]): readonly string[] {
  return ["--conditions=@capfence/source", "--no-warnings", fileURLToPath(program), ...rest];
}

let scratch: SealingScratch;
beforeEach(() => {
  scratch = new SealingScratch();
});
afterEach(() => scratch.remove());

describe("a process that starts while a log is sealed", () => {
  it("waits, and writes to the new log, also where others have begun to", async () => {
    await scratch.makeLog();
    let printed: Promise<string> | undefined;
    await scratch.seal({
      onStep(step) {
        if (step !== "begin the new log") return;
        const child = spawn(process.execPath, argumentsOf(appendToLog, scratch.folder), {
          stdio: ["ignore", "pipe", "inherit"],
        });
        printed = text(child.stdout);
        // Long enough for it to have opened the old file and to wait for the lock.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
      },
    });
    const [store, trail] = await scratch.trail();
    const writer = (await printed)?.trim();
    await trail.close();
    store.close();
    const [report, segment] = await scratch.verify();
    expect([report, segment].map((one) => one?.findings)).toEqual([[], []]);
    expect(report?.writers.map((one) => one.writer)).toContain(writer);
  });
});

describe("a seal that was killed", () => {
  it.each([
    "end the log",
    "before checkpoint 1",
    "after checkpoint 1",
    "before checkpoint 2",
    "seal the tables",
    "close the file",
    "name the segment",
    "begin the new log",
    "before checkpoint 3",
    "after checkpoint 3",
    "before checkpoint 4",
    "after checkpoint 4",
    "before checkpoint 5",
    "after checkpoint 6",
    "put it in place",
    "done",
  ])("at '%s' goes on where it stopped", async (death) => {
    await scratch.makeLog([requestOf("granted", "approved")]);
    const { status, signal, stderr } = spawnSync(
      process.execPath,
      argumentsOf(killedSeal, scratch.folder, death),
      { encoding: "utf8" },
    );
    expect([status, signal, stderr]).toEqual([null, "SIGKILL", ""]);
    const { approvals } = await scratch.seal({ clock: () => NOW + 1 });
    expect(approvals).toBe(1);
    // Once the new log is in place, sealing begins anew, with that one.
    const segments = death === "done" ? 2 : 1;
    expect(scratch.segments).toHaveLength(segments);
    expect(scratch.names).toHaveLength(segments + 1);
    const [store, trail] = await scratch.trail();
    expect(allRequests(store)).toEqual([requestOf("granted", "approved")]);
    await trail.close();
    store.close();
    const reports = await scratch.verify();
    expect(reports.map(({ findings }) => findings)).toEqual(reports.map(() => []));
    const oldest = SqliteStorage.openReadOnly(scratch.segments.at(-1) ?? "");
    expect(oldest.openings().length).toBeGreaterThanOrEqual(3);
    oldest.close();
  });
});
