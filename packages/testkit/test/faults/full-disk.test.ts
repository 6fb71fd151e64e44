import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Acting, saidWith } from "./acting.ts";
import { type Mounted, mountTmpfs, without, NO_TMPFS } from "./host.ts";
import { expectLatched, expectReopens, expectSound } from "./invariants.ts";
import { report, share, TIME } from "./share.ts";
import { newSite, removeSite, type Site } from "./site.ts";

const RUNS = share(3, 50);
const ROOM_AGAIN = 32 * 1024;

describe.skipIf(NO_TMPFS !== undefined)("a disk that is full", () => {
  let disk: Mounted;
  let site: Site;
  beforeEach(() => {
    disk = mountTmpfs(64);
    site = newSite();
  });
  afterEach(() => {
    removeSite(site);
    disk.unmount();
  });

  async function fill(run: number, parts: Partial<Site>): Promise<string> {
    removeSite(site);
    disk.unmount();
    // Tables and indices take 28 KB, each of them in the write-ahead log as well.
    const kilobytes = 8 + Math.floor(Math.random() * 600);
    disk = mountTmpfs(kilobytes);
    const moved = Object.entries(parts).map(([part, name]) => [part, join(disk.folder, name)]);
    site = newSite(Object.fromEntries(moved) as Partial<Site>);
    const ballast = Math.floor(Math.random() * 4000);
    const task = { site, name: `run-${run}`, rounds: 2000, checkpointEvery: 16, ballast };
    const circumstances = `${kilobytes} KB, ballast ${ballast}`;
    const said = await new Acting(task).ended();
    const opened = saidWith(said, "opened").length > 0;
    if (opened) {
      expectLatched(site, said, circumstances);
      await expectSound(site, said, `${circumstances}, still full`);
    }
    disk.resize(ROOM_AGAIN);
    await expectReopens(site, circumstances);
    await expectSound(site, said, circumstances);
    return opened ? "failed append" : "failed open";
  }

  it(
    `closes the trail; with room again it opens, and nothing is lost${without(NO_TMPFS)}`,
    async () => {
      const ends: string[] = [];
      for (let run = 0; run < RUNS; run += 1)
        ends.push(await fill(run, { place: join("log", "audit.db") }));
      const appends = ends.filter((end) => end === "failed append").length;
      report(`disk full: ${RUNS} runs, ${appends} failed appends, ${RUNS - appends} failed opens`);
      expect(appends).toBeGreaterThan(0);
    },
    TIME,
  );
});

describe.skipIf(NO_TMPFS !== undefined)("a disk of heads that is full", () => {
  it(
    `closes the trail as well${without(NO_TMPFS)}`,
    async () => {
      for (let run = 0; run < share(1, 10); run += 1) {
        // The file of a head takes a page, and so does the next before it takes its place.
        const disk = mountTmpfs(4);
        const site = newSite({ heads: join(disk.folder, "heads") });
        try {
          const task = { site, name: `run-${run}`, rounds: 2000, checkpointEvery: 16 };
          const said = await new Acting(task).ended();
          expectLatched(site, said);
          expect(saidWith(said, "failed")[0]).toMatch(/head folder|outcome/u);
          disk.resize(ROOM_AGAIN);
          await expectReopens(site);
          await expectSound(site, said);
        } finally {
          removeSite(site);
          disk.unmount();
        }
      }
    },
    TIME,
  );
});
