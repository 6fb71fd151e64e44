import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Acting } from "./acting.ts";
import { expectTruth } from "./damage.ts";
import { openSite } from "./open-site.ts";
import { report, share, TIME } from "./share.ts";
import { copySite, newSite, removeSite, type Site } from "./site.ts";

const SITES = share(1, 20);
const CUTS = share(5, 25);

let site: Site;
beforeEach(() => {
  site = newSite();
});
afterEach(() => removeSite(site));

async function killedAtWork(): Promise<void> {
  removeSite(site);
  site = newSite();
  await new Acting({ site, name: "first", rounds: 5, checkpointEvery: 16 }).ended();
  const acting = new Acting({ site, name: "second", rounds: 1_000_000, checkpointEvery: 16 });
  await acting.until("finished");
  await sleep(20 + Math.random() * 150);
  await acting.kill();
}

/** Does something to the write-ahead logs of copies; counts the copies whose loss the head folder knew of. */
async function damaged(damage: (wal: string, at: number) => void): Promise<number> {
  let noticed = 0;
  for (let round = 0; round < SITES; round += 1) {
    await killedAtWork();
    for (let cut = 0; cut < CUTS; cut += 1) {
      const copy = copySite(site);
      try {
        const wal = `${copy.place}-wal`;
        // The first is at the beginning, where everything after it is lost.
        const at = cut === 0 ? 0 : Math.floor(Math.random() * statSync(wal).size);
        damage(wal, at);
        if (await expectTruth(copy, `at byte ${at} of ${statSync(`${site.place}-wal`).size}`))
          noticed += 1;
      } finally {
        removeSite(copy);
      }
    }
  }
  return noticed;
}

describe("a log whose write-ahead log is damaged", () => {
  it(
    "opens only for one who accepts the loss, and verification names it, wherever it is cut off",
    async () => {
      const noticed = await damaged((wal, at) => truncateSync(wal, at));
      report(`truncated: ${SITES * CUTS} cuts, ${noticed} below a head`);
      expect(noticed).toBeGreaterThanOrEqual(SITES);
    },
    TIME,
  );

  it(
    "tells the same of one in which a byte was changed",
    async () => {
      const noticed = await damaged((wal, at) => {
        const content = readFileSync(wal);
        content[at] = (content[at] ?? 0) ^ 0x55;
        writeFileSync(wal, content);
      });
      report(`changed: ${SITES * CUTS} changes, ${noticed} below a head`);
      expect(noticed).toBeGreaterThan(0);
    },
    TIME,
  );

  it(
    "tells the same of one that is gone",
    async () => {
      await killedAtWork();
      rmSync(`${site.place}-wal`);
      expect(await expectTruth(site, "write-ahead log gone")).toBe(true);
    },
    TIME,
  );

  it(
    "is not taken for a new log where nothing of it is left",
    async () => {
      await killedAtWork();
      for (const file of [`${site.place}-wal`, `${site.place}-shm`]) rmSync(file);
      truncateSync(site.place, 0);
      const lost = /the records of writer [0-9a-f]{16} are gone/u;
      await expect(openSite(site, { agentId: "refused" })).rejects.toThrow(lost);
      expect(await expectTruth(site, "an empty file")).toBe(true);
    },
    TIME,
  );
});
