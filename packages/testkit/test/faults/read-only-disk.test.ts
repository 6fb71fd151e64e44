import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Acting, saidWith } from "./acting.ts";
import { type Mounted, mountExt4, mountTmpfs, without, NO_EXT4, NO_TMPFS } from "./host.ts";
import { effectsOf, expectLatched, expectReopens, expectSound } from "./invariants.ts";
import { openSite } from "./open-site.ts";
import { share, TIME } from "./share.ts";
import { copyLog, newSite, removeSite, type Site } from "./site.ts";

const ROOM = 32 * 1024;
const ENDLESS = { rounds: 1_000_000, checkpointEvery: 16 };

let disk: Mounted;
let site: Site;
afterEach(() => {
  removeSite(site);
  disk.unmount();
});

function useDisk(mounted: Mounted): void {
  disk = mounted;
  site = newSite({ place: join(disk.folder, "log", "audit.db") });
}

describe.skipIf(NO_EXT4 !== undefined)("a disk that becomes read-only", () => {
  beforeEach(() => useDisk(mountExt4()));

  it(
    `closes the trail of the process that writes to it${without(NO_EXT4)}`,
    async () => {
      for (let run = 0; run < share(2, 20); run += 1) {
        const acting = new Acting({ site, name: `run-${run}`, ...ENDLESS });
        await acting.until("opened");
        await sleep(Math.random() * 100);
        // An error of ext4 in the middle of a sync can be told as a success, with what was to be synced lost.
        await acting.halt();
        disk.fail();
        acting.signal("SIGCONT");
        const said = await acting.ended();
        expect(saidWith(said, "opened")).toHaveLength(1);
        expectLatched(site, said);
        // SQLite cannot always read what a failed writer left behind without writing beside it.
        await expectSound(copyLog(site), said, "a copy from the read-only disk");
        disk.repair();
        await expectSound(site, said, "repaired");
        await expectReopens(site);
      }
    },
    TIME,
  );
});

describe.skipIf(NO_TMPFS !== undefined)("a disk that is read-only", () => {
  beforeEach(() => useDisk(mountTmpfs(ROOM)));

  it(
    `opens no trail after a kill, and verifies${without(NO_TMPFS)}`,
    async () => {
      const acting = new Acting({ site, name: "killed", ...ENDLESS });
      await acting.until("finished");
      const said = await acting.kill();
      disk.fail();
      await expectSound(site, said, "read-only");
      await expect(openSite(site, { agentId: "nobody" })).rejects.toThrow(/readonly/u);
      const unopened = await new Acting({
        site,
        name: "unopened",
        rounds: 1,
        checkpointEvery: 16,
      }).ended();
      expect(saidWith(unopened, "unopened")).toHaveLength(1);
      expect(effectsOf(site.effects).filter((line) => line.startsWith("unopened"))).toEqual([]);
      disk.repair();
      await expectReopens(site);
      await expectSound(site, said);
    },
    TIME,
  );

  it(
    `verifies after a log was closed${without(NO_TMPFS)}`,
    async () => {
      const said = await new Acting({ site, name: "one", rounds: 20, checkpointEvery: 16 }).ended();
      expect(saidWith(said, "closed")).toHaveLength(1);
      disk.fail();
      await expectSound(site, said, "read-only");
    },
    TIME,
  );
});
