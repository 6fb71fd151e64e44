import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  appending,
  approving,
  change,
  collect,
  consuming,
  CREATED,
  entries,
  EXPIRES,
  pendingRequest,
  queueing,
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
    const withRequest = {
      transitions: [queueing(pendingRequest("a"))],
      entries: () => entries(1, 2, 1),
    };
    await expect(engine.commit(withRequest)).rejects.toThrow(/log_pkey/);
    const failing = {
      transitions: [queueing(pendingRequest("a"))],
      entries: () => {
        throw new TypeError("no entries");
      },
    };
    await expect(engine.commit(failing)).rejects.toThrow(TypeError);
    expect(await collect(engine.entries())).toHaveLength(2);
    expect(await engine.requests()).toEqual([]);
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
    expect(await engine.request(text)).toBeUndefined();
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

  it("applies transitions in order, each seeing what came before it in the commit", async () => {
    const engine = await harness.open();
    const applied = await change(
      engine,
      queueing(pendingRequest("a")),
      queueing(pendingRequest("b")),
      consuming("a"),
      approving("a"),
      consuming("a", EXPIRES),
      consuming("a"),
      consuming("a"),
      queueing(pendingRequest("c")),
      approving("nobody"),
    );
    expect(applied).toEqual([true, false, false, true, false, true, false, true, false]);
    expect(await engine.request("a")).toEqual(
      pendingRequest("a", { state: "consumed", resolvedBy: "carol", resolvedAt: CREATED }),
    );
    expect(await engine.request("b")).toBeUndefined();
    expect(await engine.newestRequest("digest")).toEqual(pendingRequest("c"));
    expect((await engine.requests()).map(({ id }) => id)).toEqual(["a", "c"]);
    await engine.close();
  });

  it("stores the entries that go with what applied, and has both after it was opened again", async () => {
    const engine = await harness.open();
    await engine.commit({
      transitions: [queueing(pendingRequest("a")), consuming("b")],
      entries: (applied) => entries(1, 1, applied.filter(Boolean).length),
    });
    await engine.close();
    const again = await harness.reopen(engine);
    expect(again.location).toBe(engine.location);
    expect(await collect(again.entries())).toEqual(entries(1, 1, 1));
    expect(await again.requests()).toEqual([pendingRequest("a")]);
    await again.close();
  });

  it("never takes a new request for another with its id", async () => {
    const engine = await harness.open();
    await change(engine, queueing(pendingRequest("a")));
    const other = queueing(pendingRequest("a", { digest: "other" }));
    await expect(change(engine, other)).rejects.toThrow(/approval_changes_pkey/);
    expect(await engine.requests()).toEqual([pendingRequest("a")]);
    await engine.close();
  });

  it("lets one of two engines use an approval, two hundred times", async () => {
    const one = await harness.open();
    const other = await harness.reopen(one);
    for (let round = 0; round < 200; round += 1) {
      const id = `request ${round}`;
      const queued = await Promise.all(
        [one, other].map((engine, index) =>
          change(engine, queueing(pendingRequest(`${id} ${index}`, { digest: id }))),
        ),
      );
      expect(queued.flat().filter(Boolean)).toHaveLength(1);
      const request = await one.newestRequest(id);
      await change(other, approving(request?.id ?? ""));
      const used = await Promise.all(
        [one, other].map((engine) => change(engine, consuming(request?.id ?? ""))),
      );
      expect(used.flat().filter(Boolean)).toHaveLength(1);
    }
    await Promise.all([one.close(), other.close()]);
  }, 60_000);

  it("reads the clock of a transition when its turn has come", async () => {
    const engine = await harness.open();
    await change(engine, queueing(pendingRequest("a")), approving("a"));
    let now = CREATED;
    const late = { type: "consume", id: "a", at: () => now } as const;
    const used = change(engine, late);
    now = EXPIRES;
    expect(await used).toEqual([false]);
    await engine.close();
  });

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
