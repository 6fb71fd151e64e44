import type { StorageEngine } from "@capfence/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import {
  answering,
  Changes,
  consuming,
  pendingRequest,
  queueing,
  reserving,
  sum,
  CREATED,
} from "../changes.ts";
import { adding, entriesOf, inserting, newWriter, plain, versionOf } from "../fixtures.ts";
import type { DurableStorageCase } from "../storage-case.ts";

/** What outlives an engine, and what several engines on one place see of each other. */
export const durabilityCases: readonly DurableStorageCase[] = [
  {
    name: "has everything after it was closed and opened again",
    async run(open, reopen) {
      const engine = await open();
      await engine.commit(inserting(...entriesOf(newWriter(), 1, 3)));
      await engine.commit(adding([versionOf(), versionOf({ version: 2 })], newWriter()));
      const entries = (await collect(engine.entries())).map(plain);
      expect(entries).toHaveLength(4);
      await engine.close();
      const again = await reopen(engine);
      expect(again.location).toBe(engine.location);
      expect((await collect(again.entries())).map(plain)).toEqual(entries);
      expect(await again.latestOf("request", "key of a")).toEqual(versionOf({ version: 2 }));
      expect(await again.before("request", "a", 1000)).toEqual(versionOf());
      await again.commit(inserting(...entriesOf(newWriter(), 1)));
      expect(await collect(again.entries())).toHaveLength(5);
    },
  },
  {
    name: "keeps the logs of two engines on one place apart, and shows both to each",
    async run(open, reopen) {
      const one = await open();
      const other = await reopen(one);
      const writers = [newWriter(), newWriter()] as const;
      for (let seq = 1; seq <= 20; seq += 1)
        await Promise.all([append(one, writers[0], seq), append(other, writers[1], seq)]);
      for (const engine of [one, other])
        for (const writer of writers)
          expect((await collect(engine.entries(writer))).map(plain)).toEqual(
            entriesOf(writer, 1, 20),
          );
    },
  },
  {
    name: "lets one of two engines on one place take a writer's next place",
    async run(open, reopen) {
      const one = await open();
      const other = await reopen(one);
      const writer = newWriter();
      await append(one, writer, 1);
      const both = await Promise.allSettled([append(one, writer, 2), append(other, writer, 2)]);
      expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    },
  },
  {
    name: "lets one of two engines on one place use an approval",
    async run(open, reopen) {
      const one = await open();
      const other = await reopen(one);
      const [left, right] = [new Changes(one), new Changes(other)];
      await left.apply(queueing(pendingRequest("a")));
      expect(await right.apply(queueing(pendingRequest("b")))).toBe(false);
      expect(await right.apply(answering("a", "approved"))).toBe(true);
      const callers = Array.from({ length: 10 }, () => consuming("a"));
      const used = await Promise.all([left.countApplied(callers), right.countApplied(callers)]);
      expect(sum(used)).toBe(1);
    },
  },
  {
    name: "lets as many calls through as a limit says, over two engines on one place",
    async run(open, reopen) {
      const one = await open();
      const other = await reopen(one);
      const callers = Array.from({ length: 25 }, () => reserving(CREATED));
      const through = await Promise.all(
        [one, other].map((engine) => new Changes(engine).countApplied(callers)),
      );
      expect(sum(through)).toBe(20);
    },
  },
  {
    name: "lets nobody change what a commit reads, over two engines on one place",
    async run(open, reopen) {
      const one = await open();
      const other = await reopen(one);
      await Promise.all([counting(one), counting(other)]);
      for (const engine of [one, other])
        expect(await engine.latest("usage", "u")).toMatchObject({ version: 100 });
    },
  },
];

async function append(engine: StorageEngine, writer: string, seq: number): Promise<void> {
  await engine.commit(inserting(...entriesOf(writer, seq)));
}

/** Counts to fifty, each time on from what stands there. */
async function counting(engine: StorageEngine): Promise<void> {
  for (let round = 0; round < 50; round += 1)
    await engine.commit({
      reads: { ids: [["usage", "u"]], keys: [], times: [] },
      insertions(state) {
        const version = (state.latest("usage", "u")?.version ?? 0) + 1;
        return { versions: [versionOf({ kind: "usage", id: "u", version })], entries: [] };
      },
    });
}
