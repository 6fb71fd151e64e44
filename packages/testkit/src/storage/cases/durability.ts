import { type StorageEngine, verifyEntries } from "@capfence/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import {
  answering,
  appending,
  applies,
  consuming,
  pendingRequest,
  plain,
  queueing,
} from "../fixtures.ts";
import type { DurableStorageCase } from "../storage-case.ts";

/** What outlives an engine, and what several engines on one place see of each other. */
export const durabilityCases: readonly DurableStorageCase[] = [
  {
    name: "has everything after it was closed and opened again",
    async run(open, reopen) {
      const engine = await open();
      await engine.commit([
        appending(1),
        queueing(pendingRequest("a")),
        answering("a", "approved"),
      ]);
      const entries = (await collect(engine.entries())).map(plain);
      await engine.close();
      const again = await reopen(engine);
      expect(again.location).toBe(engine.location);
      expect((await collect(again.entries())).map(plain)).toEqual(entries);
      expect(await again.newestRequest("digest")).toMatchObject({ id: "a", state: "approved" });
      await again.commit([appending(2)]);
      expect(await verifyEntries(again.entries())).toMatchObject({ intact: true, entries: 4 });
    },
  },
  {
    name: "keeps one chain for two engines on one place",
    async run(open, reopen) {
      const one = await open();
      const other = await reopen(one);
      for (let number = 0; number < 10; number += 1) {
        await append(one, number);
        await Promise.all([append(one, number), append(other, number), append(other, number)]);
      }
      for (const engine of [one, other])
        expect(await verifyEntries(engine.entries())).toMatchObject({ intact: true, entries: 40 });
    },
  },
  {
    name: "lets one of two engines on one place use an approval",
    async run(open, reopen) {
      const one = await open();
      const other = await reopen(one);
      await applies(one, queueing(pendingRequest("a")));
      expect(await applies(other, queueing(pendingRequest("b")))).toBe(false);
      expect(await applies(other, answering("a", "approved"))).toBe(true);
      const uses = [one, other, one, other].map((engine) => applies(engine, consuming("a")));
      expect((await Promise.all(uses)).filter(Boolean)).toHaveLength(1);
    },
  },
];

async function append(engine: StorageEngine, number: number): Promise<void> {
  await engine.commit([appending(number)]);
}
