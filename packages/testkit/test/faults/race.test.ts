import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startProgram } from "./acting.ts";
import { expectSound } from "./invariants.ts";
import { openSite } from "./open-site.ts";
import { newRace, prepareRace, unfairIn } from "./race.ts";
import { report, share, TIME } from "./share.ts";
import { newSite, removeSite, type Site } from "./site.ts";
import { Together } from "./together.ts";

const RACER = new URL("./race-for-state.ts", import.meta.url);
const PROCESSES = 4;
const RACES = share(60, 10_000);

let site: Site;
beforeEach(() => {
  site = newSite();
});
afterEach(() => removeSite(site));

describe("approvals and limits that processes race for", () => {
  it(
    `are each used exactly as often as they may be: ${PROCESSES} processes, ${RACES} approvals, ${RACES / 10} limits`,
    async () => {
      const race = newRace(RACES);
      const { runtime, close } = await openSite(site, { agentId: "racer" });
      await prepareRace(runtime.auditTrail, race);
      await close();
      const children = Array.from({ length: PROCESSES }, () => startProgram(RACER, { site, race }));
      const processes = new Together(children);
      await processes.go();
      const began = performance.now();
      expect(await processes.ended()).toEqual(children.map(() => 0));
      const took = performance.now() - began;
      const { records } = await expectSound(site, []);
      expect(unfairIn(records, race)).toEqual([]);
      report(`${RACES} races in ${Math.round(took)} ms`);
    },
    TIME,
  );
});
