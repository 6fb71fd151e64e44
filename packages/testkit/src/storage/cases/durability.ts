import type { StorageEngine } from "@capfence/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import {
  answering,
  applies,
  apply,
  consuming,
  entriesOf,
  inserting,
  newWriter,
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
      await engine.commit(inserting(...entriesOf(newWriter(), 1, 3)));
      await apply(engine, queueing(pendingRequest("a")), answering("a", "approved"));
      const entries = (await collect(engine.entries())).map(plain);
      expect(entries).toHaveLength(4);
      await engine.close();
      const again = await reopen(engine);
      expect(again.location).toBe(engine.location);
      expect((await collect(again.entries())).map(plain)).toEqual(entries);
      expect(await again.newestRequest("digest")).toMatchObject({ id: "a", state: "approved" });
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
      await applies(one, queueing(pendingRequest("a")));
      expect(await applies(other, queueing(pendingRequest("b")))).toBe(false);
      expect(await applies(other, answering("a", "approved"))).toBe(true);
      const uses = [one, other, one, other].map((engine) => applies(engine, consuming("a")));
      expect((await Promise.all(uses)).filter(Boolean)).toHaveLength(1);
    },
  },
];

async function append(engine: StorageEngine, writer: string, seq: number): Promise<void> {
  await engine.commit(inserting(...entriesOf(writer, seq)));
}
