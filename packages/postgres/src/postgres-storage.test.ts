import { AuditError, type Commit } from "@capfence/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  adding,
  appending,
  collect,
  entries,
  follow,
  following,
  versionOf,
  writer,
} from "../test/fixtures.ts";
import { PgliteHarness, ServerHarness } from "../test/harness.ts";

describe.each([new ServerHarness(), new PgliteHarness()])("a log on $name", (harness) => {
  beforeAll(() => harness.start(), 60_000);
  afterAll(() => harness.stop());

  it("gives entries back as they were given, in the order in which they came", async () => {
    const engine = await harness.open();
    const [first, second] = [entries(1, 1, 3), entries(2, 1, 2)];
    await engine.commit(appending(...first));
    await engine.commit(appending(...second));
    await engine.commit(appending(...entries(1, 4, 1)));
    const all = [...first, ...second, ...entries(1, 4, 1)];
    expect(await collect(engine.entries())).toEqual(all);
    expect(await collect(engine.entries(writer(1)))).toEqual([...first, ...entries(1, 4, 1)]);
    expect(await collect(engine.entries(writer(1), 3))).toEqual(entries(1, 3, 2));
    expect(await collect(engine.entries(writer(9)))).toEqual([]);
    expect(await engine.openings()).toEqual([first[0], second[0]]);
    expect(await engine.head(writer(1))).toEqual(entries(1, 4, 1)[0]);
    expect(await engine.head(writer(9))).toBeUndefined();
    await engine.close();
  });

  it("stores all entries of a commit or none, and goes on afterwards", async () => {
    const engine = await harness.open();
    await engine.commit(appending(...entries(1, 1, 2)));
    const taken = [...entries(1, 3, 2), ...entries(1, 2, 1)];
    await expect(engine.commit(appending(...taken))).rejects.toThrow(
      /cannot commit to "postgres:.*log_pkey/,
    );
    const withVersion = following("a", 0, () => entries(1, 2, 1));
    await expect(engine.commit(withVersion)).rejects.toThrow(/log_pkey/);
    const failing = following("a", 0, () => {
      throw new TypeError("no entries");
    });
    await expect(engine.commit(failing)).rejects.toThrow(TypeError);
    expect(await collect(engine.entries())).toHaveLength(2);
    expect(await engine.all("request")).toEqual([]);
    await engine.commit(appending(...entries(1, 3, 1)));
    await engine.commit(appending());
    expect(await collect(engine.entries())).toHaveLength(3);
    await engine.close();
  });

  it.each([
    ["an escaped U+0000", '{"a":"\\u0000"}'],
    ["an emoji", '{"a":"\u{1F600} é"}'],
    ["what arrays are written with", '{"a,b":"\\\\ \\" {} NULL \'"}'],
    ["a line's end and a null", "null\r\n\t"],
    ["an empty text", ""],
    ["a long text", `"${"é$".repeat(300_000)}"`],
  ])("keeps %s", async (_, text) => {
    const engine = await harness.open();
    const entry = { writer: writer(1), seq: 1, text };
    await engine.commit(appending(entry));
    expect(await collect(engine.entries())).toEqual([entry]);
    await engine.close();
  });

  it.each(["\0", "\uD800", "a\uDC00b"])("refuses %j, which would not come back", async (text) => {
    const engine = await harness.open();
    const entry = { writer: writer(1), seq: 2, text };
    await expect(engine.commit(appending(...entries(1, 1, 1), entry))).rejects.toThrow(
      'entry 2 of writer "0000000000000001" has a U+0000 or a lone surrogate',
    );
    expect(await collect(engine.entries())).toEqual([]);
    const versions = [{ id: text }, { key: text }, { text }].map((facts) =>
      versionOf("a", 1, facts),
    );
    for (const version of versions)
      await expect(engine.commit(adding(version))).rejects.toThrow(
        "which PostgreSQL does not store",
      );
    expect(await engine.all("request")).toEqual([]);
    expect(await engine.latest("request", text)).toBeUndefined();
    expect(await engine.latestOf("request", text)).toBeUndefined();
    expect(await engine.before("request", text, 1)).toBeUndefined();
    expect(await follow(engine, text, 1)).toBe(false);
    expect(await engine.head(text)).toBeUndefined();
    await engine.close();
  });

  it("reads more entries than a page holds, whatever is committed meanwhile", async () => {
    const engine = await harness.open();
    for (let from = 1; from < 5_000; from += 500) {
      await engine.commit(appending(...entries(1, from, 250)));
      await engine.commit(appending(...entries(2, from, 250)));
      await engine.commit(appending(...entries(1, from + 250, 250)));
    }
    let read = 0;
    for await (const entry of engine.entries()) {
      if (read === 1_000) await engine.commit(appending(...entries(3, 1, 1)));
      expect(entry.text).toBe(JSON.stringify({ seq: entry.seq }));
      read += 1;
    }
    expect(read).toBeGreaterThanOrEqual(7_500);
    const one = await collect(engine.entries(writer(1), 1_777));
    expect(one).toEqual(entries(1, 1_777, 5_000 - 1_776));
    await engine.close();
  });

  it("stores versions and entries together, and has both after it was opened again", async () => {
    const engine = await harness.open();
    await engine.commit(following("a", 0, () => entries(1, 1, 1)));
    await engine.close();
    const again = await harness.reopen(engine);
    expect(again.location).toBe(engine.location);
    expect(await collect(again.entries())).toEqual(entries(1, 1, 1));
    expect(await again.all("request")).toEqual([versionOf("a", 1)]);
    await again.close();
  });

  it("never takes a new thing for another with its id", async () => {
    const engine = await harness.open();
    await engine.commit(adding(versionOf("a", 1)));
    const other = adding(versionOf("a", 1, { key: "other" }));
    await expect(engine.commit(other)).rejects.toThrow(/state_pkey/);
    expect(await engine.all("request")).toEqual([versionOf("a", 1)]);
    await engine.close();
  });

  it("throws for what a commit reads and has not asked for, and stores nothing", async () => {
    const engine = await harness.open();
    const reads = { ids: [["request", "a"]], keys: [], times: [] } as const;
    for (const look of ["latest", "latestOf", "before"] as const)
      for (const asked of [reads, { ...reads, ids: [] }])
        await expect(
          engine.commit({
            reads: asked,
            insertions(state) {
              state[look]("request", "b", 0);
              return { versions: [versionOf("a", 1)], entries: entries(1, 1, 1) };
            },
          }),
        ).rejects.toThrow(/of the request "b" without asking for it in its reads/);
    expect(await collect(engine.entries())).toEqual([]);
    await engine.close();
  });

  it("throws for a time far from the one that was asked for, and not where nothing lies between", async () => {
    const engine = await harness.open();
    const uses = Array.from({ length: 100 }, (_, index) =>
      versionOf("u", index + 1, { kind: "usage", time: 10_000 * (index + 1) }),
    );
    await engine.commit(adding(...uses));
    const seen: unknown[] = [];
    await engine.commit({
      reads: { ids: [], keys: [], times: [["usage", "u", 505_000, 60_000]] },
      insertions(state) {
        for (const time of [500_000, 505_000, 509_999, 940_000, 949_999, 1_000_000, 2_000_000])
          seen.push(state.before("usage", "u", time)?.version);
        for (const time of [0, 499_999, 510_000, 930_000, 950_000])
          try {
            seen.push(state.before("usage", "u", time)?.version);
          } catch (error) {
            seen.push(error instanceof AuditError);
          }
        return { versions: [], entries: [] };
      },
    });
    expect(seen).toEqual([50, 50, 50, 94, 94, 100, 100, true, true, true, true, true]);
    await engine.close();
  });

  it("lets one of two engines follow what it has read, two hundred times", async () => {
    const one = await harness.open();
    const other = await harness.reopen(one);
    for (let round = 0; round < 200; round += 1) {
      const both = await Promise.all([one, other].map((engine) => follow(engine, "a", round)));
      expect(both.filter(Boolean)).toHaveLength(1);
    }
    await Promise.all([one.close(), other.close()]);
  }, 60_000);

  it("makes no two commits wait for each other, whatever they read in which order", async () => {
    const one = await harness.open();
    const other = await harness.reopen(one);
    const ids = Array.from({ length: 10 }, (_, index) => ["request", `${index}`] as const);
    const reading = (order: typeof ids): Commit => ({
      reads: { ids: order, keys: order, times: [] },
      insertions: (state) => ({
        versions: order.map(([, id]) =>
          versionOf(id, (state.latest("request", id)?.version ?? 0) + 1),
        ),
        entries: [],
      }),
    });
    for (let round = 0; round < 30; round += 1)
      await Promise.all([one.commit(reading(ids)), other.commit(reading(ids.toReversed()))]);
    expect((await one.all("request")).map(({ version }) => version)).toEqual(ids.map(() => 60));
    await Promise.all([one.close(), other.close()]);
  }, 60_000);

  it("wakes followers, of other engines too, and resolves when they give up", async () => {
    const one = await harness.open();
    const other = await harness.reopen(one);
    const give = new AbortController();
    // The first may be woken by the beginning of listening itself.
    await other.changed(give.signal);
    for (let seq = 1; seq <= 5; seq += 1) {
      const began = performance.now();
      const woken = other.changed(give.signal);
      await one.commit(appending(...entries(1, seq, 1)));
      await woken;
      expect(performance.now() - began).toBeLessThan(2_000);
    }
    const given = other.changed(give.signal);
    give.abort();
    await given;
    await other.changed(give.signal);
    await Promise.all([one.close(), other.close()]);
  });

  it("closes though somebody stopped reading in the middle", async () => {
    const engine = await harness.open();
    await engine.commit(appending(...entries(1, 1, 300)));
    const reading = engine.entries();
    expect((await reading.next()).value).toEqual(entries(1, 1, 1)[0]);
    await engine.close();
  });

  it("stores and reads nothing once it is closed, and may be closed twice", async () => {
    const engine = await harness.open();
    await engine.close();
    await engine.close();
    await expect(engine.commit(appending(...entries(1, 1, 1)))).rejects.toThrow("closed");
    await expect(engine.openings()).rejects.toThrow("closed");
    await expect(collect(engine.entries())).rejects.toThrow("closed");
  });
});
