import { createHash } from "node:crypto";
import { canonicalJson, parseJson, verifyEntries } from "@capfence/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import {
  answering,
  appending,
  draft,
  impossibleDraft,
  pendingRequest,
  plain,
  queueing,
} from "../fixtures.ts";
import type { StorageCase } from "../storage-case.ts";

/** How records become a log. */
export const appendingCases: readonly StorageCase[] = [
  {
    name: "links every record to the one before it, from 1 without gaps",
    async run(open) {
      const engine = await open();
      await engine.commit([{ records: [draft(1), draft(2)] }, appending(3)]);
      await engine.commit([appending(4)]);
      const entries = await collect(engine.entries());
      expect(entries.map((entry) => entry.seq)).toEqual([1, 2, 3, 4]);
      const texts = entries.map((entry) => parseJson(entry.text));
      expect(texts).toMatchObject([
        { seq: 1, prev: "0".repeat(64), decision: "decision 1" },
        { seq: 2, prev: entries[0]?.hash, decision: "decision 2" },
        { seq: 3, prev: entries[1]?.hash, decision: "decision 3" },
        { seq: 4, prev: entries[2]?.hash, decision: "decision 4" },
      ]);
    },
  },
  {
    name: "gives each change the entries it became, in order",
    async run(open) {
      const engine = await open();
      const results = await engine.commit([{ records: [draft(1), draft(2)] }, appending(3)]);
      const stored = await collect(engine.entries());
      expect(results.flatMap((result) => result ?? []).map(plain)).toEqual(stored.map(plain));
      expect(results.map((result) => result?.length)).toEqual([2, 1]);
      expect(await engine.commit([])).toEqual([]);
    },
  },
  {
    name: "stores the very bytes it hashed, in canonical form",
    async run(open) {
      const engine = await open();
      await engine.commit([{ records: [draft(1, 'é "\\ \u2028 \u{1F600}'), draft(2)] }]);
      for await (const { text, hash } of engine.entries()) {
        expect(createHash("sha256").update(text).digest("hex")).toBe(hash);
        expect(canonicalJson(parseJson(text))).toBe(text);
      }
      expect(await verifyEntries(engine.entries())).toMatchObject({ intact: true, entries: 2 });
    },
  },
  {
    name: "stores all of a commit or nothing of it",
    async run(open) {
      const engine = await open();
      await engine.commit([queueing(pendingRequest("a"))]);
      const commit = async (): Promise<unknown> =>
        engine.commit([
          answering("a", "approved"),
          queueing(pendingRequest("b", { digest: "other" })),
          { records: [draft(2), impossibleDraft()] },
        ]);
      await expect(commit()).rejects.toBeInstanceOf(Error);
      expect(await collect(engine.entries())).toHaveLength(1);
      expect(await engine.requests()).toEqual([pendingRequest("a")]);
      await engine.commit([appending(2)]);
      expect(await verifyEntries(engine.entries())).toMatchObject({ intact: true, entries: 2 });
    },
  },
  {
    name: "gives the entries from a number on",
    async run(open) {
      const engine = await open();
      await engine.commit(Array.from({ length: 1200 }, (_, index) => appending(index)));
      const from = async (seq: number): Promise<readonly number[]> =>
        (await collect(engine.entries(seq))).map((entry) => entry.seq);
      expect(await from(1199)).toEqual([1199, 1200]);
      expect(await from(1200)).toEqual([1200]);
      expect(await from(1201)).toEqual([]);
      expect(await from(1)).toHaveLength(1200);
    },
  },
  {
    name: "can be appended to while it is read, also by a reader that stops early",
    async run(open) {
      const engine = await open();
      await engine.commit(Array.from({ length: 20 }, (_, index) => appending(index)));
      const seen: number[] = [];
      for await (const { seq } of engine.entries()) {
        seen.push(seq);
        if (seq <= 5) await engine.commit([appending(seq)]);
      }
      expect(seen.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      for await (const _ of engine.entries()) break;
      await engine.commit([appending(0)]);
      expect(await verifyEntries(engine.entries())).toMatchObject({ intact: true, entries: 26 });
    },
  },
  {
    name: "links commits that are made at once into one chain",
    async run(open) {
      const engine = await open();
      const commits = Array.from({ length: 40 }, async (_, index) =>
        engine.commit([appending(index), appending(index)]),
      );
      await Promise.all(commits);
      expect(await verifyEntries(engine.entries())).toMatchObject({ intact: true, entries: 80 });
    },
  },
  {
    name: "stores nothing once it is closed, and may be closed twice",
    async run(open) {
      const engine = await open();
      await engine.close();
      await engine.close();
      const commit = async (): Promise<unknown> => engine.commit([appending(1)]);
      await expect(commit()).rejects.toBeInstanceOf(Error);
    },
  },
];
