import type { Transition } from "@capfence/core";
import { expect } from "vitest";
import { Changes, CREATED, reserving, sum } from "../changes.ts";
import type { StorageCase } from "../storage-case.ts";

const MINUTE = 60_000;

/** So many callers who ask at the same time. */
function callers(count: number, transition: Transition): readonly Transition[] {
  return Array.from({ length: count }, () => transition);
}

/** Counts part of a total. */
function partOf(most: string, uses: string): Transition {
  return reserving(CREATED, { bucket: `total of ${most}`, uses, most });
}

/** Counts one use some time after the first. */
function useAt(time: number, most: string): Transition {
  return reserving(CREATED + time, { most });
}

/** Counts one of 2 uses that are never given back, some time after the first. */
function useForGood(time: number): Transition {
  const window = Number.MAX_SAFE_INTEGER;
  return reserving(CREATED + time, { window, most: "2", until: CREATED });
}

const MUCH = "123456789012345678901234567890.02";

/** How uses of limits are counted on an engine. */
export const limitStorageCases: readonly StorageCase[] = [
  {
    name: "lets as many calls through as a limit says, of all that come at once",
    async run(open) {
      const engine = await open();
      const [one, other] = [new Changes(engine), new Changes(engine)];
      const through = await Promise.all([
        one.countApplied(callers(25, reserving(CREATED))),
        other.countApplied(callers(25, reserving(CREATED))),
      ]);
      expect(sum(through)).toBe(20);
      expect(await engine.latest("usage", "transfers")).toMatchObject({ version: 20, text: "20" });
    },
  },
  {
    name: "adds up decimals exactly",
    async run(open) {
      const engine = await open();
      const changes = new Changes(engine);
      expect(await changes.countApplied(callers(12, partOf("1", "0.1")))).toBe(10);
      expect(await changes.apply(partOf("1", "0.0000000000000000000000001"))).toBe(false);
      expect(await changes.apply(partOf("1", "0"))).toBe(true);
      const large = "123456789012345678901234567890.01";
      expect(await changes.apply(partOf(MUCH, large))).toBe(true);
      expect(await changes.apply(partOf(MUCH, "0.02"))).toBe(false);
      expect(await changes.apply(partOf(MUCH, "0.01"))).toBe(true);
    },
  },
  {
    name: "gives back what was used as soon as it has left the window, and not before",
    async run(open) {
      const changes = new Changes(await open());
      expect(await changes.apply(useAt(0, "2"))).toBe(true);
      expect(await changes.apply(useAt(MINUTE / 2, "2"))).toBe(true);
      expect(await changes.apply(useAt(MINUTE - 1, "2"))).toBe(false);
      expect(await changes.apply(useAt(MINUTE, "2"))).toBe(true);
      expect(await changes.apply(useAt(MINUTE + 1, "2"))).toBe(false);
      expect(await changes.apply(useAt(1.5 * MINUTE, "2"))).toBe(true);
      expect(await changes.apply(useAt(100 * MINUTE, "2"))).toBe(true);
    },
  },
  {
    name: "gives nothing back of a limit that counts for good, however long ago it was used",
    async run(open) {
      const engine = await open();
      const changes = new Changes(engine);
      expect(await changes.apply(useForGood(0))).toBe(true);
      expect(await changes.apply(useForGood(MINUTE))).toBe(true);
      for (const time of [MINUTE + 1, 1e12, 0, -1e12])
        expect(await changes.apply(useForGood(time))).toBe(false);
      const last = await engine.latest("usage", "transfers");
      expect(last).toMatchObject({ version: 2, text: "2", key: String(CREATED) });
    },
  },
  {
    name: "frees nothing where the clock is set back",
    async run(open) {
      const changes = new Changes(await open());
      for (const time of [0, 30, 50])
        expect(await changes.apply(useAt(time * 1000, "3"))).toBe(true);
      for (const time of [49, -1, -60, -3600, -1_000_000])
        expect(await changes.apply(useAt(time * 1000, "3"))).toBe(false);
      // Once time has come so far, the first use has left the window.
      expect(await changes.apply(useAt(MINUTE, "3"))).toBe(true);
      expect(await changes.apply(useAt(MINUTE, "3"))).toBe(false);
      expect(await changes.apply(useAt(0, "3"))).toBe(false);
    },
  },
  {
    name: "counts what humans let through beyond a limit, and what goes together once",
    async run(open) {
      const engine = await open();
      const changes = new Changes(engine);
      const limit = { bucket: "transfers", window: MINUTE, uses: "1" };
      const counted: Transition = { type: "reserve", limits: [limit], at: () => CREATED };
      for (let time = 0; time < 3; time += 1) expect(await changes.apply(counted)).toBe(true);
      expect(await changes.apply(reserving(CREATED, { most: "3" }))).toBe(false);
      const both: Transition = {
        type: "reserve",
        limits: [
          { ...limit, most: "5" },
          { ...limit, most: "4" },
        ],
        at: () => CREATED,
      };
      expect(await changes.apply(both)).toBe(true);
      expect(await changes.apply(both)).toBe(false);
      expect(await engine.latest("usage", "transfers")).toMatchObject({ text: "4" });
    },
  },
  {
    name: "counts nothing of a call that one of several limits stops",
    async run(open) {
      const engine = await open();
      const changes = new Changes(engine);
      const limits = ["one", "other"].map((bucket, index) => ({
        bucket,
        window: MINUTE,
        uses: "1",
        most: `${2 - index}`,
      }));
      const both: Transition = { type: "reserve", limits, at: () => CREATED };
      expect(await changes.apply(both)).toBe(true);
      expect(await changes.apply(both)).toBe(false);
      expect(await engine.latest("usage", "one")).toMatchObject({ version: 1, text: "1" });
    },
  },
  {
    name: "counts exactly over many windows, whatever the clock does meanwhile",
    timeout: 60_000,
    async run(open) {
      const changes = new Changes(await open());
      const used: number[] = [];
      let latest = CREATED;
      let now = CREATED;
      for (let step = 0; step < 150; step += 1) {
        // Forward by up to 16 seconds, and every tenth time back by some more.
        now += step % 10 === 9 ? -40_000 : ((step * 7919) % 17) * 1000;
        const effective = Math.max(now, latest);
        const within = used.filter((time) => time > effective - MINUTE).length;
        const through = await changes.apply(reserving(now, { most: "4" }));
        expect([step, through]).toEqual([step, within < 4]);
        if (!through) continue;
        used.push(effective);
        latest = effective;
      }
      expect(used.length).toBeGreaterThan(20);
    },
  },
];
