import { describe, expect, it } from "vitest";
import { linkEntry } from "./chain.ts";
import { CommitQueue } from "./commit-queue.ts";
import type { AuditStore, Change, CommitResult } from "./store.ts";

/** A store that commits when it is told to. */
class SlowStore implements AuditStore {
  readonly location = "slow";
  readonly synchronous = false;
  readonly batches: (readonly string[])[] = [];
  readonly #finish: (() => void)[] = [];
  readonly #fail: ((error: Error) => void)[] = [];

  commit(changes: readonly Change[]): Promise<readonly CommitResult[]> {
    this.batches.push(changes.map(nameOf));
    const { promise, resolve, reject } = Promise.withResolvers<readonly CommitResult[]>();
    this.#finish.push(() => resolve(changes.map(resultOf)));
    this.#fail.push(reject);
    return promise;
  }

  finish(batch: number): void {
    this.#finish[batch]?.();
  }

  fail(batch: number): void {
    this.#fail[batch]?.(new Error("disk full"));
  }

  entries(): never[] {
    return [];
  }
}

function nameOf(change: Change): string {
  return change.records.map((record) => record.time).join();
}

function resultOf({ records }: Change): CommitResult {
  return records.map((record) => linkEntry({ seq: 0, hash: "" }, record));
}

function named(time: string): Change {
  return { records: [{ kind: "outcome", decision: "d", outcome: "succeeded", time }] };
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe("CommitQueue", () => {
  it("commits what is submitted in one turn in one transaction, in order", async () => {
    const store = new SlowStore();
    const queue = new CommitQueue(store);
    const submitted = ["a", "b", "c"].map((name) => queue.submit(named(name)));
    await soon();
    expect(store.batches).toEqual([["a", "b", "c"]]);
    store.finish(0);
    const results = await Promise.all(submitted);
    expect(results.map((result) => result?.[0]?.text.match(/"time":"(.)"/)?.[1])).toEqual([
      "a",
      "b",
      "c",
    ]);
  });

  it("commits what comes in meanwhile together, after the commit that is under way", async () => {
    const store = new SlowStore();
    const queue = new CommitQueue(store);
    const submitted = [queue.submit(named("a"))];
    await soon();
    submitted.push(queue.submit(named("b")));
    await soon();
    submitted.push(queue.submit(named("c")));
    await soon();
    expect(store.batches).toEqual([["a"]]);
    store.finish(0);
    await soon();
    expect(store.batches).toEqual([["a"], ["b", "c"]]);
    store.finish(1);
    await Promise.all(submitted);
  });

  it("resolves nothing before its commit is done", async () => {
    const store = new SlowStore();
    const queue = new CommitQueue(store);
    let done = false;
    const submitted = queue.submit(named("a")).then(() => (done = true));
    await soon();
    expect(done).toBe(false);
    store.finish(0);
    await submitted;
    expect(done).toBe(true);
  });

  it("rejects the whole transaction if it fails, and what waited behind it", async () => {
    const store = new SlowStore();
    const queue = new CommitQueue(store);
    const submitted = [queue.submit(named("a")), queue.submit(named("b"))];
    const settled = Promise.allSettled(submitted);
    await soon();
    const behind = Promise.allSettled([queue.submit(named("c"))]);
    store.fail(0);
    for (const result of [...(await settled), ...(await behind)])
      expect(result).toMatchObject({ status: "rejected", reason: { message: "disk full" } });
    expect(store.batches).toEqual([["a", "b"]]);
  });

  it("goes on with what is submitted after a failure", async () => {
    const store = new SlowStore();
    const queue = new CommitQueue(store);
    const failed = Promise.allSettled([queue.submit(named("a"))]);
    await soon();
    store.fail(0);
    await failed;
    const submitted = queue.submit(named("b"));
    await soon();
    store.finish(1);
    expect(await submitted).toHaveLength(1);
  });
});
