import {
  type AuditEntry,
  type Commit,
  ImmutableAuditTrail,
  NO_READS,
  type StorageEngine,
} from "@capfence/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { commit, entriesOf, inserting, newWriter, plain, versionOf } from "../fixtures.ts";
import type { StorageCase } from "../storage-case.ts";

/** How entries become logs. */
export const appendingCases: readonly StorageCase[] = [
  {
    name: "gives all entries as they came, and those of one writer from a number on",
    async run(open) {
      const engine = await open();
      const [one, other] = [newWriter(), newWriter()];
      const first = [...entriesOf(one, 1, 2), ...entriesOf(other, 1)];
      const second = entriesOf(one, 3, 1200);
      await engine.commit(inserting(...first));
      await engine.commit(inserting(...second));
      expect((await read(engine)).slice(0, 4)).toEqual([...first, second[0]]);
      expect(await read(engine)).toHaveLength(1201);
      expect(await read(engine, one)).toEqual(entriesOf(one, 1, 1200));
      expect(await read(engine, one, 1199)).toEqual(entriesOf(one, 1199, 1200));
      expect(await read(engine, one, 1201)).toEqual([]);
      expect(await read(engine, other)).toEqual(entriesOf(other, 1));
      expect(await read(engine, newWriter())).toEqual([]);
    },
  },
  {
    name: "knows the first entry of every writer, in the order in which they came, and the last of each",
    async run(open) {
      const engine = await open();
      const writers = ["f".repeat(16), "0".repeat(16), newWriter()];
      for (const writer of writers) await engine.commit(inserting(...entriesOf(writer, 1, 2)));
      const [first = ""] = writers;
      await engine.commit(inserting(...entriesOf(first, 3)));
      expect((await engine.openings()).map(plain)).toEqual(
        writers.flatMap((writer) => entriesOf(writer, 1)),
      );
      const heads = await Promise.all(writers.map(async (writer) => engine.head(writer)));
      expect(heads.map((entry) => entry?.seq)).toEqual([3, 2, 2]);
      expect(await engine.head(newWriter())).toBeUndefined();
    },
  },
  {
    name: "stores the very text it was given",
    async run(open) {
      const engine = await open();
      const writer = newWriter();
      const text = '{"é":"\\u0000 \\" \\\\ \u2028 \u{1F600} \u0301 ﬁ \'; DROP TABLE log; -- $1 ?"}';
      await engine.commit(inserting({ writer, seq: 1, text }));
      expect(await read(engine, writer)).toEqual([{ writer, seq: 1, text }]);
    },
  },
  {
    name: "stores nothing of a commit with an entry whose place is taken",
    async run(open) {
      const engine = await open();
      const writer = newWriter();
      await engine.commit(inserting(...entriesOf(writer, 1, 2)));
      const taken: Commit = {
        reads: NO_READS,
        insertions: () => ({
          versions: [versionOf()],
          entries: [...entriesOf(newWriter(), 1), { writer, seq: 2, text: "{}" }],
        }),
      };
      await expect(commit(engine, taken)).rejects.toBeInstanceOf(Error);
      expect(await engine.all("request")).toEqual([]);
      expect(await read(engine)).toEqual(entriesOf(writer, 1, 2));
    },
  },
  {
    name: "asks for the insertions of a commit once",
    async run(open) {
      const engine = await open();
      let asked = 0;
      for (const ids of [[], [["request", "a"]]] as const)
        await engine.commit({
          reads: { ...NO_READS, ids },
          insertions() {
            asked += 1;
            return { versions: [], entries: [] };
          },
        });
      expect(asked).toBe(2);
    },
  },
  {
    name: "can be appended to while it is read, also by a reader that stops early",
    async run(open) {
      const engine = await open();
      const writer = newWriter();
      await engine.commit(inserting(...entriesOf(writer, 1, 20)));
      const seen: number[] = [];
      for await (const { seq } of engine.entries()) {
        seen.push(seq);
        if (seq <= 5) await engine.commit(inserting(...entriesOf(writer, 20 + seq)));
      }
      expect(seen.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      for await (const _ of engine.entries()) break;
      await engine.commit(inserting(...entriesOf(writer, 26)));
      expect(await read(engine, writer)).toEqual(entriesOf(writer, 1, 26));
    },
  },
  {
    name: "keeps a log for each of the trails that append at once",
    async run(open) {
      const store = await open();
      const trails = Array.from({ length: 3 }, () => new ImmutableAuditTrail({ store }));
      const time = new Date().toISOString();
      const appends = Array.from({ length: 20 }, (_, index) =>
        trails.map((trail) =>
          trail.append({
            records: [{ kind: "outcome", decision: `d${index}`, outcome: "succeeded", time }],
          }),
        ),
      ).flat();
      await Promise.all(appends);
      for (const trail of trails) await trail.close();
      const report = await new ImmutableAuditTrail({ store }).verify();
      expect(report).toMatchObject({ intact: true, findings: [] });
      // An opening, 20 records and a close for each.
      expect(report.writers.map(({ size }) => size)).toEqual([22, 22, 22]);
    },
  },
  {
    name: "says when something was appended, where it can say so at all",
    async run(open) {
      const engine = await open();
      if (engine.changed === undefined) return;
      const stop = new AbortController();
      const changed = engine.changed(stop.signal);
      await engine.commit(inserting(...entriesOf(newWriter(), 1)));
      await expect(changed).resolves.toBeUndefined();
      const waiting = engine.changed(stop.signal);
      stop.abort();
      await expect(waiting).resolves.toBeUndefined();
    },
  },
  {
    name: "stores nothing once it is closed, and may be closed twice",
    async run(open) {
      const engine = await open();
      await engine.close();
      await engine.close();
      await expect(commit(engine, inserting(...entriesOf(newWriter(), 1)))).rejects.toBeInstanceOf(
        Error,
      );
    },
  },
];

async function read(
  engine: StorageEngine,
  writer?: string,
  from?: number,
): Promise<readonly AuditEntry[]> {
  return (await collect(engine.entries(writer, from))).map(plain);
}
