import { cpSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Acting, saidWith } from "./acting.ts";
import { expectRefused, expectTruth } from "./damage.ts";
import { effectsOf } from "./invariants.ts";
import { readTrail } from "./read-trail.ts";
import { share, TIME } from "./share.ts";
import { logFolder, newSite, removeSite, type Site } from "./site.ts";

const ENDLESS = { rounds: 1_000_000, checkpointEvery: 16 };

let site: Site;
beforeEach(() => {
  site = newSite();
});
afterEach(() => removeSite(site));

/** Works on the log, copies it in between while its process is halted, and kills that process later. */
async function copyInBetween(): Promise<string> {
  await new Acting({ site, name: "first", rounds: 10, checkpointEvery: 16 }).ended();
  const acting = new Acting({ site, name: "second", ...ENDLESS });
  await acting.until("finished");
  await sleep(Math.random() * 50);
  await acting.halt();
  const copy = join(site.folder, "copy");
  cpSync(logFolder(site), copy, { recursive: true });
  const said = acting.said.length;
  acting.signal("SIGCONT");
  while (acting.said.length < said + 60) await sleep(5);
  await acting.kill();
  return copy;
}

/** Puts a copy of the log in the place of what is there; new files, as a restored backup has. */
function restore(copy: string): void {
  for (const name of readdirSync(logFolder(site))) rmSync(join(logFolder(site), name));
  for (const name of readdirSync(copy))
    if (!name.endsWith("-shm")) renameSync(join(copy, name), join(logFolder(site), name));
}

describe("a log that was rolled back to an older copy", () => {
  it(
    "opens only for one who accepts the loss, and verification names it",
    async () => {
      for (let run = 0; run < share(2, 20); run += 1) {
        removeSite(site);
        site = newSite();
        restore(await copyInBetween());
        expect(await expectTruth(site, `run ${run}`)).toBe(true);
      }
    },
    TIME,
  );

  it(
    "is noticed when the next process opens it, also where another one still writes to the old file",
    async () => {
      for (let run = 0; run < share(1, 20); run += 1) {
        removeSite(site);
        site = newSite();
        await new Acting({ site, name: "first", rounds: 10, checkpointEvery: 16 }).ended();
        const copy = join(site.folder, "copy");
        cpSync(logFolder(site), copy, { recursive: true });
        const acting = new Acting({ site, name: "second", ...ENDLESS });
        await acting.until("finished");
        restore(copy);
        const said = acting.said.length;
        while (acting.said.length < said + 60) await sleep(5);
        const { entries } = await readTrail(site);
        await expectRefused(site, entries.length);
        await acting.kill();
        expect(await expectTruth(site, `run ${run}`)).toBe(true);
      }
    },
    TIME,
  );
});

describe("two processes that open a rolled back log at once", () => {
  it(
    "are both refused",
    async () => {
      restore(await copyInBetween());
      const before = effectsOf(site.effects);
      const task = { site, rounds: 20, checkpointEvery: 16 };
      const both = await Promise.all(
        ["one", "two"].map((name) => new Acting({ ...task, name }).ended()),
      );
      for (const said of both) expect(saidWith(said, "unopened")).toHaveLength(1);
      expect(effectsOf(site.effects)).toEqual(before);
    },
    TIME,
  );

  it(
    "may both accept the loss; each records it, and the log goes on",
    async () => {
      for (let run = 0; run < share(1, 20); run += 1) {
        removeSite(site);
        site = newSite();
        restore(await copyInBetween());
        const old = effectsOf(site.effects);
        const task = { site, rounds: 20, checkpointEvery: 16, acceptLoss: true };
        const both = await Promise.all(
          ["one", "two"].map((name) => new Acting({ ...task, name }).ended()),
        );
        for (const said of both) expect(saidWith(said, "closed")).toHaveLength(1);
        const { records } = await readTrail(site);
        const accepted = records.filter(
          (record) => record.kind === "open" && record.acceptedLoss !== undefined,
        );
        expect(accepted.length).toBeGreaterThan(0);
        expect(await expectTruth(site, `run ${run}`)).toBe(false);
        expect(effectsOf(site.effects).length).toBeGreaterThan(old.length);
      }
    },
    TIME,
  );
});
