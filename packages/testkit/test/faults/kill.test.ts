import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Acting, type Said, saidWith } from "./acting.ts";
import { effectsOf, expectReopens, expectSound } from "./invariants.ts";
import { report, share, TIME } from "./share.ts";
import { newSite, removeSite, type Site } from "./site.ts";

const KILLS = share(15, 200);
const PAIRS = share(3, 40);
/** Longer than a process takes to open a log. */
const STARTING = 500;

let site: Site;
beforeEach(() => {
  site = newSite();
});
afterEach(() => removeSite(site));

function start(name: string, pause = 0): Acting {
  return new Acting({ site, name, rounds: 1_000_000, checkpointEvery: 16, pause });
}

describe("processes that are killed", () => {
  it(
    `lose nothing they have acknowledged, and leave no effect without its decision, ${KILLS} times`,
    async () => {
      const bystander = start("bystander", 20);
      const said: Said[] = [];
      for (let kill = 0; kill < KILLS; kill += 1) {
        const acting = start(`killed-${kill}`);
        // A third is killed at any time, also while it starts; the others in full work.
        if (kill % 3 === 0) await sleep(Math.random() * STARTING);
        else await acting.until("opened").then(() => sleep(Math.random() * 80));
        said.push(await acting.kill());
        if (kill % 10 === 4) await expectSound(site, said.flat(), `after ${kill} kills`);
      }
      expect(saidWith(bystander.said, "failed")).toEqual([]);
      said.push(await bystander.kill());
      const { entries } = await expectSound(site, said.flat());
      expect(saidWith(said.flat(), "decided").length).toBeGreaterThan(KILLS);
      expect(effectsOf(site.effects).length).toBeGreaterThan(KILLS);
      report(`${KILLS} kills, ${said.flat().length} acknowledged, ${entries.length} entries`);
      await expectReopens(site);
    },
    TIME,
  );

  it(
    "leave a log that opens where they were killed while they made it",
    async () => {
      let began = 0;
      for (let kill = 0; kill < PAIRS; kill += 1) {
        removeSite(site);
        site = newSite();
        const pair = [start("one"), start("two")];
        while (!existsSync(site.place)) await sleep(1);
        await sleep(Math.random() * 60);
        const said = await Promise.all(pair.map((acting) => acting.kill()));
        await expectReopens(site, `attempt ${kill}`);
        await expectSound(site, said.flat(), `attempt ${kill}`);
        began += saidWith(said.flat(), "opened").length;
      }
      report(`${PAIRS} pairs killed, ${began} processes had opened`);
      expect(effectsOf(site.effects).at(-1)).toContain("reopened");
    },
    TIME,
  );
});
