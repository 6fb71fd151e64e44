import type { StateKind, StateVersion, StorageEngine } from "@capfence/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { adding, commit, newWriter, seenInside, usesOf, versionOf } from "../fixtures.ts";
import type { StorageCase } from "../storage-case.ts";

const KINDS: readonly StateKind[] = ["request", "grant", "usage"];

/** What must come back as it was given. */
const HOSTILE = [
  "",
  "'; DROP TABLE state; --",
  '{"a,b":"\\\\ \\" {} NULL"}',
  "$1 ?1 :a @a %s",
  "\u{1F600} é \u0301 \u2028 ﬁ \r\n\t\u0001",
  " a",
  "a ",
  "A",
];

/** How versions are kept and found. */
export const stateCases: readonly StorageCase[] = [
  {
    name: "keeps versions as they were given, and finds the newest by id and by key",
    async run(open) {
      const engine = await open();
      const versions = [1, 2, 3].map((version) => versionOf({ version }));
      for (const version of versions) await engine.commit(adding([version]));
      expect(await engine.latest("request", "a")).toEqual(versions[2]);
      expect(await engine.latestOf("request", "key of a")).toEqual(versions[2]);
      expect(await engine.latest("request", "key of a")).toBeUndefined();
      expect(await engine.latestOf("request", "a")).toBeUndefined();
    },
  },
  {
    name: "keeps kinds apart that have the same ids and keys",
    async run(open) {
      const engine = await open();
      const versions = KINDS.map((kind) => versionOf({ kind, text: `{"kind":"${kind}"}` }));
      await engine.commit(adding(versions.slice(0, 2)));
      expect(await engine.latest("usage", "a")).toBeUndefined();
      expect(await engine.latestOf("usage", "key of a")).toBeUndefined();
      expect(await engine.before("usage", "a", 9000)).toBeUndefined();
      expect(await engine.all("usage")).toEqual([]);
      await engine.commit(adding(versions.slice(2)));
      for (const [index, kind] of KINDS.entries()) {
        expect(await engine.latest(kind, "a")).toEqual(versions[index]);
        expect(await engine.latestOf(kind, "key of a")).toEqual(versions[index]);
        expect(await engine.all(kind)).toEqual([versions[index]]);
      }
    },
  },
  {
    name: "keeps the very texts it was given, and takes no two of them for one",
    async run(open) {
      const engine = await open();
      const versions = HOSTILE.map((text) => versionOf({ id: text, key: text, text }));
      await engine.commit(adding(versions));
      expect(await engine.all("request")).toEqual(versions);
      for (const version of versions) {
        expect(await engine.latest("request", version.id)).toEqual(version);
        expect(await engine.latestOf("request", version.key)).toEqual(version);
        expect(await engine.before("request", version.id, 1000)).toEqual(version);
      }
      expect(await engine.latest("request", "%")).toBeUndefined();
    },
  },
  {
    name: "gives the newest version that was made at a time or before",
    async run(open) {
      const engine = await open();
      const times = [1000, 2000, 2000, 3000];
      const versions = times.map((time, index) => versionOf({ version: index + 1, time }));
      await engine.commit(adding(versions));
      const found = async (time: number): Promise<number | undefined> =>
        (await engine.before("request", "a", time))?.version;
      expect(await found(999)).toBeUndefined();
      expect(await found(1000)).toBe(1);
      expect(await found(1999)).toBe(1);
      expect(await found(2000)).toBe(3);
      expect(await found(2999)).toBe(3);
      expect(await found(Number.MAX_SAFE_INTEGER)).toBe(4);
      expect(await found(-1)).toBeUndefined();
    },
  },
  {
    name: "gives the newest versions of all things in the order in which they were begun",
    async run(open) {
      const engine = await open();
      for (const id of ["z", "m", "a"]) await engine.commit(adding([versionOf({ id })]));
      await engine.commit(adding([versionOf({ id: "z", version: 2 })]));
      expect((await engine.all("request")).map(({ id, version }) => [id, version])).toEqual([
        ["z", 2],
        ["m", 1],
        ["a", 1],
      ]);
    },
  },
  {
    name: "leaves out what has not changed since a time, whenever it was begun",
    async run(open) {
      const engine = await open();
      for (const id of ["z", "m"]) await engine.commit(adding([versionOf({ id })]));
      await engine.commit(adding([versionOf({ id: "z", version: 2 })]));
      const changedSince = async (time: number): Promise<readonly string[]> =>
        (await engine.all("request", time)).map(({ id }) => id);
      expect(await changedSince(1000)).toEqual(["z", "m"]);
      expect(await changedSince(1001)).toEqual(["z"]);
      expect(await changedSince(2001)).toEqual([]);
    },
  },
  {
    name: "finds by its key the thing that was begun last, however the others have changed since",
    async run(open) {
      const engine = await open();
      const key = "digest";
      for (const id of ["z", "a"]) await engine.commit(adding([versionOf({ id, key })]));
      await engine.commit(adding([versionOf({ id: "z", key, version: 2 })]));
      expect(await engine.latestOf("request", key)).toEqual(versionOf({ id: "a", key }));
      await engine.commit(adding([versionOf({ id: "a", key, version: 2 })]));
      expect(await engine.latestOf("request", key)).toMatchObject({ id: "a", version: 2 });
    },
  },
  {
    name: "stores several versions of a commit, and the entries with them",
    async run(open) {
      const engine = await open();
      const writer = newWriter();
      const versions = [
        versionOf(),
        versionOf({ version: 2 }),
        versionOf({ id: "b", kind: "grant" }),
      ];
      await engine.commit(adding(versions, writer));
      expect(await engine.latest("request", "a")).toEqual(versions[1]);
      expect(await engine.before("request", "a", 1999)).toEqual(versions[0]);
      expect(await engine.latest("grant", "b")).toEqual(versions[2]);
      expect(await collect(engine.entries(writer))).toHaveLength(1);
    },
  },
  {
    name: "stores nothing of a commit with a version whose place is taken",
    async run(open) {
      const engine = await open();
      await engine.commit(adding([versionOf()]));
      const others = [versionOf({ id: "b" }), versionOf({ id: "c" })];
      for (const taken of [
        [...others, versionOf({ key: "other", text: "{}" })],
        [...others, versionOf({ id: "b", text: "{}" })],
      ])
        await expect(commit(engine, adding(taken, newWriter()))).rejects.toBeInstanceOf(Error);
      expect(await engine.all("request")).toEqual([versionOf()]);
      expect(await engine.latestOf("request", "other")).toBeUndefined();
      expect(await collect(engine.entries())).toEqual([]);
      await engine.commit(adding(others, newWriter()));
      expect(await engine.all("request")).toHaveLength(3);
    },
  },
  {
    name: "stores no version where an entry's place is taken, or the insertions cannot be made",
    async run(open) {
      const engine = await open();
      const writer = newWriter();
      await engine.commit(adding([], writer));
      await expect(commit(engine, adding([versionOf()], writer))).rejects.toBeInstanceOf(Error);
      const failing = {
        reads: { ids: [["request", "a"]], keys: [], times: [] },
        insertions() {
          throw new TypeError("no text");
        },
      } as const;
      await expect(commit(engine, failing)).rejects.toThrow("no text");
      expect(await engine.all("request")).toEqual([]);
      expect(await collect(engine.entries())).toHaveLength(1);
      await engine.commit(adding([versionOf()]));
    },
  },
  {
    name: "shows inside a commit what stands there, of all that it asks for",
    async run(open) {
      const engine = await open();
      const reads = {
        ids: [
          ["request", "a"],
          ["request", "nobody"],
        ],
        keys: [
          ["request", "key of b"],
          ["request", "nobody"],
        ],
        times: [
          ["usage", "u", 25, 1000],
          ["usage", "nobody", 25, 1000],
        ],
      } as const;
      const versions = [versionOf(), versionOf({ version: 2 }), versionOf({ id: "b" })];
      await engine.commit(adding([...versions, ...usesOf("u", 1, 9)]));
      const seen = await seenInside(engine, reads, (state) => [
        state.latest("request", "a"),
        state.latest("request", "nobody"),
        state.latestOf("request", "key of b"),
        // What was found by its key can be read by its id too.
        state.latest("request", "b"),
        state.latestOf("request", "nobody"),
        state.before("usage", "u", 25),
        state.before("usage", "u", 39),
        state.before("usage", "nobody", 25),
      ]);
      const uses = usesOf("u", 2, 3);
      expect(seen).toEqual([
        versions[1],
        undefined,
        versions[2],
        versions[2],
        undefined,
        uses[0],
        uses[1],
        undefined,
      ]);
    },
  },
  {
    name: "shows a commit the version a window before the newest, where the clock was set back",
    async run(open) {
      const engine = await open();
      for (let first = 1; first < 5000; first += 1000)
        await engine.commit(adding(usesOf("u", first, first + 999)));
      // The newest is of 50,000.
      const times = [["usage", "u", -1_000_000, 10_000]] as const;
      const seen = await seenInside(engine, { times }, (state) => [
        state.before("usage", "u", 40_000)?.version,
        state.before("usage", "u", -1_000_000),
      ]);
      expect(seen).toEqual([4000, undefined]);
    },
  },
  {
    name: "finds its way among a hundred thousand versions of one thing at once",
    timeout: 120_000,
    async run(open) {
      const engine = await open();
      const [many, step] = [100_000, 10_000];
      for (let first = 1; first <= many; first += step)
        await engine.commit(adding(usesOf("u", first, first + step - 1)));
      await engine.commit(adding(usesOf("other", 1, 1)));
      const began = performance.now();
      for (let round = 1; round <= 100; round += 1) {
        const time = (round * many) / 10;
        expect(await engine.before("usage", "u", time)).toMatchObject({ time });
        expect(await engine.latest("usage", "u")).toMatchObject({ version: many });
        const reads = { ids: [["usage", "u"]], keys: [], times: [["usage", "u", time, 60_000]] };
        const before = await seenInside(engine, reads as never, (state) =>
          state.before("usage", "u", time),
        );
        expect(before).toMatchObject({ time });
      }
      // Three hundred readings that each look at every version take minutes.
      expect(performance.now() - began).toBeLessThan(5000);
      expect(await engine.all("usage")).toHaveLength(2);
    },
  },
  {
    name: "neither changes nor shares the versions it is given and gives",
    async run(open) {
      const engine = await open();
      const given = versionOf();
      await engine.commit(adding([given]));
      expect(given).toEqual(versionOf());
      for (const version of [given, ...(await allWays(engine))]) Reflect.set(version, "text", "{}");
      for (const version of await allWays(engine)) expect(version).toEqual(versionOf());
    },
  },
];

/** The request "a" in every way in which it can be read. */
async function allWays(engine: StorageEngine): Promise<readonly StateVersion[]> {
  const found = [
    await engine.latest("request", "a"),
    await engine.latestOf("request", "key of a"),
    await engine.before("request", "a", 1000),
    ...(await engine.all("request")),
  ].flatMap((version) => version ?? []);
  expect(found).toHaveLength(4);
  return found;
}
