import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Acting } from "./acting.ts";
import { NO_STRACE, without } from "./host.ts";
import { TIME } from "./share.ts";
import { newSite, removeSite, type Site } from "./site.ts";

let site: Site;
beforeEach(() => {
  site = newSite();
});
afterEach(() => removeSite(site));

/** The system calls of a process that acts, with the paths of what they are about. */
async function systemCalls(rounds: number): Promise<readonly string[]> {
  const log = join(site.folder, "strace.txt");
  const calls = "trace=pwrite64,write,fsync,fdatasync";
  const strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-o", log, "-e", calls];
  await new Acting({ site, name: "traced", rounds, checkpointEvery: 16 }, strace).ended();
  return readFileSync(log, "utf8").split("\n");
}

describe.skipIf(NO_STRACE !== undefined)("a decision", () => {
  it(
    `is acknowledged, and its tool called, only once the disk has the record${without(NO_STRACE)}`,
    async () => {
      const rounds = 40;
      const early: string[] = [];
      let acknowledged = 0;
      let isSynced = true;
      for (const call of await systemCalls(rounds)) {
        if (/pwrite64\(\d+<[^>]*-wal>/u.test(call)) isSynced = false;
        if (/f(?:data)?sync\(\d+<[^>]*-wal>\)\s*= 0/u.test(call)) isSynced = true;
        const acknowledges = /write\(1<[^>]*>, "(?:decided|finished) /u.test(call);
        if (acknowledges) acknowledged += 1;
        if ((acknowledges || /write\(\d+<[^>]*effects\.txt>/u.test(call)) && !isSynced)
          early.push(call);
      }
      // Each round decides three calls, every fourth one more, and one of them finishes.
      expect(acknowledged).toBe(4 * rounds + rounds / 4);
      expect(early).toEqual([]);
    },
    TIME,
  );
});
